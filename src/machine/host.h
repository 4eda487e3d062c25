/* SPDX-License-Identifier: MIT */
/*
 * What machine this is, and what about it bends the numbers.
 *
 * Facts and warnings are values: nothing is printed, nothing on the machine is
 * changed, and neither host name nor user name is looked at.  A warning follows
 * from facts that were found, never from one that is missing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "machine/timer.h"
#include "machine/topology.h"

/* The value of a fact that could not be found out. */
#define NOT_AVAILABLE "not_available"

enum {
	HOST_FACTS = 80,
	HOST_WARNINGS = 16,
};

/* Units are in the keys, "yes" and "no", "on" and "off" are the truth values. */
struct fact {
	const char *section; /* machine, limits or build; each section in one run */
	const char *key;
	char value[256]; /* printable, one line, never empty */
};

struct warning {
	const char *slug;
	char text[256];	 /* what is so, and what it does to the numbers */
	const char *fix; /* the line to type, or what to do instead */
};

struct host {
	struct fact facts[HOST_FACTS];
	size_t fact_count;
	struct warning warnings[HOST_WARNINGS];
	size_t warning_count;
	char conditions[160]; /* "Intel Xeon, 2 CPUs, virtual machine, Linux 6.18.44" */
};

/* What only the caller knows.  The strings of the build are Meson's own words. */
struct host_context {
	const char *root; /* before /proc, /sys and /dev; "" is this machine */
	const struct topology *topology;
	struct timer timer;
	size_t cpus_wanted;	  /* allowed CPUs below which to warn */
	const char *version;	  /* of ipcbench */
	const char *compiler;	  /* name and version */
	const char *buildtype;	  /* debug, release, ... */
	const char *optimization; /* 0, g, 1, 2, 3, s or plain */
	const char *sanitize;	  /* none, address, ... */
};

/* Fills in @host.  Cannot fail: what cannot be read is NOT_AVAILABLE. */
void host_gather(const struct host_context *context, struct host *host);

/* The value of a fact, or NULL when it is absent or NOT_AVAILABLE. */
const char *host_fact(const struct host *host, const char *key);

/*
 * The parts of host_gather().  The first four add facts; host_warn() and
 * host_describe() are pure: they look at the facts that are there already.
 */
void host_machine(struct host *host, const struct host_context *context);
void host_cpus(struct host *host, const struct host_context *context);
void host_kernel(struct host *host, const struct host_context *context);
void host_limits(struct host *host, const struct host_context *context);
void host_warn(struct host *host, size_t cpus_wanted);
void host_describe(struct host *host);

/* Adds a fact; an empty value is recorded as NOT_AVAILABLE, a long one is cut. */
void host_add(struct host *host, const char *section, const char *key, const char *format,
	      ...) __attribute__((format(printf, 4, 5)));
