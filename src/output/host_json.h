/* SPDX-License-Identifier: MIT */
/*
 * host.json: the machine and the run, one key to a line, so that a shell script can pick
 * one out.
 */
#pragma once

#include <stdio.h>
#include <time.h>

#include "machine/host.h"

/* The run.  No string is NULL. */
struct run_info {
	char **argv; /* NULL last */
	const char *label;
	const char *version;
	const char *other_version;   /* of the program in ab --with, or "" */
	const char *peer_version;    /* of the agent of --peer, or "" */
	const char *peer_conditions; /* of the agent's machine */
	time_t begun;
	uint64_t seed;
	unsigned settle_ms, sweeps_least, sweeps_most; /* of the rounds */
	const char *state; /* "running", "complete", "interrupted" */
	double wall_s;
};

/* Writes DIRECTORY/host.json anew, whole or not at all.  0 or -errno. */
int host_json_write(const char *directory, const struct host *host,
		    const struct run_info *info);

/* Writes the same to a stream. */
void host_json_print(FILE *to, const struct host *host, const struct run_info *info);
