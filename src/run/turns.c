/* SPDX-License-Identifier: MIT */
#include "run/turns.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "clock.h"

#define NO_TIME "no-time"

/* A group's turn in a round. */
struct turn {
	const struct group *group; /* NULL: there is none */
	struct trial *trials;	   /* owned */
	struct members *members;   /* owned */
};

static void run_show_progress(const struct run *run, size_t done, size_t count)
{
	if (run_clear_progress(run))
		fprintf(stderr, "round %u, group %zu of %zu, %.0f s", run->round.number,
			done + 1, count, run_seconds(run));
}

static double run_session_ns(const struct run *run)
{
	return (double)(clock_ns() - run->session_begin_ns);
}

static double turns_mean_ns(const struct turns *turns)
{
	return turns->ns / (double)turns->count;
}

/* What a turn of a group will take: before its first one, as long as the longest of its
 * pattern so far. */
static double run_predict_ns(const struct run *run, size_t index)
{
	const struct plan *plan = &run->plan;
	const enum pattern pattern = plan->cases[plan->groups[index].first].pattern;
	double longest_ns = 0;

	if (run->turns[index].count > 0)
		return turns_mean_ns(&run->turns[index]);
	for (size_t g = 0; g < plan->group_count; g++)
		if (run->turns[g].count > 0 &&
		    plan->cases[plan->groups[g].first].pattern == pattern)
			longest_ns = fmax(longest_ns, turns_mean_ns(&run->turns[g]));
	return longest_ns;
}

/* Whether there is time for a group's turn: in the first round, for as many of them as an
 * interval needs.  The first turn of a run is taken in any case. */
static bool run_has_time(const struct run *run, size_t index)
{
	struct budget budget = {.elapsed_ns = run_session_ns(run)};
	const double turn_ns = run_predict_ns(run, index);

	if (!run->measured)
		return true;
	if (run->round.number > 1)
		return budget.elapsed_ns + turn_ns <= run->stopping.limit_ns;
	for (size_t g = 0; g < run->plan.group_count; g++)
		budget.round_ns += run->turns[g].ns;
	budget.done_ns = budget.round_ns;
	return stopping_admits(&run->stopping, &budget, turn_ns);
}

/* Has a group's cases skipped from now on. */
static void run_leave_out(struct run *run, size_t index)
{
	const struct group *group = &run->plan.groups[index];

	run->turns[index].left_out = true;
	for (size_t i = group->first; i < group->first + group->count; i++)
		if (!run->plan.cases[i].skip)
			run->plan.cases[i].skip = NO_TIME;
}

/* Opens a group's pairs.  Where there is no time for it, it is left out for good in the
 * first round, and in later ones there is no turn. */
static int turn_begin(struct run *run, size_t index, struct turn *turn)
{
	const struct group *group = &run->plan.groups[index];
	struct trial *trials;

	if (!run_has_time(run, index)) {
		if (run->round.number > 1) {
			run->turns[index].missed++;
			return 0;
		}
		run_leave_out(run, index);
	}
	trials = malloc(group->count * sizeof(*trials));
	if (!trials)
		return -ENOMEM;
	*turn = (struct turn){.group = group, .trials = trials};
	for (size_t i = 0; i < group->count; i++)
		history_begin(&run->results.cases[group->first + i], &trials[i],
			      &run->plan.cases[group->first + i]);
	run->round.group = (unsigned)index;
	return round_open(&run->round, trials, group->count, &turn->members);
}

/* Measures a group and hands its trials on.  Once those before it in the first round are
 * known, there may be no time for it after all. */
static int turn_take(struct run *run, struct turn *turn, uint64_t *begin_ns)
{
	const size_t index = (size_t)(turn->group - run->plan.groups);
	struct turns *turns = &run->turns[index];
	int added, r = 0;

	if (run->round.number == 1 && !turns->left_out && !run_has_time(run, index)) {
		round_abandon(turn->members);
		turn->members = NULL;
		run_leave_out(run, index);
		for (size_t i = 0; i < turn->group->count; i++)
			trial_restart(&turn->trials[i]);
	}
	if (!turns->left_out) {
		r = round_measure(turn->members);
		turns->ns += (double)(clock_ns() - *begin_ns);
		turns->count++;
	}
	*begin_ns = clock_ns();
	if (r < 0)
		return r;
	r = run_deliver(run, turn->trials, turn->group->count);
	added = results_add(&run->results, turn->group, turn->trials);
	return r < 0 ? r : added;
}

static void turn_end(struct turn *turn)
{
	round_abandon(turn->members);
	for (size_t i = 0; turn->group && i < turn->group->count; i++)
		trial_free(&turn->trials[i]);
	free(turn->trials);
	*turn = (struct turn){0};
}

/* Measures the groups in that order.  While one is measured the pairs of the next are
 * open already and asleep, so that nobody waits for them to grow old. */
static int run_turns(struct run *run, const size_t *order, size_t count)
{
	struct turn now = {0}, next = {0};
	int r = turn_begin(run, order[0], &now);
	uint64_t begin_ns = clock_ns();

	for (size_t i = 0; i < count && r == 0; i++) {
		const bool more = i + 1 < count;

		run_show_progress(run, i, count);
		if (more && !run->o->exclusive)
			r = turn_begin(run, order[i + 1], &next);
		if (r == 0 && now.group)
			r = turn_take(run, &now, &begin_ns);
		turn_end(&now);
		if (r == 0 && more && run->o->exclusive)
			r = turn_begin(run, order[i + 1], &next);
		now = next;
		next = (struct turn){0};
	}
	turn_end(&now);
	return r;
}

/* Chooses the groups of the next round, by their importance: in the first one all, and
 * later those for which there is time; after the last one those that missed one.  Returns
 * how many. */
static size_t run_choose(struct run *run, size_t rounds, bool last, size_t *order)
{
	struct budget budget = {.elapsed_ns = run_session_ns(run), .rounds = rounds};
	size_t count = 0;

	for (size_t i = 0; i < run->plan.group_count; i++) {
		struct turns *turns = &run->turns[run->rank[i]];
		const double turn_ns = run_predict_ns(run, run->rank[i]);

		if (turns->left_out || (last && turns->missed == 0))
			continue;
		if (run->measured && !stopping_admits(&run->stopping, &budget, turn_ns)) {
			turns->missed += !last;
			continue;
		}
		turns->missed -= last;
		budget.round_ns += turn_ns;
		order[count++] = run->rank[i];
	}
	return count;
}

int turns_measure(struct run *run, size_t rounds, bool last, size_t *groups)
{
	size_t *order = malloc(run->plan.group_count * sizeof(*order));
	int r = 0;

	if (!order)
		return -ENOMEM;
	*groups = run_choose(run, rounds, last, order);
	if (*groups > 0) {
		if (run->round.number++ > 0)
			random_shuffle(&run->random, order, *groups);
		r = run_turns(run, order, *groups);
	}
	free(order);
	return r;
}
