/* SPDX-License-Identifier: MIT */
/*
 * host.json: the machine, and how the run was made.
 */
#pragma once

#include <stdio.h>

#include "machine/host.h"
#include "run/round.h"

/* What host.json says of the run, beside the machine.  No string is NULL. */
struct run_info {
	char **argv; /* NULL last */
	const char *label;
	const char *version;
	const char *other_version;   /* of the program in ab --with, or "" */
	const char *peer_version;    /* of the agent of --peer, or "" */
	const char *peer_conditions; /* of the agent's machine */
	uint64_t seed;
	struct thoroughness thoroughness;
	const char *state; /* "running", "complete", "interrupted" */
	double wall_s;
};

/* Writes DIRECTORY/host.json anew, whole or not at all.  0 or -errno. */
int host_json_write(const char *directory, const struct host *host,
		    const struct run_info *info);

/* What it holds, on a stream. */
void host_json_print(FILE *to, const struct host *host, const struct run_info *info);
