/* SPDX-License-Identifier: MIT */
/*
 * What machine and which build this is, and what about them moves figures.
 */
#pragma once

#include "machine/facts.h"
#include "machine/influences.h"
#include "machine/timer.h"
#include "machine/topology.h"

enum { HOST_CONDITIONS_SIZE = 160 };

struct host {
	struct facts facts;
	struct influences influences;
	/* "Intel Xeon, 2 CPUs, virtual machine, Linux 6.18.44" */
	char conditions[HOST_CONDITIONS_SIZE];
};

/* What only the caller knows.  The strings of the build are Meson's own words. */
struct host_context {
	const char *root; /* prepended to the paths of /proc, /sys and /dev, see below */
	const struct topology *topology;
	const char *directory; /* in which mechanisms make files */
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
