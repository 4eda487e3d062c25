/* SPDX-License-Identifier: MIT */
#include "remote/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

#define MS_NS UINT64_C(1000000)

static uint64_t deadline_after(int ms)
{
	return ms < 0 ? UINT64_MAX : clock_ns() + (uint64_t)ms * MS_NS;
}

/* Waits until the descriptor can be read or written, or has been closed by the other
 * end. */
static int wire_wait(struct supervisor *sv, int fd, short events, uint64_t deadline_ns)
{
	struct pollfd fds[] = {
		{.fd = fd, .events = events},
		{.fd = sv ? sv->stop_fd : -1, .events = POLLIN},
	};
	const uint64_t now_ns = clock_ns();
	int ms = WIRE_FOREVER;
	int n;

	if (deadline_ns != UINT64_MAX)
		ms = now_ns < deadline_ns ? (int)((deadline_ns - now_ns) / MS_NS) + 1 : 0;
	n = poll(fds, 2, ms);
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	if (fds[1].revents && supervisor_stopped(sv) < 0)
		return -EINTR;
	return n == 0 ? -ETIMEDOUT : 0;
}

/* What errno says after read() or write(): 0 to try again, or -errno. */
static int wire_error(void)
{
	return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

/* Returns the next line if all of it has been read, or NULL. */
static char *wire_take(struct wire *wire)
{
	char *line = wire->buffer + wire->start;
	char *end = memchr(line, '\n', wire->end - wire->start);

	if (!end)
		return NULL;
	*end = '\0';
	wire->start = (size_t)(end + 1 - wire->buffer);
	return line;
}

int wire_read(struct wire *wire, struct supervisor *sv, int deadline_ms, char **ret)
{
	const uint64_t deadline_ns = deadline_after(deadline_ms);

	while (!(*ret = wire_take(wire))) {
		ssize_t n;
		int r;

		memmove(wire->buffer, wire->buffer + wire->start,
			wire->end - wire->start);
		wire->end -= wire->start;
		wire->start = 0;
		if (wire->end == sizeof(wire->buffer))
			return -EMSGSIZE;
		r = wire_wait(sv, wire->in, POLLIN, deadline_ns);
		if (r < 0)
			return r;
		n = read(wire->in, wire->buffer + wire->end,
			 sizeof(wire->buffer) - wire->end);
		if (n == 0)
			return -EPIPE;
		r = n < 0 ? wire_error() : 0;
		if (r < 0)
			return r;
		wire->end += n > 0 ? (size_t)n : 0;
	}
	/* A NUL would hide the rest. */
	return *ret + strlen(*ret) + 1 == wire->buffer + wire->start ? 0 : -EPROTO;
}

int wire_write(struct wire *wire, struct supervisor *sv, int deadline_ms,
	       const struct line *line)
{
	const uint64_t deadline_ns = deadline_after(deadline_ms);

	for (size_t done = 0; done < line->length;) {
		int r = wire_wait(sv, wire->out, POLLOUT, deadline_ns);
		ssize_t n;

		if (r < 0)
			return r;
		n = write(wire->out, line->text + done, line->length - done);
		r = n < 0 ? wire_error() : 0;
		if (r < 0)
			return r;
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}
