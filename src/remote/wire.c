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

/* Reads, or writes, some bytes as soon as that is possible: returns how many, 0 to try
 * again, or -errno. */
static ssize_t wire_move(struct supervisor *sv, int fd, short events, char *bytes,
			 size_t size, uint64_t deadline_ns)
{
	struct pollfd fds[] = {
		{.fd = fd, .events = events},
		{.fd = sv ? sv->stop_fd : -1, .events = POLLIN},
	};
	const uint64_t now_ns = clock_ns();
	int ms = WIRE_FOREVER;
	ssize_t n;

	if (deadline_ns != UINT64_MAX)
		ms = now_ns < deadline_ns ? (int)((deadline_ns - now_ns) / MS_NS) + 1 : 0;
	n = poll(fds, 2, ms);
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	if (fds[1].revents && supervisor_stopped(sv) < 0)
		return -EINTR;
	if (n == 0)
		return -ETIMEDOUT;
	n = events == POLLIN ? read(fd, bytes, size) : write(fd, bytes, size);
	if (n == 0)
		return -EPIPE;
	return n > 0 ? n : errno == EAGAIN || errno == EINTR ? 0 : -errno;
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

int wire_read(struct wire *wire, struct supervisor *sv, int deadline_ms)
{
	const uint64_t deadline_ns = deadline_after(deadline_ms);
	char *text;

	while (!(text = wire_take(wire))) {
		ssize_t n;

		memmove(wire->buffer, wire->buffer + wire->start,
			wire->end - wire->start);
		wire->end -= wire->start;
		wire->start = 0;
		if (wire->end == sizeof(wire->buffer))
			return -EMSGSIZE;
		n = wire_move(sv, wire->in, POLLIN, wire->buffer + wire->end,
			      sizeof(wire->buffer) - wire->end, deadline_ns);
		if (n < 0)
			return (int)n;
		wire->end += (size_t)n;
	}
	/* A NUL would hide the rest of the line. */
	if (text + strlen(text) + 1 != wire->buffer + wire->start)
		return -EPROTO;
	line_open(&wire->line, text);
	return 0;
}

int wire_write(struct wire *wire, struct supervisor *sv, int deadline_ms)
{
	const uint64_t deadline_ns = deadline_after(deadline_ms);
	struct line *line = &wire->line;
	int r = line_end(line);
	ssize_t n;

	for (size_t done = 0; r == 0 && done < line->length; done += (size_t)n) {
		n = wire_move(sv, wire->out, POLLOUT, line->text + done,
			      line->length - done, deadline_ns);
		if (n < 0)
			return (int)n;
	}
	return r;
}
