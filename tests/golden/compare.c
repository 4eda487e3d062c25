/* SPDX-License-Identifier: MIT */
/*
 * Two runs, compared.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/report.h"
#include "golden.h"

static struct comparison comparison;

static struct trial_row row_of(const char *mechanism, const char *pattern)
{
	return (struct trial_row){
		.key = {[KEY_MECHANISM] = mechanism,
			[KEY_FAMILY] = strcmp(mechanism, "null") ? "family" : "control",
			[KEY_PATTERN] = pattern,
			[KEY_SIZE] = "65536",
			[KEY_PLACEMENT] = "same-cache",
			[KEY_CLIENT_CPU] = "0",
			[KEY_SERVER_CPU] = "1",
			[KEY_WAIT] = "block",
			[KEY_TOUCH] = "full",
			[KEY_PAIRS] = "1",
			[KEY_RATE] = "",
			[KEY_BUFFER_REQUESTED] = "0",
			[KEY_BUFFER_GRANTED] = "65536",
			[KEY_VARIANT] = "default",
			[KEY_DEPTH_REQUESTED] = "0",
			[KEY_DEPTH_GRANTED] = "0",
			[KEY_CHUNK_REQUESTED] = "0",
			[KEY_CHUNK_GRANTED] = "0",
			[KEY_SPIN_REQUESTED] = "0",
			[KEY_SPIN_GRANTED] = "0",
			[KEY_PROGRAM] = "this",
			[KEY_ARM] = "0"},
		.metric = "rtt_p50_ns",
		.status = "ok",
		.reason = "none",
		.time = {.session = 1, .batch = 1, .distance_ns = NAN},
	};
}

static void add(enum age age, const struct trial_row *row)
{
	if (comparison_add(&comparison, age, row) < 0)
		abort();
}

/* Adds sessions of a case, each a little slower than the one before. */
static void add_sessions(enum age age, struct trial_row row, unsigned sessions, double ns,
			 double drift)
{
	for (row.time.session = 1; row.time.session <= sessions; row.time.session++) {
		row.time.ns = row.time.mean_ns = ns * (1 + drift * row.time.session);
		add(age, &row);
	}
}

/* Adds a case of five sessions to both. */
static void add_both(struct trial_row row, double old_ns, double new_ns, double drift)
{
	add_sessions(OLD, row, 5, old_ns, drift);
	add_sessions(NEW, row, 5, new_ns, drift);
}

static void show(void)
{
	if (comparison_judge(&comparison, "pipe") < 0)
		abort();
	report_comparison(stdout, FORMAT_TABLE, &comparison);
	report_granted(stdout, &comparison);
	report_advice(stdout, &comparison);
	comparison_free(&comparison);
	comparison = (struct comparison){0};
}

static void verdicts(void)
{
	struct trial_row row = row_of("unix-stream", "round-trip");

	scene("each verdict, in two groups");
	add_both(row_of("pipe", "round-trip"), 55000, 55200, 0.001);
	add_both(row_of("fifo", "round-trip"), 60000, 72000, 0.003);
	row.key[KEY_VARIANT] = "socketpair";
	add_both(row, 60000, 50000, 0.005);
	row.key[KEY_VARIANT] = "path";
	row.key[KEY_BUFFER_REQUESTED] = "1048576";
	add_both(row, 61000, 61000, 0.03);
	row = row_of("shm-hybrid", "stream");
	row.key[KEY_WAIT] = "hybrid";
	row.key[KEY_DEPTH_REQUESTED] = "16";
	row.key[KEY_CHUNK_REQUESTED] = "4096";
	row.key[KEY_SPIN_REQUESTED] = "20000";
	row.key[KEY_PROGRAM] = "other";
	row.time.batch = NAN;
	row.time.group = 1;
	add_both(row, 4000, 16000, 0.5);
	show();
}

static void references(void)
{
	scene("all became slower alike");
	add_both(row_of("pipe", "round-trip"), 55000, 66000, 0.001);
	add_both(row_of("fifo", "round-trip"), 60000, 72000, 0.001);
	show();

	scene("all but the reference became slower");
	add_both(row_of("pipe", "round-trip"), 55000, 55000, 0.001);
	add_both(row_of("fifo", "round-trip"), 60000, 66000, 0.001);
	add_both(row_of("tcp", "round-trip"), 90000, 99000, 0.001);
	add_both(row_of("udp", "round-trip"), 80000, 88000, 0.001);
	show();

	scene("the reference became slower, at levels that vary");
	add_both(row_of("pipe", "round-trip"), 55000, 60500, 0.03);
	add_both(row_of("fifo", "round-trip"), 60000, 60000, 0.03);
	add_both(row_of("tcp", "round-trip"), 90000, 90000, 0.031);
	add_both(row_of("udp", "round-trip"), 80000, 80000, 0.032);
	show();

	scene("the level changed, and one ratio a little");
	add_both(row_of("pipe", "round-trip"), 55000, 49500, 0.001);
	add_both(row_of("fifo", "round-trip"), 60000, 52500, 0.001);
	show();

	scene("no pipe: another one is the reference");
	add_both(row_of("null", "round-trip"), 80, 80, 0.001);
	add_both(row_of("tcp", "round-trip"), 90000, 90000, 0.001);
	show();
}

static void no_verdict(void)
{
	struct trial_row row = row_of("pipe", "round-trip");

	scene("too few sessions, and granted buffers that differ");
	add_sessions(OLD, row, 2, 55000, 0.001);
	row.key[KEY_BUFFER_GRANTED] = "4096";
	add_sessions(NEW, row, 5, 66000, 0.001);
	show();

	scene("the CPUs moved");
	row = row_of("pipe", "round-trip");
	row.time.distance_ns = 95;
	add_sessions(OLD, row, 5, 1000, 0.001);
	row.time.distance_ns = 450;
	add_sessions(NEW, row, 5, 2000, 0.001);
	show();

	scene("only one of the runs has them, or none measured them");
	add_both(row_of("pipe", "round-trip"), 55000, 55000, 0.001);
	add_sessions(OLD, row_of("fifo", "round-trip"), 5, 60000, 0.001);
	add_sessions(NEW, row_of("tcp", "round-trip"), 5, 60000, 0.001);
	row = row_of("posix-mq", "round-trip");
	row.status = "skipped";
	row.reason = "message-too-large:fs.mqueue.msgsize_max";
	row.time.ns = NAN;
	add(NEW, &row);
	row = row_of("udp", "round-trip");
	add_sessions(OLD, row, 5, 60000, 0.001);
	row.status = "failed";
	row.reason = "wrong-bytes";
	row.time.ns = NAN;
	add(NEW, &row);
	show();

	scene("timed in other batches");
	add_both(row_of("pipe", "round-trip"), 55000, 55000, 0.001);
	row = row_of("shm-spin", "round-trip");
	add_sessions(OLD, row, 5, 400, 0.001);
	row.time.batch = 16;
	add_sessions(NEW, row, 5, 350, 0.001);
	show();

	scene("nothing to compare");
	show();
}

void golden_compare(void)
{
	static struct conditions old = {{"one", "same"}}, new = {{"another", "same"}};

	verdicts();
	references();
	no_verdict();
	scene("conditions that differ");
	report_conditions(stdout, &old, &new);
}
