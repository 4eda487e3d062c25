/* SPDX-License-Identifier: MIT */
#include "golden.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct knob pipe_knobs[] = {
	{SET_BUFFER, 4096, 16 << 20, 4, 4096, "fs.pipe-max-size", "set_size(fd, VALUE)"},
	{SET_CHUNK, 4096, 16 << 20, 4, 4096, NULL, "write VALUE bytes at a time"},
	{0},
};

const struct mechanism golden_pipe = {
	.name = "pipe",
	.family = "pipe",
	.waits = WAITS(WAIT_BLOCK) | WAITS(WAIT_SPIN),
	.knobs = pipe_knobs,
};

const struct mechanism golden_socket = {
	.name = "unix-stream",
	.summary = "Unix domain stream sockets",
	.family = "socket",
	.waits = WAITS(WAIT_BLOCK),
	.variants = (const char *const[]){"socketpair", "path", NULL},
};

const struct mechanism golden_yield = {
	.name = "shm-yield",
	.family = "shm",
	.waits = WAITS(WAIT_YIELD),
};

const struct mechanism golden_token = {
	.name = "eventfd",
	.family = "notify",
	.traits = MECH_TOKEN,
	.waits = WAITS(WAIT_BLOCK),
};

const struct mechanism golden_lossy = {
	.name = "udp",
	.family = "socket",
	.traits = MECH_LOSSY,
	.waits = WAITS(WAIT_BLOCK),
};

struct ipc_case golden_case(const struct mechanism *m, enum pattern pattern, size_t size)
{
	return (struct ipc_case){
		.mechanism = m,
		.pattern = pattern,
		.size = m->traits & MECH_TOKEN ? 0 : size,
		.placement = SAME_CPU,
		.cpu = {1, 1},
		.wait = case_default_wait(m),
		.variant = m->variants ? m->variants[0] : NULL,
		.rate = pattern == PACED ? 10000 : 0,
	};
}

struct estimate estimate_of(double value, double share)
{
	return (struct estimate){value, value * (1 - share), value * (1 + share), 10};
}

struct estimate estimate_without_interval(double value)
{
	return (struct estimate){value, NAN, NAN, 1};
}

/* Each estimate of a summary. */
static void change_estimates(struct summary *s,
			     struct estimate (*change)(struct estimate e))
{
	struct estimate *const estimates[] = {
		&s->p50,      &s->p90,		&s->p99,
		&s->p999,     &s->bytes_per_s,	&s->messages_per_s,
		&s->ratio.hl, &s->ratio.median, &s->delivered_per_s,
	};

	for (size_t i = 0; i < sizeof(estimates) / sizeof(estimates[0]); i++)
		*estimates[i] = change(*estimates[i]);
}

struct summary golden_summary(const struct ipc_case *c, double ns, double ratio)
{
	const bool stream = c->pattern == STREAM;
	const struct estimate none = estimate_without_interval(NAN);
	const struct estimate ratios = estimate_of(ratio, 0.006);

	return (struct summary){
		.c = c,
		.reason = "none",
		.rounds = 10,
		.sessions = 1,
		.batch = 1,
		.p50 = estimate_of(ns, 0.02),
		.p90 = stream ? none : estimate_of(1.5 * ns, 0.04),
		.p99 = stream ? none : estimate_of(2.5 * ns, 0.1),
		.p999 = none,
		.bytes_per_s =
			stream ? estimate_of((double)c->size * 1e9 / ns, 0.02) : none,
		.messages_per_s = stream ? estimate_of(1e9 / ns, 0.02) : none,
		.modes = {NAN, NAN},
		.delivered_per_s =
			c->pattern == PACED ? estimate_of((double)c->rate, 0) : none,
		.cpu = estimate_of(1.1 * ns, 0.03),
		.medians.costs.cpu_ns = {0.6 * ns, 0.5 * ns},
		.sent = 1000000,
		.distance = {0, NAN, NAN, NAN},
		.regimes = {NAN,
			    {{none, {none, none, false}}, {none, {none, none, false}}},
			    false,
			    false},
		.ratio = {ratios, ratios, false},
		.confidence = 0.95,
		.ratio_to = "pipe",
		.is_reference = ratio == 1,
	};
}

static struct estimate drop_interval(struct estimate e)
{
	return estimate_without_interval(e.value);
}

static struct estimate drop(struct estimate e)
{
	(void)e;
	return estimate_without_interval(NAN);
}

struct summary summary_of_one_round(struct summary s)
{
	s.rounds = 1;
	change_estimates(&s, drop_interval);
	return s;
}

struct summary summary_without_figures(struct summary s, enum status status,
				       const char *reason)
{
	s.status = status;
	s.rounds = 0;
	snprintf(s.reason, sizeof(s.reason), "%s", reason);
	change_estimates(&s, drop);
	s.cpu = estimate_without_interval(NAN);
	s.medians.costs.cpu_ns[CLIENT] = s.medians.costs.cpu_ns[SERVER] = NAN;
	return s;
}

struct summary summary_moved(struct summary s)
{
	const struct ratio ratio = s.ratio;

	s.moved = true;
	s.distance = (struct distances){2, 95, 94, 450};
	change_estimates(&s, drop_interval);
	s.ratio = ratio;
	s.regimes = (struct regimes){
		.split_ns = 200,
		.of = {{estimate_of(0.5 * s.p50.value, 0.03), ratio},
		       {estimate_without_interval(2 * s.p50.value), ratio}},
		.times_differ = true,
	};
	s.regimes.of[FAR].time.units = 4;
	return s;
}

void scene(const char *situation)
{
	static bool later;

	printf("%s---- %s ----\n", later ? "\n" : "", situation);
	later = true;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} parts[] = {
		{"table", golden_table}, {"notes", golden_notes},
		{"arms", golden_arms},	 {"trust", golden_trust},
		{"tune", golden_tune},	 {"compare", golden_compare},
		{"list", golden_list},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && argc == 2; i++)
		if (strcmp(argv[1], parts[i].name) == 0) {
			parts[i].print();
			return ferror(stdout);
		}
	return 2;
}
