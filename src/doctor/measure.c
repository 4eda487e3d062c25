/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "doctor/doctor.h"
#include "machine/meter.h"
#include "machine/placement.h"
#include "registry.h"
#include "run/distance.h"
#include "stats/stats.h"

#define BLOCKS 64
#define CALLS 64 /* in a block */
#define NAPS 50
#define NAP_NS 1000000
#define SETTLE_MS 200 /* younger processes are faster: see docs/method.md */
#define WAKE_UPS 1000
#define WARM_UPS 100

/* What is examined, and where the results go. */
struct examined {
	struct supervisor *sv;
	const struct topology *top;
	struct facts *facts;
};

static double system_call_ns(void)
{
	double ns[BLOCKS];

	for (int i = 0; i < BLOCKS; i++) {
		const uint64_t begin_ns = clock_ns();

		for (int k = 0; k < CALLS; k++)
			syscall(SYS_getppid);
		ns[i] = (double)(clock_ns() - begin_ns) / CALLS;
	}
	/* The least is what it takes when nothing disturbs it. */
	stats_sort(ns, BLOCKS);
	return ns[0];
}

static double timer_late_ns(void)
{
	double ns[NAPS];

	for (int i = 0; i < NAPS; i++) {
		const uint64_t due_ns = clock_ns() + NAP_NS;

		clock_sleep_until(due_ns);
		ns[i] = (double)(clock_ns() - due_ns);
	}
	return stats_median(ns, NAPS);
}

/* Half a round trip of tokens through the simplest way to sleep and to be woken. */
static int wake_up_ns(const struct examined *of, const struct ipc_case *c, double *ret)
{
	struct failure failure;
	struct outcome outcome;
	struct pair *pair;
	int r = pair_open(of->sv, c, 0, &pair, &failure);

	*ret = NAN;
	if (r < 0)
		return r;
	r = supervisor_sleep(of->sv, SETTLE_MS);
	if (r == 0)
		r = pair_run(of->sv, pair, WAKE_UPS, 1, &outcome, &failure);
	if (r == 0)
		*ret = outcome_median_ns(&outcome, WARM_UPS) / 2;
	pair_close(pair);
	return r;
}

static int distance_ns(const struct examined *of, const struct ipc_case *c, double *ret)
{
	struct distance distance;
	int r = distance_open(&distance, of->sv, c);

	if (r == 0)
		r = distance_measure(&distance, of->sv);
	*ret = distance.ns;
	distance_close(&distance);
	return r;
}

static void add(const struct examined *of, const char *key, double value)
{
	if (isnan(value))
		facts_add(of->facts, key, NOT_AVAILABLE);
	else
		facts_add(of->facts, key, "%.*f", value < 1 ? 3 : 0, value);
}

/* Finds two CPUs, which need not be near.  Returns whether there are two. */
static bool choose_two(const struct topology *top, int cpu[2])
{
	for (enum placement p = APART; p > SAME_CPU; p--)
		if (!placement_choose(top, p, cpu))
			return true;
	return false;
}

static int measure_wake_ups(const struct examined *of)
{
	struct ipc_case c = {
		.mechanism = mechanism_find("futex"),
		.wait = WAIT_BLOCK,
		.touch = TOUCH_NONE,
	};
	double same_ns = NAN, across_ns = NAN, apart_ns = NAN;
	int r = 0;

	if (!placement_choose(of->top, SAME_CPU, c.cpu)) {
		supervisor_pin(of->sv, c.cpu[0]);
		r = wake_up_ns(of, &c, &same_ns);
	}
	if (r != -EINTR && choose_two(of->top, c.cpu)) {
		supervisor_pin(of->sv, placement_supervisor_cpu(of->top, c.cpu));
		r = wake_up_ns(of, &c, &across_ns);
		if (r != -EINTR)
			r = distance_ns(of, &c, &apart_ns);
	}
	supervisor_pin(of->sv, -1);
	add(of, "wake_up_same_cpu_ns", same_ns);
	add(of, "wake_up_across_cpus_ns", across_ns);
	add(of, "cache_line_round_trip_ns", apart_ns);
	return r == -EINTR ? r : 0;
}

/* Of all allowed CPUs together, in ns. */
static double stolen_ns(const struct topology *top)
{
	double sum = 0;

	for (size_t i = 0; i < top->count; i++)
		sum += cpu_stolen_ns("", top->cpus[i].cpu);
	return sum;
}

int doctor_measure(struct supervisor *sv, const struct topology *top, struct facts *facts)
{
	const struct examined of = {sv, top, facts};
	const double before_ns = stolen_ns(top);
	const uint64_t begin_ns = clock_ns();
	int r;

	facts->section = "measured";
	add(&of, "system_call_ns", system_call_ns());
	add(&of, "timer_late_ns", timer_late_ns());
	r = measure_wake_ups(&of);
	add(&of, "stolen_share",
	    (stolen_ns(top) - before_ns) / (double)(clock_ns() - begin_ns) /
		    (double)top->count);
	return r;
}
