/* SPDX-License-Identifier: MIT */
/*
 * The figures of a summary over rounds of which little more than the figures is made up.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "figures/disturbance.h"
#include "figures/history.h"
#include "registry.h"

static struct ipc_case stream = {.size = 1000, .pattern = STREAM};

/* A summary of rounds of a stream that take so long per message. */
static struct summary summary_of_times(const double *ns, size_t rounds)
{
	struct history h = {0};
	struct summary s;

	for (unsigned i = 0; i < rounds; i++) {
		struct trial t;

		trial_init(&t, &stream, 1);
		t.figures.p50 = ns[i];
		assert_int_equal(history_add(&h, &t, NULL), 0);
		trial_free(&t);
	}
	assert_int_equal(history_summarise(&h, STATS_CONFIDENCE, &s), 0);
	history_free(&h);
	return s;
}

/* Of an even number of rounds, too, the bandwidth is the size over the time. */
static void test_time_and_rate_agree(void **state)
{
	struct summary s = summary_of_times((const double[]){400, 900, 800, 500}, 4);

	(void)state;
	assert_true(fabs(s.p50.value - sqrt(500 * 800)) < 1e-9);
	assert_true(fabs(s.bytes_per_s.value * s.p50.value / 1e12 - 1) < 1e-12);
	assert_true(fabs(s.messages_per_s.value * s.p50.value / 1e9 - 1) < 1e-12);

	s = summary_of_times((const double[]){100, 200, 300, 400, 500, 600, 700}, 7);
	assert_true(s.p50.value == 400);
	assert_true(s.p50.low == 100 && s.p50.high == 700);
	assert_true(fabs(s.bytes_per_s.low * 700 / 1e12 - 1) < 1e-12);
	assert_true(fabs(s.bytes_per_s.high * 100 / 1e12 - 1) < 1e-12);
}

/* A trial of a round, whose sides take so much CPU time, and for so long had no CPU. */
static struct trial trial_of_costs(unsigned round, double cpu_ns, double runqueue,
				   double stolen)
{
	struct trial t;

	trial_init(&t, &stream, 1);
	t.round = round;
	t.figures.costs.cpu_ns[CLIENT] = 0.75 * cpu_ns;
	t.figures.costs.cpu_ns[SERVER] = 0.25 * cpu_ns;
	t.figures.costs.runqueue_share[SERVER] = runqueue;
	t.figures.stolen_share[CLIENT] = stolen;
	return t;
}

/* However the rounds differ, a case that takes a fifth more does so in each. */
static void test_cpu(void **state)
{
	struct history h = {0};
	struct summary s;

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		const struct trial reference = trial_of_costs(i, 1000 << i, 0, 0);
		const struct trial t = trial_of_costs(i, 1200 << i, 0.1 * i, 0.01);

		assert_int_equal(history_add(&h, &t, &reference), 0);
	}
	assert_int_equal(history_summarise(&h, STATS_CONFIDENCE, &s), 0);
	history_free(&h);
	assert_true(fabs(s.cpu_ratio.value - 1.2) < 1e-9);
	assert_true(fabs(s.cpu_ratio.low - 1.2) < 1e-9);
	assert_true(fabs(s.cpu_ratio.high - 1.2) < 1e-9);
	assert_true(fabs(s.cpu.value - 1200 * sqrt(8 * 16)) < 1e-6);
	assert_true(s.cpu.low == 1200 && s.cpu.high == 1200 << 7);

	/* The worst round is not hidden by the others. */
	assert_true(fabs(s.runqueue_max[SERVER] - 0.7) < 1e-9);
	assert_true(s.stolen_max[CLIENT] == 0.01);
	assert_true(isnan(s.runqueue_max[CLIENT]) && isnan(s.stolen_max[SERVER]));
}

/* What the user is warned of after trials with such shares, each in a round of its own.
 */
static struct influences warnings_of(const double (*shares)[2], size_t count)
{
	struct disturbances all = {0};
	struct influences told = {0};

	for (unsigned i = 0; i < count; i++)
		for (unsigned twice = 0; twice < 2; twice++) {
			const struct trial t =
				trial_of_costs(i + 1, 1, shares[i][0], shares[i][1]);

			disturbances_add(&all, &t);
		}
	disturbances_tell(&all, &told);
	return told;
}

/* One trial in eight may meet a tick of something else. */
static void test_a_tick_is_no_disturbance(void **state)
{
	(void)state;
	stream.cpu[CLIENT] = 0;
	stream.cpu[SERVER] = 1;
	for (unsigned others = 6; others <= 7; others++) {
		struct disturbances all = {0};
		struct influences told = {0};

		for (unsigned i = 0; i <= others; i++) {
			const struct trial t = trial_of_costs(1, 1, i ? 0 : 0.9, 0);

			disturbances_add(&all, &t);
		}
		disturbances_tell(&all, &told);
		assert_int_equal(told.count, others == 6);
	}
}

static void test_disturbances(void **state)
{
	const double quiet[][2] = {{0.2, 0.05}, {0, 0}, {NAN, NAN}};
	const double busy[][2] = {{0.1, 0.06}, {0.99, 0.42}, {0.3, 0}};
	const double always[][2] = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}};
	struct influences told;

	(void)state;
	stream.cpu[CLIENT] = 0;
	stream.cpu[SERVER] = 1;
	assert_int_equal(warnings_of(quiet, 3).count, 0);
	told = warnings_of(busy, 3);
	assert_int_equal(told.count, 2);
	assert_string_equal(told.at[0].slug, "time-stolen");
	assert_string_equal(told.at[0].state, "for up to 42% of the time the hypervisor "
					      "ran others (rounds 1, 2)");
	assert_string_equal(told.at[1].slug, "cpu-shared");
	assert_string_equal(told.at[1].state, "for up to 99% of the time another process "
					      "had a side's CPU (rounds 2, 3)");
	assert_int_equal(told.at[1].standing, STANDING_AMISS);
	told = warnings_of(always, 6);
	assert_string_equal(told.at[0].state,
			    "for up to 100% of the time the hypervisor "
			    "ran others (rounds 1, 2, 3, 4 and 2 more)");

	/* Two sides of one CPU wait for each other. */
	stream.cpu[SERVER] = 0;
	assert_int_equal(warnings_of(busy, 3).count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time_and_rate_agree),
		cmocka_unit_test(test_cpu),
		cmocka_unit_test(test_disturbances),
		cmocka_unit_test(test_a_tick_is_no_disturbance),
	};

	stream.mechanism = mechanism_find("pipe");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
