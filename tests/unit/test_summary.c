/* SPDX-License-Identifier: MIT */
/* From slices to figures: what is dropped, what is a median of what, pairing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "figures/history.h"
#include "registry.h"

#define ROUNDS 8
#define SLICES 5
#define SAMPLES 1000

static struct ipc_case round_trip = {.size = 64};
static struct ipc_case stream = {.size = 1000, .pattern = STREAM};

/* A slice in which every message takes ns but the first, which take ten times that. */
static void add_slice(struct trial *t, unsigned sweep, uint32_t ns, uint32_t slow)
{
	uint32_t samples[SAMPLES];
	const struct outcome o = {
		.begin_ns = 1000,
		.end_ns = 1000 + (uint64_t)ns * SAMPLES,
		.count = t->c->pattern == STREAM ? 1 : SAMPLES,
		.batch = t->c->pattern == STREAM ? SAMPLES : 1,
		.sample_ns = samples,
		.usage = {{.user_ns = 500 * SAMPLES, .system_ns = 1500 * SAMPLES},
			  {.voluntary_switches = SAMPLES}},
	};

	for (uint32_t i = 0; i < SAMPLES; i++)
		samples[i] = i < slow ? 10 * ns : ns;
	trial_add(t, &o, sweep, 0, NAN);
}

static struct trial trial_of(const struct ipc_case *c, unsigned round, double factor)
{
	struct trial t;

	trial_init(&t, c, 1);
	t.session = 1;
	t.round = round;
	t.figures.first = 77;
	assert_int_equal(trial_reserve(&t, SLICES, SLICES * SAMPLES), 0);
	/* The machine is another in every slice, which both cases see. */
	for (unsigned i = 0; i < SLICES; i++)
		add_slice(&t, i, (uint32_t)(factor * (10000 + 1000 * i + 100 * round)),
			  100);
	trial_finish(&t);
	return t;
}

static void test_figures(void **state)
{
	struct trial t = trial_of(&round_trip, 0, 1);
	struct figures f = t.figures;

	(void)state;
	/* A fifth of each slice is dropped, and the slow beginning with it. */
	assert_int_equal(t.messages, SLICES * SAMPLES * 8 / 10);
	assert_int_equal(t.discarded, SLICES * SAMPLES * 2 / 10);
	assert_true(f.p50 == 12000);
	assert_true(f.min == 10000 && f.max == 14000);
	assert_true(f.mean == 12000);
	assert_true(f.slice_mad == 1000);
	assert_true(f.p99 == 14000);
	assert_true(isnan(f.p999)); /* four samples beyond */
	assert_true(f.costs.cpu_ns[CLIENT] == 2000);
	assert_true(f.costs.system_ns[CLIENT] == 1500);
	assert_true(f.costs.voluntary_switches[SERVER] == 1);
	assert_true(isnan(f.bytes_per_s));
	trial_free(&t);

	t = trial_of(&stream, 0, 1);
	f = t.figures;
	assert_int_equal(t.discarded, 0);
	assert_true(fabs(f.bytes_per_s - 1000 / 12000e-9) < 1);
	assert_true(isnan(f.p99) && isnan(f.mean));
	trial_free(&t);
}

/* The summary of a history, which it ends. */
static struct summary summary_of(struct history *h)
{
	struct summary s;

	assert_int_equal(history_summarise(h, STATS_CONFIDENCE, &s), 0);
	history_free(h);
	return s;
}

/* Adds a trial, which it frees, to a history. */
static void add(struct history *h, struct trial t, const struct trial *reference)
{
	assert_int_equal(history_add(h, &t, reference), 0);
	trial_free(&t);
}

static void summarise(double factor, size_t rounds, struct summary *s)
{
	struct history h = {0};

	for (unsigned i = 0; i < rounds; i++) {
		struct trial reference = trial_of(&round_trip, i, 1);

		add(&h, trial_of(&round_trip, i, factor), &reference);
		trial_free(&reference);
	}
	*s = summary_of(&h);
}

static void test_summary(void **state)
{
	struct summary s;

	(void)state;
	/* However restless the machine, the paired ratio is exact. */
	summarise(1.25, ROUNDS, &s);
	assert_int_equal(s.rounds, ROUNDS);
	assert_true(fabs(s.ratio.hl.value - 1.25) < 1e-3);
	assert_true(s.ratio.hl.high - s.ratio.hl.low < 1e-3);
	assert_true(s.p50.low < s.p50.value && s.p50.value < s.p50.high);
	assert_true(s.medians.first == 77);
	assert_false(s.is_reference);
	assert_false(summary_is_precise(&s, (struct precision){1e-6, 1}));
	assert_true(summary_is_precise(&s, (struct precision){1, 0.01}));

	/* Under six rounds there is no interval, and nothing is precise. */
	summarise(1.25, 5, &s);
	assert_true(isnan(s.p50.low) && isnan(s.ratio.hl.low));
	assert_false(isnan(s.ratio.hl.value));
	assert_false(summary_is_precise(&s, (struct precision){1, 1}));
}

/* Eight rounds with the CPUs near, and some with them far apart, where messages take
 * longer by far_factor, and by case_factor than those of the reference. */
static void summarise_at(double near_ns, double far_ns, unsigned far_rounds,
			 double far_factor, double case_factor, struct summary *s)
{
	struct history h = {0};

	for (unsigned i = 0; i < ROUNDS + far_rounds; i++) {
		const bool far = i >= ROUNDS;
		const double factor = far ? far_factor : 1;
		const double case_is = far ? factor * case_factor : factor;
		struct trial reference = trial_of(&round_trip, i % ROUNDS, factor);
		struct trial t = trial_of(&round_trip, i % ROUNDS, case_is);

		for (unsigned k = 0; k < SLICES; k++)
			t.slices[k].distance_ns = far ? far_ns : near_ns + i;
		trial_finish(&t);
		add(&h, t, &reference);
		trial_free(&reference);
	}
	*s = summary_of(&h);
}

static void test_distance(void **state)
{
	const struct regime *of;
	struct summary s;

	(void)state;
	summarise_at(95, 450, 6, 3, 1, &s);
	of = s.regimes.of;
	assert_true(s.distance.low == 95 && s.distance.high == 450);
	assert_true(s.distance.median == 101.5); /* of fourteen the mean of the middle */
	assert_true(s.regimes.split_ns > 102 && s.regimes.split_ns < 450);
	/* A mixture of two levels has no interval, the levels have, as has the ratio. */
	assert_true(s.moved && !s.regimes.ratios_differ);
	assert_true(isnan(s.p50.low) && isnan(s.p99.high));
	assert_false(isnan(s.p50.value));
	assert_int_equal(of[NEAR].time.units, ROUNDS);
	assert_int_equal(of[FAR].time.units, 6);
	assert_true(of[NEAR].time.low >= 12000 && of[NEAR].time.high < 13000);
	assert_true(of[FAR].time.low >= 3 * 12000 && of[FAR].time.high < 3 * 14000);
	assert_true(s.ratio.hl.low == 1 && s.ratio.hl.high == 1);
	/* The run goes on until the levels are precise. */
	assert_true(summary_is_precise(&s, (struct precision){0.05, 0.01}));
	assert_false(summary_is_precise(&s, (struct precision){0.001, 0.01}));

	/* Three rounds tell that there are two levels, but make no interval. */
	summarise_at(95, 450, 3, 3, 1, &s);
	assert_true(s.moved);
	assert_int_equal(of[FAR].time.units, 3);
	assert_true(isnan(of[FAR].time.low) && of[FAR].time.value > 3 * 12000);
	assert_false(isnan(of[NEAR].time.low));
	assert_true(summary_is_precise(&s, (struct precision){0.05, 0.01}));

	/* The ratio, too, may be another. */
	summarise_at(95, 450, 6, 3, 1.2, &s);
	assert_true(s.moved && s.regimes.ratios_differ);
	assert_true(isnan(s.ratio.hl.low) && isnan(s.ratio.median.low));
	assert_true(fabs(of[NEAR].ratio.hl.value - 1) < 1e-3);
	assert_true(fabs(of[FAR].ratio.hl.high - 1.2) < 1e-3);

	/* The times decide, not the distances. */
	summarise_at(95, 450, 6, 1, 1, &s);
	assert_false(isnan(s.regimes.split_ns));
	assert_false(s.moved || isnan(s.p50.low));
	summarise_at(4000, 4800, 6, 3, 1, &s);
	assert_true(isnan(s.regimes.split_ns) && isnan(of[NEAR].time.value));
	assert_false(s.moved);
	summarise_at(NAN, NAN, 6, 3, 1, &s);
	assert_true(isnan(s.distance.median) && isnan(s.regimes.split_ns));
	assert_false(s.moved);
}

/* Of very many rounds, what has no interval is the median of some, spread evenly. */
static void test_many_rounds(void **state)
{
	enum { MANY = 5 * HISTORY_FIGURES_MAX };
	struct history h = {0};
	struct summary s;

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		struct trial t;

		trial_init(&t, &round_trip, 1);
		t.figures.p50 = t.figures.mean = i;
		add(&h, t, NULL);
		assert_in_range(h.figure_count, 1, HISTORY_FIGURES_MAX);
	}
	s = summary_of(&h);
	assert_int_equal(s.rounds, MANY);
	assert_true(fabs(s.p50.value - (MANY - 1) / 2.0) < 1e-3);
	assert_true(fabs(s.medians.mean - (MANY - 1) / 2.0) < 8);
}

static void test_status(void **state)
{
	struct trial skipped, failed, ok = trial_of(&round_trip, 0, 1);
	struct history h = {0};
	struct summary s;

	(void)state;
	trial_init(&skipped, &round_trip, 0);
	trial_init(&failed, &round_trip, 0);
	failed.failure = (struct failure){.error = -EBADMSG, .process = "server"};
	trial_fail(&failed);
	skipped.failure =
		(struct failure){.error = -EMSGSIZE, .refused = true, .limit = "a.limit"};
	trial_fail(&skipped);
	add(&h, skipped, NULL);
	assert_int_equal(history_summarise(&h, STATS_CONFIDENCE, &s), 0);
	assert_int_equal(s.status, STATUS_SKIPPED);
	assert_string_equal(s.reason, "message-too-large:a.limit");
	assert_true(isnan(s.p50.value) && isnan(s.min) && s.rounds == 0);
	add(&h, ok, NULL);
	add(&h, skipped, NULL);
	assert_int_equal(history_summarise(&h, STATS_CONFIDENCE, &s), 0);
	assert_int_equal(s.status, STATUS_OK);
	assert_string_equal(s.reason, "none");
	add(&h, failed, NULL);
	add(&h, trial_of(&round_trip, 0, 1), NULL);
	s = summary_of(&h);
	assert_int_equal(s.status, STATUS_FAILED);
	assert_string_equal(s.reason, "server-wrong-message");
	assert_int_equal(s.rounds, 2);
}

/* Figures of a stream are of what came; what did not is counted over all rounds. */
static void test_loss(void **state)
{
	const struct outcome o = {
		.begin_ns = 1000,
		.end_ns = 1000 + 12000 * 60,
		.count = 1,
		.batch = 100,
		.lost = 40,
		.reordered = 3,
	};
	struct history h = {0};
	struct summary s;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct trial t;

		trial_init(&t, &stream, 1);
		assert_int_equal(trial_reserve(&t, 1, 1), 0);
		trial_add(&t, &o, 0, 0, NAN);
		trial_finish(&t);
		assert_int_equal(t.messages, 60);
		assert_true(t.figures.p50 == 12000);
		add(&h, t, NULL);
	}
	s = summary_of(&h);
	assert_int_equal(s.sent, 200);
	assert_int_equal(s.lost, 80);
	assert_int_equal(s.reordered, 6);
}

/* Slices of a thousand messages at 10,000 a second, the first of which takes ns, each
 * other one lag longer than the one before, and which are sent late by late. */
static struct trial paced_of(const struct ipc_case *c, uint32_t ns, uint32_t late,
			     uint32_t lag)
{
	const unsigned dropped = 50; /* 5 ms */
	uint32_t samples[SAMPLES], lates[SAMPLES], blocked[SAMPLES];
	struct trial t;
	const uint64_t last_due_ns = 1000 + (SAMPLES - 1) * 100000;
	const struct outcome o = {
		.begin_ns = 1000,
		.end_ns = last_due_ns + ns + (SAMPLES - 1) * lag,
		.count = SAMPLES,
		.batch = 1,
		.sample_ns = samples,
		.late_ns = lates,
		.blocked_ns = blocked,
	};

	trial_init(&t, c, 1);
	t.session = 1;
	for (unsigned i = 0; i < SAMPLES; i++) {
		/* What is dropped at the beginning must not be seen. */
		samples[i] = i < dropped ? 1 : ns + i * lag;
		lates[i] = i < dropped ? 1000000 : late;
		blocked[i] = i < dropped ? 1000000 : ns / 2;
	}
	assert_int_equal(trial_reserve(&t, SLICES, SLICES * SAMPLES), 0);
	for (unsigned i = 0; i < SLICES; i++)
		trial_add(&t, &o, i, 0, NAN);
	trial_finish(&t);
	return t;
}

static void test_paced(void **state)
{
	const struct ipc_case c = {
		.mechanism = mechanism_find("pipe"),
		.pattern = PACED,
		.size = 64,
		.rate = 10000,
	};
	struct trial t = paced_of(&c, 30000, 70, 0);
	struct figures f = t.figures;
	struct history h = {0};
	struct summary s;

	(void)state;
	assert_false(t.saturated);
	assert_true(f.p50 == 30000 && f.p99 == 30000 && f.min == 30000);
	assert_true(f.send_late_p99 == 70 && f.blocked_p99 == 15000);
	assert_true(fabs(f.delivered_per_s - 10000) < 1e-6);
	assert_true(isnan(f.messages_per_s));
	add(&h, t, &t);
	s = summary_of(&h);
	assert_false(s.saturated);
	assert_true(s.p50.value == 30000 && s.p99.value == 30000);
	assert_true(s.ratio.hl.value == 1);

	/* However long each takes, as many come as are sent ... */
	t = paced_of(&c, 3000000, 70, 0);
	assert_false(t.saturated);
	assert_true(t.figures.p50 == 3000000);
	assert_true(fabs(t.figures.delivered_per_s - 10000) < 1e-6);
	trial_free(&t);

	/* ... unless each takes longer than the one before: one comes in 102 us. */
	t = paced_of(&c, 30000, 70, 2000);
	f = t.figures;
	assert_true(t.saturated);
	assert_true(fabs(f.delivered_per_s - 1e9 / 102000) < 1e-6);
	assert_true(isnan(f.p50) && isnan(f.p99) && f.send_late_p99 == 70);
	add(&h, t, &t);
	s = summary_of(&h);
	assert_true(s.saturated);
	assert_true(isnan(s.p50.value) && isnan(s.p99.value) && isnan(s.max));
	assert_true(isnan(s.ratio.hl.value) && s.delivered_per_s.value < 9900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures),	 cmocka_unit_test(test_summary),
		cmocka_unit_test(test_distance), cmocka_unit_test(test_many_rounds),
		cmocka_unit_test(test_status),	 cmocka_unit_test(test_loss),
		cmocka_unit_test(test_paced),

	};

	round_trip.mechanism = stream.mechanism = mechanism_find("pipe");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
