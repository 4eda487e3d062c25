/* SPDX-License-Identifier: MIT */
/*
 * Messages that the kernel sends from the sender's own memory (MSG_ZEROCOPY), which must
 * not be written until it says that it is done: it numbers the calls of send() that
 * succeed, and leaves notices of ranges of them in the socket's error queue.
 */
#pragma once

#include <poll.h>
#include <sys/socket.h>
/* It wants the above first. */
#include <linux/errqueue.h>

#include "common/fd.h"

#define FLIGHTS 4 /* messages under way at most */

/* What became of the calls for one message. */
struct flight {
	uint32_t first, calls;
	uint32_t pending; /* of which nothing has been heard yet */
};

struct flights {
	struct flight at[FLIGHTS];
	uint32_t calls, pending; /* of all messages */
};

static inline void flights_count(struct flights *fl, struct flight *flight)
{
	fl->calls++;
	fl->pending++;
	flight->calls++;
	flight->pending++;
}

/* Notices come mostly, but not always, in order. */
static inline void flights_note(struct flights *fl,
				const struct sock_extended_err *notice)
{
	for (uint32_t call = notice->ee_info; call != notice->ee_data + 1; call++) {
		for (unsigned i = 0; i < FLIGHTS; i++)
			if (call - fl->at[i].first < fl->at[i].calls)
				fl->at[i].pending--;
		fl->pending--;
	}
}

/* Reads a notice, or waits until there is one to read. */
static inline int flights_wait(struct channel *ch, struct flights *fl, int fd)
{
	char control[CMSG_SPACE(sizeof(struct sock_extended_err) +
				sizeof(struct sockaddr_storage))];
	struct msghdr message = {.msg_control = control,
				 .msg_controllen = sizeof(control)};
	struct pollfd waiting = {.fd = fd};
	int r;

	if (recvmsg(fd, &message, MSG_ERRQUEUE) >= 0) {
		flights_note(fl, (void *)CMSG_DATA(CMSG_FIRSTHDR(&message)));
		return 0;
	}
	if (errno != EAGAIN || ch->wait != WAIT_BLOCK)
		return call_retry(ch);
	r = poll(&waiting, 1, -1);
	return r < 0 ? call_retry(ch) : waiting.revents & POLLHUP ? -EPIPE : 0;
}

/* Waits until the message's memory is free again. */
static inline int flights_land(struct channel *ch, struct flights *fl, int fd,
			       const struct flight *flight)
{
	int r = 0;

	while (r == 0 && flight->pending > 0)
		r = flights_wait(ch, fl, fd);
	return r;
}

/* Sends a message that nobody waits for: the pages of one are pinned on each side of a
 * round trip.  Returns how much of it was taken. */
static inline ssize_t flights_try(struct channel *ch, int fd, const void *message)
{
	const int one = 1;
	ssize_t n;

	if (setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)) < 0)
		return -EOPNOTSUPP;
	n = send(fd, message, ch->size, MSG_ZEROCOPY | MSG_DONTWAIT);
	if (n >= 0 || errno != ENOBUFS)
		return n < 0 ? -errno : n;
	ch->limit = "RLIMIT_MEMLOCK";
	return -ENOMEM;
}
