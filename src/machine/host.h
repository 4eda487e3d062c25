/* SPDX-License-Identifier: MIT */
/*
 * What machine this is, as a list of keys and texts, and what about it distorts the
 * results.
 *
 * Facts and warnings are values: nothing is printed, and nothing on the machine is
 * changed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "machine/timer.h"
#include "machine/topology.h"

/* The value of a fact that could not be found out. */
#define NOT_AVAILABLE "not_available"

enum { FACTS_MAX = 80, FACT_SIZE = 256, WARNINGS_MAX = 16, HOST_CONDITIONS_SIZE = 160 };

/* Units are part of the key; truth values are "yes" and "no", or "on" and "off". */
struct fact {
	const char *section; /* machine, limits or build */
	const char *key;
	char value[FACT_SIZE]; /* printable, one line, never empty */
};

/* Start from a zeroed one. */
struct facts {
	struct fact at[FACTS_MAX];
	size_t count;
	const char *section; /* of the facts that are added next */
};

struct warning {
	const char *slug;
	char text[256];	 /* what is the case, and how it affects the results */
	const char *fix; /* the line to type, or what to do instead */
};

/* Start from a zeroed one. */
struct warnings {
	struct warning at[WARNINGS_MAX];
	size_t count;
};

struct host {
	struct facts facts;
	struct warnings warnings;
	/* "Intel Xeon, 2 CPUs, virtual machine, Linux 6.18.44" */
	char conditions[HOST_CONDITIONS_SIZE];
};

/* What only the caller knows.  The strings of the build are Meson's own words. */
struct host_context {
	const char *root; /* prepended to the paths of /proc, /sys and /dev, see below */
	const struct topology *topology;
	struct timer timer;
	const char *version;	  /* of ipcbench */
	const char *compiler;	  /* name and version */
	const char *buildtype;	  /* debug, release, ... */
	const char *optimization; /* 0, g, 1, 2, 3, s or plain */
	const char *sanitize;	  /* none, address, ... */
};

/* Fills in @host.  Cannot fail: what cannot be read is NOT_AVAILABLE. */
void host_gather(const struct host_context *context, struct host *host);

/*
 * The conditions of a measurement in one line, as they stand under charts: what a reader
 * must know before comparing.  Takes the facts of facts_add_machine().
 */
void host_describe(const struct facts *facts, char text[static HOST_CONDITIONS_SIZE]);

/*
 * These find facts out and add them.  @root is "" for this machine, a directory with
 * made-up files for tests.  Neither the host's name nor any user's name is looked at.
 */
void facts_add_machine(struct facts *facts, const char *root, const struct topology *top);
void facts_add_limits(struct facts *facts, const char *root);

/* Adds a fact.  An empty value becomes NOT_AVAILABLE, a long one is cut. */
void facts_add(struct facts *facts, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The value of a fact, or NULL if it is missing or NOT_AVAILABLE. */
const char *facts_value(const struct facts *facts, const char *key);

/* Whether a fact is known and has just this value. */
bool facts_match(const struct facts *facts, const char *key, const char *value);

/* The value of a fact; NaN if it is not known or not a number. */
double facts_number(const struct facts *facts, const char *key);

/*
 * Adds all warnings that follow from the facts.  Pure.  A missing fact equals nothing and
 * exceeds nothing, so it never causes one: an empty governor file is not a wrong
 * governor.
 */
void warnings_add(struct warnings *warnings, const struct facts *facts);
