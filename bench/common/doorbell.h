/* SPDX-License-Identifier: MIT */
/*
 * Eventfds by which sides tell each other of the slots of slots.h.  An eventfd counts
 * what was given and not yet taken; reading it fetches the whole count at once.
 */
#pragma once

#include <sys/eventfd.h>

#include "common/fd.h"
#include "common/slots.h"

struct doorbell {
	int fd;
	uint64_t taken; /* fetched and not used up yet */
};

/* Those of one direction. */
struct doorbells {
	struct doorbell filled, free;
};

static inline int doorbells_create(const struct channel *ch, const struct slots *slots,
				   struct doorbells bells[static SIDE_COUNT])
{
	const int flags = EFD_CLOEXEC | (ch->wait == WAIT_BLOCK ? 0 : EFD_NONBLOCK);

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		bells[side].filled.fd = eventfd(0, flags);
		bells[side].free.fd = eventfd(0, flags);
		if (bells[side].filled.fd < 0 || bells[side].free.fd < 0)
			return -errno;
		bells[side].free.taken = 2 * slots->half;
	}
	return 0;
}

static inline void doorbells_destroy(struct doorbells bells[static SIDE_COUNT])
{
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		fd_close(&bells[side].filled.fd);
		fd_close(&bells[side].free.fd);
	}
}

static inline int doorbell_give(const struct doorbell *bell, uint64_t count)
{
	return eventfd_write(bell->fd, count) < 0 ? -errno : 0;
}

static inline int doorbell_take(const struct channel *ch, struct doorbell *bell)
{
	int r = bell->taken ? 0 : UNTIL_DONE(ch, eventfd_read(bell->fd, &bell->taken));

	if (r == 0)
		bell->taken--;
	return r;
}
