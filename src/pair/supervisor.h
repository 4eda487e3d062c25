/* SPDX-License-Identifier: MIT */
/*
 * The process that starts pairs and watches over them: where it and they may run, and
 * how it learns that the user wants to stop.  One per program.
 */
#pragma once

#include <sched.h>
#include <stdbool.h>
#include <sys/types.h>

struct supervisor {
	int stop_fd;	      /* readable when the user wants to stop */
	bool is_agent;	      /* stop_fd is the agent's input, not a signalfd */
	int stop_signal;      /* the signal that came, 0 before */
	int deadline_ms;      /* for any one step of a pair */
	cpu_set_t allowed[8]; /* where it may run: 8192 CPUs */
};

/* Blocks SIGINT, SIGTERM, SIGHUP and SIGQUIT: from now on they are noticed by those who
 * wait for a pair and by supervisor_sleep().  0 or -errno. */
int supervisor_init(struct supervisor *sv);

/* The same for an agent, which leaves the signals to the program that it works for and
 * stops when its input ends.  While it waits for a pair, nothing may arrive there. */
int supervisor_init_agent(struct supervisor *sv, int input);

/* From now on the calling process runs on that CPU, or wherever the program may if cpu
 * is -1.  -ENXIO if it may not run there. */
int supervisor_pin(const struct supervisor *sv, int cpu);

/* Has the calling process, a child of @parent, killed when that dies. */
void supervisor_die_with(pid_t parent);

/* Sleeps; returns -EINTR if the user wants to stop. */
int supervisor_sleep(struct supervisor *sv, int ms);

/* -EINTR if the user wants to stop, now or before; or 0. */
int supervisor_stopped(struct supervisor *sv);
