/* SPDX-License-Identifier: MIT */
/*
 * What is said to an agent, and what it answers: what was written can be read, and
 * nothing else can.
 */
#include "remote/protocol.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "read_back.h"
#include "registry.h"

static struct line line;

static struct supervisor supervisor_of_cpus(size_t count)
{
	struct supervisor sv = {0};

	for (size_t cpu = 0; cpu < count; cpu++)
		CPU_SET_S(cpu, sizeof(sv.allowed), sv.allowed);
	return sv;
}

static struct ipc_case pipe_case(void)
{
	return (struct ipc_case){
		.mechanism = mechanism_find("pipe"),
		.size = 64,
		.cpu = {1, 0},
		.supervisor_cpu = -1,
		.directory = "/tmp",
	};
}

/* Writes a request to open the server with a meeting, or else both sides. */
static void open_write(const struct ipc_case *c, unsigned padding,
		       const struct meeting *meeting)
{
	const struct supervisor sv = {0};
	struct open_request open = {.c = *c, .padding = padding, .server_only = meeting};

	if (meeting)
		open.meeting = *meeting;
	line_begin(&line, "open");
	open_exchange_request(&line, &sv, &open);
}

static int open_read(const struct supervisor *sv, struct open_request *ret)
{
	memset(ret, 0, sizeof(*ret));
	open_exchange_request(&line, sv, ret);
	return line_end(&line);
}

static void outcome_write(const struct outcome *outcome)
{
	struct outcome o = *outcome;

	line_begin(&line, "ran");
	run_exchange_answer(&line, &o);
}

static int outcome_read(uint32_t count, uint32_t batch, uint32_t *samples,
			struct outcome *ret)
{
	*ret = (struct outcome){.count = count, .batch = batch, .sample_ns = samples};
	run_exchange_answer(&line, ret);
	return line_end(&line);
}

static void failure_write(const struct failure *failure)
{
	struct failure f = *failure;

	line_begin(&line, "failed");
	failure_exchange(&line, &f);
}

static int failure_read(struct failure *ret)
{
	memset(ret, 0, sizeof(*ret));
	failure_exchange(&line, ret);
	return line_end(&line);
}

static void a_request_to_open_survives(void **state)
{
	const struct supervisor sv = supervisor_of_cpus(2);
	struct ipc_case c = pipe_case();
	struct open_request open;

	(void)state;
	c.asked[SET_BUFFER] = 4096;
	c.wait = WAIT_SPIN;
	c.directory = "/a b";
	c.planted = 0.05;
	open_write(&c, 123, NULL);
	line_read_back(&line);
	assert_int_equal(open_read(&sv, &open), 0);
	assert_ptr_equal(open.c.mechanism, c.mechanism);
	assert_int_equal(open.c.size, 64);
	assert_int_equal(open.c.cpu[CLIENT], 1);
	assert_int_equal(open.c.cpu[SERVER], 0);
	assert_int_equal(open.c.supervisor_cpu, -1);
	assert_int_equal(open.c.wait, WAIT_SPIN);
	assert_int_equal(open.c.asked[SET_BUFFER], 4096);
	assert_string_equal(open.c.directory, "/a b");
	assert_true(open.c.planted == 0.05);
	assert_int_equal(open.padding, 123);
	assert_null(open.c.agent);
}

static void a_request_for_the_server_survives(void **state)
{
	const struct supervisor sv = supervisor_of_cpus(2);
	const struct meeting meeting = {.address = "fe80::1%eth0",
					.token = "\x01\xfe token"};
	struct ipc_case c = pipe_case();
	struct open_request open;

	(void)state;
	open_write(&c, 0, &meeting);
	line_read_back(&line);
	assert_int_equal(open_read(&sv, &open), -EPROTO); /* a pipe */
	c.mechanism = mechanism_find("tcp");
	c.variant = c.mechanism->variants[0];
	open_write(&c, 0, &meeting);
	line_read_back(&line);
	assert_int_equal(open_read(&sv, &open), 0);
	assert_true(open.server_only);
	assert_string_equal(open.meeting.address, meeting.address);
	assert_memory_equal(open.meeting.token, meeting.token, MEETING_TOKEN_SIZE);
	open_write(&c, 0, &meeting);
	*strstr(line.text, "token=0") = 'T';
	line_read_back(&line);
	assert_int_equal(open_read(&sv, &open), -EPROTO);
	open_write(&c, 0, &meeting);
	strstr(line.text, "token=0")[6] = 'g';
	line_read_back(&line);
	assert_int_equal(open_read(&sv, &open), -EPROTO);
}

/* Whether an agent would open that case. */
static bool request_is_good(const struct ipc_case *c)
{
	const struct supervisor sv = supervisor_of_cpus(2);
	struct open_request open;

	open_write(c, 0, NULL);
	line_read_back(&line);
	return open_read(&sv, &open) == 0;
}

static void impossible_requests_are_refused(void **state)
{
	struct ipc_case c = pipe_case();

	(void)state;
	assert_true(request_is_good(&c));
	c.cpu[SERVER] = 2;
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.cpu[CLIENT] = 100000;
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.size = 0;
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.wait = WAIT_HYBRID;
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.variant = "ipv6";
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.planted = 2;
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.planted = 0.05;
	c.pattern = STREAM;
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.pattern = PACED; /* at no rate */
	assert_false(request_is_good(&c));
	c = pipe_case();
	c.mechanism = mechanism_find("tcp");
	assert_false(request_is_good(&c)); /* without one of its variants */
	c.variant = c.mechanism->variants[0];
	assert_true(request_is_good(&c));
}

static void an_outcome_survives(void **state)
{
	static uint32_t samples[PAIR_SAMPLES_MAX], read[PAIR_SAMPLES_MAX];
	struct outcome o = {
		.begin_ns = 1,
		.end_ns = UINT64_MAX,
		.count = PAIR_SAMPLES_MAX,
		.batch = 2,
		.sample_ns = samples,
		.usage = {{1, 2, 3, 4, 5, NAN}, {6, 7, 8, 9, 10, 11}},
	};
	struct outcome found;

	(void)state;
	for (size_t i = 0; i < PAIR_SAMPLES_MAX; i++)
		samples[i] = UINT32_MAX - (uint32_t)i;
	outcome_write(&o);
	line_read_back(&line);
	assert_int_equal(outcome_read(PAIR_SAMPLES_MAX, 2, read, &found), 0);
	assert_memory_equal(read, samples, sizeof(read));
	assert_true(found.end_ns == UINT64_MAX && found.batch == 2);
	assert_true(isnan(found.usage[CLIENT].runqueue_ns));
	assert_true(found.usage[SERVER].faults == 10);

	/* More lost than sent. */
	o.lost = 2 * PAIR_SAMPLES_MAX;
	outcome_write(&o);
	line_read_back(&line);
	assert_int_equal(outcome_read(PAIR_SAMPLES_MAX, 2, read, &found), 0);
	o.lost++;
	outcome_write(&o);
	line_read_back(&line);
	assert_int_equal(outcome_read(PAIR_SAMPLES_MAX, 2, read, &found), -EPROTO);
	o.lost = 0;

	/* One sample less than there should be. */
	o.count--;
	outcome_write(&o);
	memcpy(strstr(line.text, "count=8191"), "count=8192", strlen("count=8192"));
	line_read_back(&line);
	assert_int_equal(outcome_read(PAIR_SAMPLES_MAX, 2, read, &found), -EPROTO);
}

static void a_failure_survives(void **state)
{
	struct failure failure = {
		.error = -EMSGSIZE,
		.refused = true,
		.limit = "fs.mqueue.msgsize_max",
		.process = "server",
		.wrong = {.number = 3, .size = 5, .due = 6, .offset = 4},
	};
	struct failure found;

	(void)state;
	failure_write(&failure);
	line_read_back(&line);
	assert_int_equal(failure_read(&found), 0);
	assert_int_equal(found.error, -EMSGSIZE);
	assert_true(found.refused);
	assert_memory_equal(&found.wrong, &failure.wrong, sizeof(found.wrong));
	assert_string_equal(found.limit, failure.limit);
	assert_string_equal(found.process, "server");

	strcpy(failure.limit, "a,b");
	failure_write(&failure);
	line_read_back(&line);
	assert_int_equal(failure_read(&found), -EPROTO);
}

/* Lines that were right before a few letters were changed: what is read is in its range.
 */
static void nothing_wrong_is_read(void **state)
{
	static uint32_t samples[PAIR_SAMPLES_MAX];
	static char text[LINE_SIZE], read[LINE_SIZE];
	const struct supervisor sv = supervisor_of_cpus(2);
	const struct ipc_case c = pipe_case();
	const struct outcome o = {
		.end_ns = 9, .count = 1, .batch = 1, .sample_ns = samples};
	const struct failure f = {.error = -EPERM, .process = "client"};
	struct run_request request = {.count = 1, .batch = 1};
	struct hello greeting = {.protocol = PROTOCOL_VERSION, .deadline_ms = 1000};
	struct random random;

	(void)state;
	random_init(&random, 1);
	for (int i = 0; i < 200000; i++) {
		struct run_request run = {0};
		struct hello hello = {0};
		struct failure failure;
		struct outcome outcome;
		struct open_request open;

		switch (i % 5) {
		case 0:
			open_write(&c, 0, NULL);
			break;
		case 1:
			outcome_write(&o);
			break;
		case 2:
			failure_write(&f);
			break;
		case 3:
			line_begin(&line, "run");
			run_exchange_request(&line, &request);
			break;
		default:
			line_begin(&line, "hello");
			hello_exchange_request(&line, &greeting);
		}
		for (uint64_t n = random_below(&random, 4); n > 0; n--)
			line.text[random_below(&random, line.length)] =
				(char)random_below(&random, 256);
		line.text[line.length - random_below(&random, 2)] = '\0';
		strcpy(text, line.text);
		line_open(&line, strcpy(read, text));
		if (open_read(&sv, &open) == 0)
			assert_true(open.c.mechanism && open.c.size > 0 &&
				    open.c.wait < WAIT_COUNT && open.c.cpu[CLIENT] < 2 &&
				    open.padding <= PROTOCOL_PADDING_MAX);
		line_open(&line, strcpy(read, text));
		if (outcome_read(1, 1, samples, &outcome) == 0)
			assert_true(outcome.count == 1 && outcome.lost <= 1 &&
				    outcome.end_ns >= outcome.begin_ns);
		line_open(&line, strcpy(read, text));
		if (failure_read(&failure) == 0)
			assert_true(failure.error < 0 && failure.process);
		line_open(&line, strcpy(read, text));
		run_exchange_request(&line, &run);
		if (line_end(&line) == 0)
			assert_true(run.count > 0 && run.batch > 0);
		line_open(&line, strcpy(read, text));
		hello_exchange_request(&line, &hello);
		if (line_end(&line) == 0)
			assert_true(hello.protocol > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_to_open_survives),
		cmocka_unit_test(a_request_for_the_server_survives),
		cmocka_unit_test(impossible_requests_are_refused),
		cmocka_unit_test(an_outcome_survives),
		cmocka_unit_test(a_failure_survives),
		cmocka_unit_test(nothing_wrong_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
