/* SPDX-License-Identifier: MIT */
#include "figures/summary.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One figure of every round, and room to work in. */
struct workspace {
	const struct trial *const *trials; /* all of them */
	size_t count;
	double *values; /* count */
	struct sorted_samples *samples;
};

/* The values of the double at offset in the figures of every round that has it. */
static size_t collect(const struct workspace *w, size_t offset)
{
	size_t n = 0;

	for (size_t i = 0; i < w->count; i++) {
		double value;

		memcpy(&value, (const char *)&w->trials[i]->figures + offset,
		       sizeof(value));
		if (!isnan(value))
			w->values[n++] = value;
	}
	return n;
}

static struct estimate interval(const struct workspace *w, size_t offset)
{
	return stats_median_interval(w->values, collect(w, offset), STATS_CONFIDENCE);
}

static double median(const struct workspace *w, size_t offset)
{
	return stats_median(w->values, collect(w, offset));
}

static struct costs median_costs(const struct workspace *w, enum side side)
{
	const size_t at = offsetof(struct figures, costs) + side * sizeof(struct costs);

	return (struct costs){
		.cpu_ns = median(w, at + offsetof(struct costs, cpu_ns)),
		.user_ns = median(w, at + offsetof(struct costs, user_ns)),
		.system_ns = median(w, at + offsetof(struct costs, system_ns)),
		.voluntary_switches =
			median(w, at + offsetof(struct costs, voluntary_switches)),
		.involuntary_switches =
			median(w, at + offsetof(struct costs, involuntary_switches)),
		.faults = median(w, at + offsetof(struct costs, faults)),
		.runqueue_share = median(w, at + offsetof(struct costs, runqueue_share)),
	};
}

static struct estimate percentile(const struct workspace *w, double q)
{
	const struct estimate none = {NAN, NAN, NAN, 0};
	size_t n = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct trial *t = w->trials[i];

		if (t->status != STATUS_OK || t->c->pattern == STREAM ||
		    t->figures.saturated)
			continue;
		if (t->batch > 1)
			return none;
		w->samples[n++] = (struct sorted_samples){t->samples, t->sample_count};
	}
	return n ? stats_percentile_over_rounds(w->samples, n, q, w->values) : none;
}

static void summarise_extremes(const struct workspace *w, struct summary *s)
{
	s->min = s->max = NAN;
	for (size_t i = 0; i < w->count; i++) {
		s->min = fmin(s->min, w->trials[i]->figures.min);
		s->max = fmax(s->max, w->trials[i]->figures.max);
	}
}

static void summarise_figures(const struct workspace *w, struct summary *s)
{
	s->p50 = interval(w, offsetof(struct figures, p50));
	s->bytes_per_s = interval(w, offsetof(struct figures, bytes_per_s));
	s->messages_per_s = interval(w, offsetof(struct figures, messages_per_s));
	s->delivered_per_s = interval(w, offsetof(struct figures, delivered_per_s));
	s->send_late_p99 = median(w, offsetof(struct figures, send_late_p99));
	s->blocked_p99 = median(w, offsetof(struct figures, blocked_p99));
	s->mean = median(w, offsetof(struct figures, mean));
	s->p90 = percentile(w, 0.9);
	s->p99 = percentile(w, 0.99);
	s->p999 = percentile(w, 0.999);
	summarise_extremes(w, s);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		s->costs[side] = median_costs(w, side);
}

/* What waits longer and longer has no latency. */
static void summarise_saturation(struct summary *s)
{
	const struct estimate none = {NAN, NAN, NAN, 0};

	s->saturated = case_saturates(s->c, s->delivered_per_s.value);
	if (!s->saturated)
		return;
	s->p50 = s->p90 = s->p99 = s->p999 = none;
	s->mean = s->min = s->max = NAN;
}

static void forget_interval(struct estimate *e)
{
	e->low = e->high = NAN;
}

/* The distance of the CPUs, and what a change of it undoes. */
static void summarise_distance(const struct workspace *w, struct summary *s)
{
	size_t n = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct trial *t = w->trials[i];

		if (t->status == STATUS_OK && !isnan(t->disturbance.distance_ns))
			w->values[n++] = t->disturbance.distance_ns;
	}
	s->distance = distances_of(w->values, n);
	s->moved = distances_matter(&s->distance, s->p50.value);
	if (!s->moved)
		return;
	forget_interval(&s->p50);
	forget_interval(&s->p90);
	forget_interval(&s->p99);
	forget_interval(&s->p999);
	forget_interval(&s->bytes_per_s);
	forget_interval(&s->messages_per_s);
	forget_interval(&s->ratio.hl);
	forget_interval(&s->ratio.median);
}

static double median_first(const struct workspace *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->count; i++)
		if (w->trials[i]->status == STATUS_OK)
			w->values[n++] = w->trials[i]->first_ns;
	return stats_median(w->values, n);
}

static void summarise_ratio(const struct workspace *w,
			    const struct trial *const *reference, struct summary *s)
{
	const struct estimate none = {NAN, NAN, NAN, 0};
	size_t n = 0;

	s->ratio = (struct ratio){.hl = none, .median = none};
	s->ratio_to = "none";
	if (!reference)
		return;
	for (size_t i = 0; i < w->count; i++) {
		if (w->trials[i]->status != STATUS_OK ||
		    reference[i]->status != STATUS_OK)
			continue;
		w->values[n] = trial_log_ratio(w->trials[i], reference[i]);
		if (!isnan(w->values[n]))
			n++;
	}
	s->ratio = stats_ratio(w->values, n, STATS_CONFIDENCE);
	s->ratio_to = reference[0]->c->mechanism->name;
	s->is_reference = reference[0] == w->trials[0];
}

static void summarise_status(const struct workspace *w, struct summary *s)
{
	const struct trial *telling = w->trials[0];
	unsigned last_session = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct trial *t = w->trials[i];

		if (t->status == STATUS_FAILED ||
		    (t->status == STATUS_OK && telling->status == STATUS_SKIPPED))
			telling = t;
		if (t->status != STATUS_OK)
			continue;
		s->rounds++;
		s->sessions += s->rounds == 1 || t->session != last_session;
		last_session = t->session;
		memcpy(s->granted, t->granted, sizeof(s->granted));
		s->filesystem = t->filesystem;
		s->batch = t->batch;
		s->sent += t->sent;
		s->lost += t->lost;
		s->reordered += t->reordered;
	}
	s->c = telling->c;
	s->status = telling->status;
	trial_reason(telling, s->reason);
}

int summary_make(const struct trial *const *trials, const struct trial *const *reference,
		 size_t count, struct summary *ret)
{
	struct workspace w = {
		.trials = trials,
		.count = count,
		.values = malloc(count * sizeof(*w.values)),
		.samples = malloc(count * sizeof(*w.samples)),
	};
	int r = -ENOMEM;

	memset(ret, 0, sizeof(*ret));
	if (w.values && w.samples) {
		summarise_status(&w, ret);
		summarise_figures(&w, ret);
		summarise_saturation(ret);
		ret->first = median_first(&w);
		summarise_ratio(&w, reference, ret);
		summarise_distance(&w, ret);
		r = 0;
	}
	free(w.values);
	free(w.samples);
	return r;
}

bool summary_is_precise(const struct summary *s, double level, double ratio)
{
	/* More rounds do not bring CPUs together. */
	if (s->status != STATUS_OK || s->moved || s->saturated)
		return true;
	return stats_half_width(s->p50) <= level &&
	       (s->is_reference || isnan(s->ratio.hl.value) ||
		stats_half_width(s->ratio.hl) <= ratio);
}
