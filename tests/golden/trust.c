/* SPDX-License-Identifier: MIT */
/*
 * How often trust called what is equal the same.
 */
#include <math.h>
#include <stdlib.h>

#include "golden.h"
#include "output/report.h"

enum { ROUNDS_MAX = 40 };

static struct ipc_case cases[3];
static struct replicate replicates[3][ROUNDS_MAX];
static struct figures figures = {.planted = 93.5};
static struct history histories[3];

/* Fills in a case's rounds: its log ratio to the first is around this one. */
static void fill(size_t index, size_t rounds, double log_ratio, double noise)
{
	for (size_t i = 0; i < rounds; i++)
		replicates[index][i] = (struct replicate){
			.p50 = 1870,
			.log_ratio = log_ratio + noise * ((double)(i * 7 % 10) - 4.5),
			.distance = NAN,
			.delivered_per_s = NAN,
		};
	histories[index] = (struct history){
		.summary = {.c = &cases[index], .rounds = rounds},
		.replicates = replicates[index],
		.figures = &figures,
		.figure_count = 1,
	};
}

static void show(void)
{
	struct group group = {0, 3, 0};
	const struct plan plan = {cases, 3, &group, 1};
	const struct results results = {.plan = &plan, .cases = histories};

	struct summary *summaries;

	if (results_summarise(&results, (struct precision){INFINITY, INFINITY},
			      &summaries) < 0)
		abort();
	report_trust(stdout, &results, summaries);
	free(summaries);
}

static void begin(const char *situation, size_t rounds)
{
	scene(situation);
	for (size_t i = 0; i < 3; i++)
		cases[i] = golden_case(&golden_pipe, ROUND_TRIP, 64);
	cases[2].planted = 0.05;
	fill(0, rounds, 0, 0);
	fill(1, rounds, 0.0005, 0.0004);
	fill(2, rounds, 0.0488, 0.0009);
}

void golden_trust(void)
{
	begin("four tries of ten rounds", 40);
	show();

	begin("the equal ones differ", 20);
	fill(1, 20, 0.03, 0.0004);
	fill(2, 20, 0.05, 0.02);
	show();

	begin("less than ten rounds", 9);
	show();

	begin("ten rounds, of which one could not be paired", 10);
	replicates[2][3].log_ratio = NAN;
	show();

	begin("the CPUs moved: pairs are judged all the same", 20);
	for (size_t i = 0; i < 20; i++)
		for (size_t k = 0; k < 3; k++) {
			replicates[k][i].distance = i % 2 ? 95 : 450;
			replicates[k][i].p50 = i % 2 ? 1870 : 4210;
		}
	show();

	begin("it cannot be had here", 0);
	cases[0].skip = "not-supported";
	show();
}
