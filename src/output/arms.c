/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/text.h"
#include "output/report.h"
#include "stats/distributions.h"

#define LABEL_SIZE 128
#define THRESHOLD 0.01 /* a smaller difference counts as none */

static const char *verdict_text(enum verdict verdict)
{
	static const char *const texts[] = {
		[FASTER] = "faster",
		[SLOWER] = "slower",
		[SAME] = "the same within 1%",
		[INCONCLUSIVE] = "inconclusive",
	};

	return texts[verdict];
}

static void print_percent(FILE *to, const char *before, double ratio, const char *after)
{
	fprintf(to, "%s%+.2f%%%s", before, 100 * (ratio - 1), after);
}

/* The time per message against the first arm's: less is faster. */
static void print_ratio(FILE *to, const struct ratio *ratio, double confidence)
{
	const struct estimate e = ratio->hl;
	size_t rounds = 1;

	print_percent(to, "  ", e.value, "");
	if (isnan(e.low)) {
		while (stats_wilcoxon_rank(rounds, confidence) == 0)
			rounds++;
		fprintf(to, "  no interval: that takes at least %zu rounds", rounds);
		return;
	}
	print_percent(to, " [", e.low, "");
	print_percent(to, ", ", e.high, "]");
	fprintf(to, "  %s", verdict_text(stats_verdict(e, THRESHOLD)));
	if (ratio->asymmetric) {
		print_percent(to, ", asymmetric: sign test [", ratio->median.low, "");
		print_percent(to, ", ", ratio->median.high, "]");
	}
	fprintf(to, "; %zu rounds could show %.2f%%", e.units, 100 * stats_half_width(e));
}

/* The time while the CPUs were near, or far apart, and the ratio if it was another. */
static void print_regime(FILE *to, const struct summary *s, unsigned which)
{
	const struct regime *regime = &s->regimes.of[which];
	char time[TEXT_SIZE];

	fprintf(to, "    %-26s  %10s", regime_name(which),
		text_format_duration(time, regime->time.value));
	if (s->regimes.ratios_differ)
		print_ratio(to, &regime->ratio, s->confidence);
	fputc('\n', to);
}

static void print_arm(FILE *to, const char *arm, const struct summary *s)
{
	char time[TEXT_SIZE];

	fprintf(to, "  %-28s", arm);
	if (s->status != STATUS_OK) {
		fprintf(to, "  %s: %s",
			s->status == STATUS_SKIPPED ? "skipped" : "FAILED", s->reason);
	} else if (s->saturated) {
		fprintf(to, "  saturated: %.0f a second", s->delivered_per_s.value);
	} else {
		fprintf(to, "  %10s", text_format_duration(time, s->p50.value));
		if (s->regimes.ratios_differ)
			print_percent(to, "  ", s->ratio.hl.value,
				      "  a mixture, as the CPUs moved:");
		else if (!s->is_reference && !isnan(s->ratio.hl.value))
			print_ratio(to, &s->ratio, s->confidence);
	}
	fputc('\n', to);
	for (unsigned i = NEAR;
	     i < REGIME_COUNT && (s->moved || s->regimes.ratios_differ); i++)
		print_regime(to, s, i);
}

/* The arm as the user wrote it, and of two programs which. */
static const char *arm_label(const struct options *o, size_t i, char label[LABEL_SIZE])
{
	if (!o->with)
		return o->arguments[i];
	snprintf(label, LABEL_SIZE, "%s (%s)", o->arguments[i],
		 i == 0 ? "this" : o->with);
	return label;
}

/* How sure verdicts are, if there are several. */
static void print_confidence(FILE *to, const struct plan *plan,
			     const struct summary *summaries)
{
	double confidence = STATS_CONFIDENCE;

	for (size_t i = 0; i < plan->case_count; i++)
		if (summaries[i].c)
			confidence = summaries[i].confidence;
	if (confidence > STATS_CONFIDENCE)
		fprintf(to, "\nall verdicts together hold at %g%%, each at %.4g%%\n",
			100 * STATS_CONFIDENCE, 100 * confidence);
}

void report_arms(FILE *to, const struct options *o, const struct plan *plan,
		 const struct summary *summaries)
{
	for (size_t g = 0; g < plan->group_count; g++) {
		const struct group *group = &plan->groups[g];
		char label[LABEL_SIZE];

		fputs(g ? "\n" : "", to);
		report_group(to, plan, group);
		for (size_t i = 0; i < group->count; i++)
			if (summaries[group->first + i].c)
				print_arm(to, arm_label(o, i, label),
					  &summaries[group->first + i]);
	}
	print_confidence(to, plan, summaries);
}
