/* SPDX-License-Identifier: MIT */
/*
 * What ipcbench trust reports: its rounds are cut into tries of ten, and in each try the
 * case with nothing added and the one with work added to each round trip are judged as ab
 * would.  What work adds to the time is for the kernel to say: where both sides share a
 * CPU, it may preempt them more often, too.
 */
#include <math.h>

#include "base/text.h"
#include "output/report.h"

#define TRY_ROUNDS 10
#define THRESHOLD 0.01

struct tally {
	unsigned tries;
	unsigned verdicts[INCONCLUSIVE + 1];
	unsigned excludes_one; /* intervals of the ratio that do not contain 1 */
	double log_ratio;      /* sum over tries */
	double half_width;     /* sum over tries */
};

static void tally_add(struct tally *tally, const struct summary *s)
{
	const struct estimate e = s->ratio.hl;

	tally->tries++;
	tally->verdicts[stats_verdict(e, THRESHOLD)]++;
	tally->excludes_one += e.low > 1 || e.high < 1;
	tally->log_ratio += log(e.value);
	tally->half_width += stats_half_width(e);
}

/* Judges a case against its reference in every ten rounds that both have. */
static struct tally tally_of(const struct history *h)
{
	struct replicate ten[TRY_ROUNDS];
	const struct history try = {.summary = {.c = h->summary.c, .rounds = TRY_ROUNDS},
				    .replicates = ten};
	struct tally tally = {0};
	struct summary s;
	size_t n = 0;

	for (size_t i = 0; i < h->summary.rounds; i++) {
		if (isnan(h->replicates[i].log_ratio))
			continue;
		ten[n++] = h->replicates[i];
		if (n < TRY_ROUNDS)
			continue;
		n = 0;
		if (history_summarise(&try, STATS_CONFIDENCE, &s) == 0)
			tally_add(&tally, &s);
	}
	return tally;
}

/* level: the time of what it is compared with, in ns. */
static void print_tally(FILE *to, const char *what, const struct tally *tally,
			double level)
{
	const double change = expm1(tally->log_ratio / tally->tries);
	char time[TEXT_SIZE];

	fprintf(to, "  %-16s  ", what);
	if (tally->tries > 0)
		fprintf(to,
			"%+.2f%% +-%.2f%% (%c%s)  in %u tries of %d rounds: %u slower, "
			"%u faster, %u the same within 1%%, %u inconclusive; %u "
			"intervals without 0",
			100 * change, 100 * tally->half_width / tally->tries,
			change < 0 ? '-' : '+',
			text_format_duration(time, fabs(change) * level), tally->tries,
			TRY_ROUNDS, tally->verdicts[SLOWER], tally->verdicts[FASTER],
			tally->verdicts[SAME], tally->verdicts[INCONCLUSIVE],
			tally->excludes_one);
	else
		fprintf(to, "fewer than %d rounds", TRY_ROUNDS);
	fputc('\n', to);
}

void report_trust(FILE *to, const struct results *results,
		  const struct summary *summaries)
{
	const struct plan *plan = results->plan;

	for (size_t g = 0; g < plan->group_count; g++) {
		const struct group *group = &plan->groups[g];
		const struct ipc_case *c = &plan->cases[group->first];
		const struct tally twin = tally_of(&results->cases[group->first + 1]);
		const struct tally slower = tally_of(&results->cases[group->first + 2]);
		const double level = summaries[group->first].p50.value;
		char what[TEXT_SIZE + 8], work[TEXT_SIZE];

		fprintf(to, "%s%s, ", g ? "\n" : "", c->mechanism->name);
		report_group(to, plan, group);
		if (c->skip) {
			fprintf(to, "  skipped: %s\n", c->skip);
			continue;
		}
		print_tally(to, "nothing added", &twin, level);
		text_format_duration(work, summaries[group->first + 2].medians.planted);
		snprintf(what, sizeof(what), "%s added", work);
		print_tally(to, what, &slower, level);
	}
}
