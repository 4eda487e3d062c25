/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the echo server share: one thread with one epoll instance.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest message of a datagram or seqpacket socket; streams read less at a time. */
#define MESSAGE_MAX (256 * 1024)

struct server {
	int epoll;
	struct listener *listeners; /* a list */
	struct session *sessions;   /* a list */
	size_t session_count;
	size_t held;	  /* bytes that all sessions hold for clients that do not read */
	bool full;	  /* descriptors ran out: no client is accepted for now */
	size_t full_at;	  /* how many sessions there were then */
	uint64_t dropped; /* datagrams that could not be sent back */
	bool stopping;
	unsigned seconds; /* since it is stopping */
	char buffer[MESSAGE_MAX];
};
