/* SPDX-License-Identifier: MIT */
#include "figures/trial.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "stats/stats.h"

/* Of a slice, the first max(20 %, 0.5 ms) do not count; where the sides do not sleep, the
 * first millisecond, as they take longer to find their pace.  Slices of paced messages
 * are long: no more than 5 ms of them do not count.  See docs/method.md. */
#define DROP_SHARE 0.2
#define DROP_PACED_S 0.005
#define DROP_NS(wait) ((wait) == WAIT_BLOCK ? 500000u : 1000000u)

static void figures_clear(struct figures *f)
{
	double *figures = (double *)f;

	for (size_t i = 0; i < sizeof(*f) / sizeof(*figures); i++)
		figures[i] = NAN;
}

void trial_init(struct trial *t, const struct ipc_case *c, uint32_t batch)
{
	*t = (struct trial){.c = c, .batch = batch};
	t->status = c->skip ? STATUS_SKIPPED : STATUS_OK;
	snprintf(t->reason, sizeof(t->reason), "%s", c->skip ? c->skip : "none");
	figures_clear(&t->figures);
}

void trial_restart(struct trial *t)
{
	const struct trial before = *t;

	trial_free(t);
	trial_init(t, before.c, before.batch);
	t->message_ns = before.message_ns;
	t->run_in_ns = before.run_in_ns;
	t->run_in_limit_ns = before.run_in_limit_ns;
	t->session = before.session;
	t->round = before.round;
	t->group = before.group;
	t->begin_ns = clock_ns();
}

void trial_fail(struct trial *t)
{
	t->status = failure_is_refusal(&t->failure) ? STATUS_SKIPPED : STATUS_FAILED;
	failure_slug(&t->failure, t->reason);
}

int trial_reserve(struct trial *t, size_t slices, size_t samples)
{
	t->slices = calloc(slices, sizeof(*t->slices));
	t->scratch = calloc(slices, sizeof(*t->scratch));
	t->samples = calloc(samples + 1, sizeof(*t->samples));
	if (!t->slices || !t->scratch || !t->samples)
		return -ENOMEM;
	if (t->c->pattern != PACED)
		return 0;
	t->late = calloc(samples + 1, sizeof(*t->late));
	t->blocked = calloc(samples + 1, sizeof(*t->blocked));
	return t->late && t->blocked ? 0 : -ENOMEM;
}

/* ---- slices ---- */

/* How many samples at the beginning of a slice do not count. */
static uint32_t samples_to_drop(const struct ipc_case *c, const struct outcome *o)
{
	const double most = c->rate ? DROP_PACED_S * (double)c->rate : INFINITY;
	const uint32_t least = (uint32_t)ceil(fmin(o->count * DROP_SHARE, most));
	uint64_t passed_ns = 0;
	uint32_t n = 0;

	/* Paced messages follow each other at the rate, however long they take. */
	for (; n < o->count && passed_ns < DROP_NS(c->wait); n++)
		passed_ns += c->rate ? 1000000000u / c->rate : o->sample_ns[n];
	if (n < least)
		n = least;

	/* At least half of a slice of few long messages is kept. */
	return n < o->count / 2 ? n : o->count / 2;
}

static void add_stream(struct trial *t, struct slice_record *slice,
		       const struct outcome *o)
{
	slice->messages = (uint64_t)o->count * o->batch - o->lost;
	slice->mean_ns = (double)(o->end_ns - o->begin_ns) / (double)slice->messages;
	slice->p50_ns = slice->mean_ns;
	t->messages += slice->messages;
}

/* How fast paced messages came, from the first one that counts to the last: however long
 * each of them takes, as many come as are sent unless they take longer and longer. */
static double delivered_per_s(const struct ipc_case *c, const struct outcome *o,
			      uint32_t first)
{
	const double due_ns = (double)o->begin_ns + first * 1e9 / (double)c->rate;
	const double came_ns = due_ns + o->sample_ns[first];

	return first + 1 < o->count
		       ? (o->count - 1 - first) * 1e9 / ((double)o->end_ns - came_ns)
		       : NAN;
}

static void add_samples(struct trial *t, struct slice_record *slice,
			const struct outcome *o)
{
	const uint32_t dropped = t->keep_all ? 0 : samples_to_drop(t->c, o);
	double sum = 0;

	for (uint32_t i = 0; i < o->count; i++)
		if (o->sample_ns[i] > t->longest_ns)
			t->longest_ns = o->sample_ns[i];
	for (uint32_t i = dropped; i < o->count; i++) {
		sum += o->sample_ns[i];
		if (t->c->pattern == PACED) {
			t->late[t->sample_count] = o->late_ns[i];
			t->blocked[t->sample_count] = o->blocked_ns[i];
		}
		t->samples[t->sample_count++] = o->sample_ns[i];
	}
	slice->messages = (uint64_t)(o->count - dropped) * o->batch;
	if (t->c->pattern == PACED)
		slice->delivered_per_s = delivered_per_s(t->c, o, dropped);
	slice->mean_ns = sum / (double)slice->messages;
	slice->p50_ns = outcome_median_ns(o, dropped);
	t->messages += slice->messages;
	t->discarded += (uint64_t)dropped * o->batch;
}

static void add_costs(struct trial *t, const struct outcome *o)
{
	t->sent += (uint64_t)o->count * o->batch;
	t->lost += o->lost;
	t->reordered += o->reordered;
	t->slices_ns += o->end_ns - o->begin_ns;
	for (enum side side = CLIENT; side < SIDE_COUNT; side++)
		t->usage[side] = usage_add(t->usage[side], 1, o->usage[side]);
}

void trial_add(struct trial *t, const struct outcome *o, unsigned sweep,
	       unsigned position, double distance_ns)
{
	struct slice_record *slice = &t->slices[t->slice_count++];

	slice->session = t->session;
	slice->round = t->round;
	slice->sweep = sweep;
	slice->position = position;
	slice->begin_ns = o->begin_ns;
	slice->distance_ns = distance_ns;
	slice->burst_ns = NAN;
	t->wall_ns = o->end_ns - t->begin_ns;
	if (t->c->pattern == STREAM)
		add_stream(t, slice, o);
	else
		add_samples(t, slice, o);
	add_costs(t, o);
}

void trial_add_run_in(struct trial *t, const struct outcome *o)
{
	t->discarded += (uint64_t)o->count * o->batch - o->lost;
	add_costs(t, o);
}

/* ---- figures ---- */

bool case_saturates(const struct ipc_case *c, double delivered_per_s)
{
	return c->pattern == PACED && delivered_per_s < 0.99 * (double)c->rate;
}

/* The median over slices of the double at offset, where it is not missing. */
static double slice_median(const struct trial *t, size_t offset)
{
	size_t n = 0;

	for (size_t i = 0; i < t->slice_count; i++) {
		memcpy(&t->scratch[n], (const char *)&t->slices[i] + offset,
		       sizeof(*t->scratch));
		n += !isnan(t->scratch[n]);
	}
	return stats_median(t->scratch, n);
}

static void level_figures(const struct trial *t, struct figures *f)
{
	f->p50 = slice_median(t, offsetof(struct slice_record, p50_ns));
	for (size_t i = 0; i < t->slice_count; i++)
		t->scratch[i] = fabs(t->slices[i].p50_ns - f->p50);
	f->slice_mad = stats_median(t->scratch, t->slice_count);
}

static double quantile_if_carried(const struct trial *t, const uint32_t *sorted, double q)
{
	const struct sorted_samples samples = {sorted, t->sample_count};

	if (t->batch > 1 || !stats_carries_quantile(samples.count, q))
		return NAN;
	return stats_quantile(samples, q);
}

static void sample_figures(const struct trial *t, struct figures *f)
{
	double sum = 0;

	f->p90 = quantile_if_carried(t, t->samples, 0.9);
	f->p99 = quantile_if_carried(t, t->samples, 0.99);
	f->p999 = quantile_if_carried(t, t->samples, 0.999);
	for (size_t i = 0; i < t->sample_count; i++)
		sum += t->samples[i];
	f->mean = sum / (double)t->messages;
	if (t->batch == 1 && t->sample_count > 0) {
		f->min = t->samples[0];
		f->max = t->samples[t->sample_count - 1];
	}
}

static void paced_figures(struct trial *t, struct figures *f)
{
	/* The median: a slice that a stall cuts short is not like the others. */
	f->delivered_per_s =
		slice_median(t, offsetof(struct slice_record, delivered_per_s));
	stats_sort_u32(t->late, t->sample_count);
	stats_sort_u32(t->blocked, t->sample_count);
	f->send_late_p99 = quantile_if_carried(t, t->late, 0.99);
	f->blocked_p99 = quantile_if_carried(t, t->blocked, 0.99);
	t->saturated = case_saturates(t->c, f->delivered_per_s);
	if (t->saturated)
		f->p50 = f->slice_mad = NAN;
	else
		sample_figures(t, f);
}

static void cost_figures(const struct trial *t, struct costs *costs)
{
	const double messages = (double)(t->messages + t->discarded);

	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		const struct usage *u = &t->usage[side];

		costs->cpu_ns[side] = (u->user_ns + u->system_ns) / messages;
		costs->user_ns[side] = u->user_ns / messages;
		costs->system_ns[side] = u->system_ns / messages;
		costs->voluntary_switches[side] = u->voluntary_switches / messages;
		costs->involuntary_switches[side] = u->involuntary_switches / messages;
		costs->faults[side] = u->faults / messages;
		costs->runqueue_share[side] = u->runqueue_ns / (double)t->slices_ns;
	}
}

void trial_finish(struct trial *t)
{
	struct figures *f = &t->figures;

	if (t->slice_count == 0)
		return;
	stats_sort_u32(t->samples, t->sample_count);
	level_figures(t, f);
	cost_figures(t, &f->costs);
	f->distance = slice_median(t, offsetof(struct slice_record, distance_ns));
	if (t->sample_count > 0)
		f->gap = t->longest_ns - t->samples[t->sample_count / 2];
	if (t->c->pattern == ROUND_TRIP) {
		sample_figures(t, f);
	} else if (t->c->pattern == PACED) {
		paced_figures(t, f);
	} else {
		f->slice = (double)t->slices_ns / (double)t->slice_count;
		f->burst = slice_median(t, offsetof(struct slice_record, burst_ns));
		f->messages_per_s = 1e9 / f->p50;
		if (t->c->size > 0)
			f->bytes_per_s = f->messages_per_s * (double)t->c->size;
	}
}

double trial_log_ratio(const struct trial *a, const struct trial *b)
{
	size_t n = 0;

	if (a->saturated || b->saturated)
		return NAN;
	for (size_t i = 0, k = 0; i < a->slice_count && k < b->slice_count;) {
		const struct slice_record *x = &a->slices[i], *y = &b->slices[k];

		if (x->sweep == y->sweep)
			a->scratch[n++] = log(x->p50_ns / y->p50_ns);
		i += x->sweep <= y->sweep;
		k += y->sweep <= x->sweep;
	}
	return stats_median(a->scratch, n);
}

void trial_free(struct trial *t)
{
	free(t->slices);
	free(t->scratch);
	free(t->samples);
	free(t->late);
	free(t->blocked);
	t->slices = NULL;
	t->scratch = NULL;
	t->samples = t->late = t->blocked = NULL;
}
