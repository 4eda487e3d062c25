/* SPDX-License-Identifier: MIT */
/*
 * Finds out facts about a machine and adds them to a list.
 *
 * @root is prepended to the paths of /proc, /sys and /dev: "" for this machine, a
 * directory with made-up files for tests.  Nothing here can fail: what cannot be read is
 * NOT_AVAILABLE.  Neither the host's name nor any user's name is looked at.
 */
#pragma once

#include "machine/facts.h"
#include "machine/topology.h"

/* Processor, model, virtual machine and container. */
void gather_computer(struct facts *facts, const char *root);

/* The number, quota and speed of the CPUs. */
void gather_cpus(struct facts *facts, const char *root, const struct topology *top);

/* The kernel and its settings. */
void gather_kernel(struct facts *facts, const char *root);

/* How much of each resource the kernel grants. */
void gather_limits(struct facts *facts, const char *root);
