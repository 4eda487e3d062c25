/* SPDX-License-Identifier: MIT */
/*
 * Passing a descriptor over a Unix socket: what arrives is another descriptor of the same
 * open file, made for the receiver.  It travels as ancillary data (SCM_RIGHTS) beside at
 * least one byte, which is all that the stream itself carries.
 */
#pragma once

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "common/fd.h"

union descriptor_control {
	struct cmsghdr header; /* aligns bytes */
	char bytes[CMSG_SPACE(sizeof(int))];
};

static inline int descriptor_send(int socket, int fd)
{
	union descriptor_control control = {.header = {
						    .cmsg_len = CMSG_LEN(sizeof(fd)),
						    .cmsg_level = SOL_SOCKET,
						    .cmsg_type = SCM_RIGHTS,
					    }};
	char byte = 0;
	struct iovec part = {&byte, sizeof(byte)};
	const struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	return sendmsg(socket, &message, 0) < 0 ? -errno : 0;
}

/* Waits for a descriptor; -EPIPE if the peer is gone, or sends none. */
static inline int descriptor_receive(int socket, int *fd)
{
	union descriptor_control control;
	char byte;
	struct iovec part = {&byte, sizeof(byte)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);

	if (n < 0)
		return -errno;
	if (n == 0 || message.msg_controllen < CMSG_LEN(sizeof(*fd)))
		return -EPIPE;
	memcpy(fd, CMSG_DATA(&control.header), sizeof(*fd));
	return 0;
}
