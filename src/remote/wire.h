/* SPDX-License-Identifier: MIT */
/*
 * Lines of text to and from another process, each with a deadline.
 */
#pragma once

#include "pair/supervisor.h"
#include "remote/line.h"

#define WIRE_FOREVER (-1)

struct wire {
	int in, out;	   /* descriptors */
	size_t start, end; /* of what has been read and not yet been returned */
	char buffer[LINE_SIZE];
	struct line line; /* the last that was read, or the next to be written */
};

/*
 * Reads wire->line; its fields are good until the next call.  Returns 0 or -EPIPE (the
 * input has ended), -EMSGSIZE (too long for a line), -EPROTO (it contains a NUL),
 * -ETIMEDOUT, -EINTR (the user wants to stop; never if sv is NULL) or another -errno.
 */
int wire_read(struct wire *wire, struct supervisor *sv, int deadline_ms);

/* Ends and writes wire->line.  The errors are as above. */
int wire_write(struct wire *wire, struct supervisor *sv, int deadline_ms);
