/* SPDX-License-Identifier: MIT */
#include "run/distance.h"

#include <errno.h>
#include <math.h>

#include "registry.h"

#define YARDSTICK "cache-line"
#define SAMPLES 8
#define BATCH 64 /* round trips */

int distance_open(struct distance *d, struct supervisor *sv, const struct ipc_case *like)
{
	struct failure failure;

	*d = (struct distance){.ns = NAN};
	if (like->cpu[CLIENT] < 0 || like->cpu[CLIENT] == like->cpu[SERVER])
		return 0;
	d->c = (struct ipc_case){
		.mechanism = mechanism_find(YARDSTICK),
		.cpu = {like->cpu[CLIENT], like->cpu[SERVER]},
		.wait = WAIT_SPIN,
		.touch = TOUCH_NONE,
	};
	return pair_open(sv, &d->c, 0, &d->pair, &failure) == -EINTR ? -EINTR : 0;
}

int distance_measure(struct distance *d, struct supervisor *sv)
{
	struct failure failure;
	struct outcome outcome;
	int r;

	d->ns = NAN;
	if (!d->pair)
		return 0;
	r = pair_run(sv, d->pair, SAMPLES, BATCH, &outcome, &failure);
	if (r == 0)
		d->ns = outcome_median_ns(&outcome, 0);
	else
		distance_close(d);
	return r == -EINTR ? -EINTR : 0;
}

void distance_close(struct distance *d)
{
	pair_close(d->pair);
	d->pair = NULL;
}
