/* SPDX-License-Identifier: MIT */
/*
 * The notes and warnings after a run.
 */
#include <math.h>

#include "base/text.h"
#include "base/words.h"
#include "output/report.h"

void report_warnings(FILE *to, const struct influences *influences)
{
	char text[INFLUENCE_TEXT_SIZE];

	for (size_t i = 0; i < influences->count; i++) {
		const struct influence *of = &influences->at[i];

		if (of->standing != STANDING_AMISS)
			continue;
		fprintf(to, "warning: %s\n", influence_text(of, text));
		if (*of->fix)
			fprintf(to, "         %s\n", of->fix);
	}
}

/* Of a case that moved, at least one regime has to have one. */
static bool has_interval(const struct summary *s)
{
	const struct regime *of = s->regimes.of;

	return !isnan(s->moved ? fmax(of[NEAR].time.low, of[FAR].time.low) : s->p50.low);
}

void report_precision(FILE *to, const struct summary *summaries, size_t count)
{
	const struct summary *moved = NULL;
	size_t capped = 0, few = 0, mixed = 0, late = 0, pooled = 0;

	for (size_t i = 0; i < count; i++) {
		late += summaries[i].c && strcmp(summaries[i].reason, "no-time") == 0;
		if (!summaries[i].c || summaries[i].status != STATUS_OK)
			continue;
		capped += summaries[i].capped;
		pooled += summaries[i].sessions > 1;
		few += !has_interval(&summaries[i]) && !summaries[i].saturated;
		mixed += summaries[i].moved;
		moved = summaries[i].moved ? &summaries[i] : moved;
	}
	if (moved)
		fprintf(to,
			"note: the CPUs moved during the run: %zu of %zu cases take "
			"another time while they are near, less than %.0f ns apart, "
			"than while they are far\n",
			mixed, count, moved->regimes.split_ns);
	if (pooled)
		fprintf(to,
			"note: intervals are over the rounds of all sessions together: "
			"they tell less than how sessions differ\n");
	if (late)
		fprintf(to,
			"note: %zu of %zu cases were left out, so that there is time for "
			"six rounds of the others; a longer --time-limit, or fewer sizes "
			"or mechanisms, has room for them\n",
			late, count);
	if (few)
		fprintf(to,
			"note: %zu of %zu cases have no 95%% interval: "
			"that takes at least six rounds\n",
			few, count);
	else if (capped)
		fprintf(to,
			"note: %zu of %zu cases are less precise than asked for; "
			"more rounds or time would help\n",
			capped, count);
}

void report_failure(FILE *to, const struct trial *t)
{
	char sentence[200], size[TEXT_SIZE];

	failure_sentence(&t->failure, sentence, sizeof(sentence));
	fprintf(to, "ipcbench: %s, %s, %s bytes, %s: failed: %s\n", t->c->mechanism->name,
		pattern_name(t->c->pattern), text_format_size(size, t->c->size),
		placement_name(t->c->placement), sentence);
}
