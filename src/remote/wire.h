/* SPDX-License-Identifier: MIT */
/*
 * Lines of text to and from another process, none of which is waited for longer than
 * until a deadline.
 */
#pragma once

#include "pair/supervisor.h"
#include "remote/line.h"

#define WIRE_FOREVER (-1)

struct wire {
	int in, out;
	size_t start, end; /* of what has been read and not been taken */
	char buffer[LINE_SIZE];
};

/*
 * The next line, without its end, good until the next call.  Returns 0 or -EPIPE (no
 * more will come), -EMSGSIZE (too long for a line), -EPROTO (no text),
 * -ETIMEDOUT, -EINTR (the user wants to stop; sv may be NULL) or another -errno.
 */
int wire_read(struct wire *wire, struct supervisor *sv, int deadline_ms, char **ret);

/* Writes a line that line_end() has ended.  The same errors. */
int wire_write(struct wire *wire, struct supervisor *sv, int deadline_ms,
	       const struct line *line);
