/* SPDX-License-Identifier: MIT */
#include "figures/history.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/array.h"

/* Keeps the figures and the slices of a round.  When there is no more room, every second
 * one of those kept is dropped, and from then on only every second round is kept. */
static int keep_figures(struct history *h, const struct trial *t,
			const struct trial *reference)
{
	struct figures *kept;

	if (h->figure_count == HISTORY_FIGURES_MAX) {
		h->figure_count /= 2;
		h->figure_step *= 2;
		for (size_t i = 0; i < h->figure_count; i++)
			h->figures[i] = h->figures[2 * i];
		sightings_thin(&h->sightings, h->figure_step);
	}
	if (h->figure_step > 0 && h->summary.rounds % h->figure_step > 0)
		return 0;
	kept = array_grow(h->figures, h->figure_count, sizeof(*kept));
	if (!kept)
		return -ENOMEM;
	h->figures = kept;
	h->figures[h->figure_count++] = t->figures;
	h->figure_step = h->figure_step ? h->figure_step : 1;
	return sightings_add(&h->sightings, h->summary.rounds, t, reference);
}

static int keep_replicate(struct history *h, const struct trial *t,
			  const struct trial *reference)
{
	const bool paired = reference && reference->status == STATUS_OK;
	const double cpu = costs_cpu_ns(&t->figures.costs);
	const double log_cpu =
		paired ? log(cpu / costs_cpu_ns(&reference->figures.costs)) : NAN;
	struct replicate *kept =
		array_grow(h->replicates, h->summary.rounds, sizeof(*kept));

	if (!kept)
		return -ENOMEM;
	h->replicates = kept;
	h->replicates[h->summary.rounds] = (struct replicate){
		.p50 = t->figures.p50,
		.cpu = cpu,
		.log_cpu = isfinite(log_cpu) ? log_cpu : NAN, /* unless one took none */
		.log_ratio = paired ? trial_log_ratio(t, reference) : NAN,
		.distance = t->figures.distance,
		.delivered_per_s = t->figures.delivered_per_s,
	};
	return 0;
}

static int keep_samples(struct history *h, const struct trial *t)
{
	const struct sorted_samples samples = {t->samples, t->sample_count};

	/* Means of batches have another distribution than messages. */
	if (samples.count == 0 || t->batch > 1 || t->saturated)
		return 0;
	return bins_add(&h->bins, samples);
}

static int add_round(struct history *h, const struct trial *t,
		     const struct trial *reference)
{
	struct summary *s = &h->summary;
	int r = keep_replicate(h, t, reference);

	if (r == 0)
		r = keep_figures(h, t, reference);
	if (r == 0)
		r = keep_samples(h, t);
	if (r < 0)
		return r;
	s->min = fmin(s->min, t->figures.min);
	s->max = fmax(s->max, t->figures.max);
	for (enum side side = CLIENT; side < SIDE_COUNT; side++) {
		s->stolen_max[side] =
			fmax(s->stolen_max[side], t->figures.stolen_share[side]);
		s->runqueue_max[side] = fmax(s->runqueue_max[side],
					     t->figures.costs.runqueue_share[side]);
	}
	s->sessions += s->rounds == 0 || t->session != h->last_session;
	h->last_session = t->session;
	h->run_in_ns = fmax(h->run_in_ns, t->run_in_ns);
	h->run_in_limit_ns = fmax(h->run_in_limit_ns, t->run_in_limit_ns);
	s->rounds++;
	s->sent += t->sent;
	s->lost += t->lost;
	s->reordered += t->reordered;
	memcpy(s->granted, t->granted, sizeof(s->granted));
	s->filesystem = t->filesystem;
	s->batch = t->batch;
	return 0;
}

int history_add(struct history *h, const struct trial *t, const struct trial *reference)
{
	const bool ok = t->status == STATUS_OK;
	struct summary *s = &h->summary;

	if (!s->c)
		s->min = s->max = s->stolen_max[CLIENT] = s->stolen_max[SERVER] =
			s->runqueue_max[CLIENT] = s->runqueue_max[SERVER] = NAN;
	if (!s->c || t->status == STATUS_FAILED || (ok && s->status == STATUS_SKIPPED)) {
		s->status = t->status;
		memcpy(s->reason, t->reason, sizeof(s->reason));
	}
	s->c = t->c;
	s->helper = t->c->mechanism->helper;
	s->ratio_to = reference ? reference->c->mechanism->name : "none";
	s->is_reference = t == reference;
	return ok ? add_round(h, t, reference) : 0;
}

void history_begin(const struct history *h, struct trial *t, const struct ipc_case *c)
{
	trial_init(t, c, h->summary.batch);
	t->run_in_ns = h->run_in_ns;
	t->run_in_limit_ns = h->run_in_limit_ns;
	if (h->summary.rounds > 0 && isfinite(h->replicates[h->summary.rounds - 1].p50))
		t->message_ns = h->replicates[h->summary.rounds - 1].p50;
}

void history_free(struct history *h)
{
	free(h->replicates);
	free(h->figures);
	sightings_free(&h->sightings);
	bins_free(&h->bins);
	memset(h, 0, sizeof(*h));
}
