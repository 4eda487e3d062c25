/* SPDX-License-Identifier: MIT */
/*
 * The process that looks after the pairs: where it and they run, and how it hears
 * that the user wants to stop.
 */
#pragma once

#include <sched.h>
#include <stdbool.h>

/* The process that looks after the pairs.  One per program. */
struct supervisor {
	int stop_fd;	      /* readable when the user wants to stop */
	bool hosting;	      /* for another, whose end is what says stop */
	int stop_signal;      /* the signal that said so, 0 before */
	int deadline_ms;      /* for any one step of a pair */
	cpu_set_t allowed[8]; /* where it may run: 8192 CPUs */
};

/* Blocks SIGINT, SIGTERM, SIGHUP and SIGQUIT: from here on they are noticed
 * when waiting for a pair or in supervisor_sleep().  0 or -errno. */
int supervisor_init(struct supervisor *sv);

/* The same for an agent: it stops as soon as its input, from which nothing may come
 * meanwhile, ends.  The signals are left to the one it works for. */
int supervisor_init_agent(struct supervisor *sv, int input);

/* Runs the calling process from now on on that CPU, or, if cpu is -1, wherever the
 * program may. */
void supervisor_pin(const struct supervisor *sv, int cpu);

/* Sleeps; -EINTR if the user wants to stop. */
int supervisor_sleep(struct supervisor *sv, int ms);

/* -EINTR if a signal to stop has come, now or before. */
int supervisor_stopped(struct supervisor *sv);
