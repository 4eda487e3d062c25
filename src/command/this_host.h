/* SPDX-License-Identifier: MIT */
/*
 * What machine and which build this is.
 */
#pragma once

#include "machine/host.h"
#include "options/options.h"

/* As host_gather(), with what this build knows of itself. */
void this_host(const struct options *o, const struct topology *topology,
	       struct timer timer, struct host *host);
