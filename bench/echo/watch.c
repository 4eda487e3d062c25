/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <sys/epoll.h>

static int control(int epoll, int operation, struct watch *watch, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};

	return epoll_ctl(epoll, operation, watch->fd, &event);
}

int watch_add(int epoll, struct watch *watch, uint32_t events)
{
	return control(epoll, EPOLL_CTL_ADD, watch, events);
}

int watch_change(int epoll, struct watch *watch, uint32_t events)
{
	return control(epoll, EPOLL_CTL_MOD, watch, events);
}
