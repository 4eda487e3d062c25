/* SPDX-License-Identifier: MIT */
#include "run/distance.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "registry.h"
#include "stats/stats.h"

#define YARDSTICK "cache-line"
#define SAMPLES 8
#define BATCH 64 /* round trips */

int distance_open(struct distance *d, struct supervisor *sv, const struct ipc_case *like,
		  size_t looks)
{
	struct failure failure;
	int r;

	memset(d, 0, sizeof(*d));
	if (like->skip || like->cpu[CLIENT] < 0 || like->cpu[CLIENT] == like->cpu[SERVER])
		return 0;
	d->values = malloc(looks * sizeof(*d->values));
	if (!d->values)
		return -ENOMEM;
	d->c = (struct ipc_case){
		.mechanism = mechanism_find(YARDSTICK),
		.cpu = {like->cpu[CLIENT], like->cpu[SERVER]},
		.wait = WAIT_SPIN,
		.touch = TOUCH_NONE,
	};
	r = pair_open(sv, &d->c, 0, &d->pair, &failure);
	return r == -EINTR ? r : 0;
}

int distance_look(struct distance *d, struct supervisor *sv, double *ns)
{
	struct failure failure;
	struct outcome outcome;
	int r;

	*ns = NAN;
	if (!d->pair)
		return 0;
	r = pair_run(sv, d->pair, SAMPLES, BATCH, &outcome, &failure);
	if (r < 0) {
		pair_close(d->pair);
		d->pair = NULL;
		return r == -EINTR ? r : 0;
	}
	*ns = outcome_median_ns(&outcome, 0);
	d->values[d->count++] = *ns;
	return 0;
}

double distance_median(struct distance *d)
{
	return stats_median(d->values, d->count);
}

void distance_close(struct distance *d)
{
	pair_close(d->pair);
	free(d->values);
	memset(d, 0, sizeof(*d));
}
