/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/text.h"
#include "output/report.h"

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
static void print_ratio(FILE *to, const struct summary *s)
{
	const struct estimate e = s->ratio.hl;

	print_percent(to, "  ", e.value, "");
	if (s->moved) {
		fprintf(to, "  no verdict: the distance of the CPUs was %.0f to %.0f ns",
			s->distance.low, s->distance.high);
		return;
	}
	if (isnan(e.low)) {
		fputs("  no interval: that takes at least six rounds", to);
		return;
	}
	print_percent(to, " [", e.low, "");
	print_percent(to, ", ", e.high, "]");
	fprintf(to, "  %s", verdict_text(stats_verdict(e, THRESHOLD)));
	if (s->ratio.asymmetric) {
		print_percent(to, ", asymmetric: sign test [", s->ratio.median.low, "");
		print_percent(to, ", ", s->ratio.median.high, "]");
	}
	fprintf(to, "; %u rounds could show %.2f%%", s->rounds,
		100 * stats_half_width(e));
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
		if (!s->is_reference && !isnan(s->ratio.hl.value))
			print_ratio(to, s);
	}
	fputc('\n', to);
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
}
