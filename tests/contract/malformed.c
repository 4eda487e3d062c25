/* SPDX-License-Identifier: MIT */
/*
 * Descriptions with one fault each, and a sound one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "contract.h"
#include "hosts.h"

static int nothing(struct channel *ch)
{
	(void)ch;
	return 0;
}

static int nothing_runs(struct channel *ch, const struct job *job, struct slice *slice)
{
	(void)ch, (void)job, (void)slice;
	return 0;
}

static int nobody(struct channel *ch, struct meeting *m)
{
	(void)ch, (void)m;
	return 0;
}

static const struct loops loops = {nothing_runs, nothing, nothing};
static const struct loops no_loops = {nothing_runs, nothing, NULL};
static const struct hosts hosts = {nobody, nobody, nobody};
static const struct hosts half_hosts = {nobody, nobody, NULL};

#define FAMILY "pipe"
#define KNOB(...)                                                                        \
	(const struct knob[])                                                            \
	{                                                                                \
		{.least = 1, .most = 2, .factor = 2, .bad = 1, .how = "VALUE"},          \
			{__VA_ARGS__}, {0},                                              \
	}
#define VARIANTS(...)                                                                    \
	(const char *const[])                                                            \
	{                                                                                \
		__VA_ARGS__, NULL                                                        \
	}

static const struct mechanism sound = {
	.name = "a-pipe-2",
	.summary = "sound",
	.family = FAMILY,
	.traits = MECH_NAMED | MECH_UNLINKED,
	.waits = WAITS(WAIT_BLOCK),
	.variants = VARIANTS("one", "two"),
	.access = "mode",
	.atomic = 1,
	.knobs = KNOB(SET_CHUNK, 1, 2, 2, 1, .how = "VALUE"),
	.hosts = &hosts,
	.loops = &loops,
};

/* Each line spoils a copy of the sound one. */
#define FAULTS(X)                                                                        \
	X(name, m.name = "a_pipe")                                                       \
	X(family, m.family = "file")                                                     \
	X(no_family, m.family = NULL)                                                    \
	X(summary, m.summary = "two\nlines")                                             \
	X(no_loops, m.loops = NULL)                                                      \
	X(half_loops, m.loops = &no_loops)                                               \
	X(no_waits, m.waits = 0)                                                         \
	X(waits, m.waits = WAITS(WAIT_COUNT))                                            \
	X(access, m.access = "friends")                                                  \
	X(atomic, m.traits |= MECH_BOUNDARIES)                                           \
	X(lossy, m.traits |= MECH_LOSSY)                                                 \
	X(persists, m.traits |= MECH_PERSISTS)                                           \
	X(without, m.without = "libone")                                                 \
	X(one_variant, m.variants = VARIANTS("one"))                                     \
	X(variant, m.variants = VARIANTS("one", "a way"))                                \
	X(variants, m.variants = VARIANTS("one", "one"))                                 \
	X(knob_range, m.knobs = KNOB(SET_CHUNK, 2, 1, 2, 1, .how = "VALUE"))             \
	X(knob_factor, m.knobs = KNOB(SET_CHUNK, 1, 2, 1, 1, .how = "VALUE"))            \
	X(knob_bad, m.knobs = KNOB(SET_CHUNK, 1, 2, 2, 0, .how = "VALUE"))               \
	X(knob_how, m.knobs = KNOB(SET_CHUNK, 1, 2, 2, 1, .how = "this"))                \
	X(knobs, m.knobs = KNOB(SET_BUFFER, 1, 2, 2, 1, .how = "VALUE"))                 \
	X(half_hosts, m.hosts = &half_hosts)                                             \
	X(nameless_hosts, m.traits = 0)

#define CHECK(fault, spoil)                                                              \
	m = sound;                                                                       \
	spoil;                                                                           \
	tell(t, form_fault(&m, FAMILY), "a fault in the description is found: " #fault);

int check_malformed(struct contract *t)
{
	struct mechanism m = sound;

	tell(t, !form_fault(&m, FAMILY), "a sound description has no fault");
	FAULTS(CHECK)
	printf("1..%u\n", t->number);
	return t->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
