/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "pair/pair.h"

#define BATCH 3
#define SLICES 3
#define RATE 10000 /* paced messages per second */

struct contract {
	struct supervisor supervisor;
	const struct mechanism *mechanism;
	char directory[64]; /* this test's own */
	unsigned number, failed;
};

/* A line of TAP. */
__attribute__((format(printf, 3, 4))) void tell(struct contract *t, bool ok,
						const char *format, ...);

/* A case with nothing special. */
struct ipc_case case_of(const struct contract *t, const struct mechanism *m, size_t size,
			enum pattern pattern, enum touch touch);

/* Runs a few slices; 0, or -errno and the failure. */
int run_slices(struct contract *t, struct pair *pair, const struct ipc_case *c,
	       struct failure *failure);

/* What is wrong with a mechanism's description, if it is in that family's folder; or
 * NULL (form.c). */
const char *form_fault(const struct mechanism *m, const char *family);

/* What is broken on purpose is caught, counted or timed (check_broken.c, malformed.c).
 * Exit status. */
int check_broken(struct contract *t);
int check_lossy(struct contract *t);
int check_stall(struct contract *t);
int check_malformed(struct contract *t);

/* Mechanisms that do to a message of 64 bytes what none should, and where that shows: in
 * which message, and at which byte or by how many. */
struct broken {
	const struct mechanism *mechanism;
	struct wrong wrong;
};

#define BROKEN_SIZE 64
extern const struct broken broken[];
extern const size_t broken_count;

/* Lossy mechanisms that do what they may: lose every seventh message that a side sends,
 * or have every eighth that the client sends overtaken by the next. */
#define LOST_EACH 7
#define OVERTAKEN_EACH 8
extern const struct mechanism *const loses, *const overtakes;

/* A mechanism whose receiver stops for a little longer than this at the tenth message. */
#define STALL_NS 20000000u
extern const struct mechanism *const stalls;
