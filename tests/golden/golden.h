/* SPDX-License-Identifier: MIT */
/*
 * Prints what people read, made from figures that never change: golden_test.sh compares
 * it with the texts in this directory.  No figure is measured.
 */
#pragma once

#include "figures/summary.h"
#include "plan/plan.h"

/* The parts of the test, each with a text of its name. */
void golden_table(void);
void golden_notes(void);
void golden_arms(void);
void golden_trust(void);
void golden_tune(void);
void golden_compare(void);
void golden_list(void);

/* A heading before what is printed of one situation. */
void scene(const char *situation);

/* Made up, with no loops. */
extern const struct mechanism golden_pipe, golden_socket, golden_yield, golden_token,
	golden_lossy;

/* On one CPU, all bytes touched, with nothing asked for. */
struct ipc_case golden_case(const struct mechanism *m, enum pattern pattern, size_t size);

/* An estimate over ten rounds whose interval reaches as far to both sides. */
struct estimate estimate_of(double value, double share);

/* The value alone, as from fewer than six rounds; NaN: not even that. */
struct estimate estimate_without_interval(double value);

/* What was measured in ten rounds: its time per message, or round trip, in ns, and the
 * ratio to the reference. */
struct summary golden_summary(const struct ipc_case *c, double ns, double ratio);

/* The same case, measured in one round, skipped, failed, or with CPUs that moved. */
struct summary summary_of_one_round(struct summary s);
struct summary summary_without_figures(struct summary s, enum status status,
				       const char *reason);
struct summary summary_moved(struct summary s);
