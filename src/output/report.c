/* SPDX-License-Identifier: MIT */
#include "output/report.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"

#define NAME_WIDTH 16
#define RATIO_WIDTH 9 /* "to pipe" */
#define LABEL_SIZE 64

/* A case of the group that has a size: tokens have none. */
static const struct ipc_case *sized_case(const struct plan *plan,
					 const struct group *group)
{
	for (size_t i = group->first; i < group->first + group->count; i++)
		if (plan->cases[i].size > 0)
			return &plan->cases[i];
	return &plan->cases[group->first];
}

void report_placement(FILE *to, const struct ipc_case *c)
{
	fputs(placement_name(c->placement), to);
	if (c->cpu[CLIENT] >= 0 && c->cpu[CLIENT] == c->cpu[SERVER])
		fprintf(to, " (CPU %d)", c->cpu[CLIENT]);
	else if (c->cpu[CLIENT] >= 0)
		fprintf(to, " (CPUs %d and %d)", c->cpu[CLIENT], c->cpu[SERVER]);
}

const char *report_setting(char text[static TEXT_SIZE], enum setting setting,
			   size_t value)
{
	return setting == SET_SPIN ? text_format_duration(text, (double)value)
				   : text_format_size(text, value);
}

/* Whether it is a group of streams for which nothing was set: their buffers, which differ
 * a hundredfold, then decide more than how they work. */
static bool has_default_buffers(const struct plan *plan, const struct group *group)
{
	static const size_t nothing[SETTING_COUNT];

	for (size_t i = group->first; i < group->first + group->count; i++)
		if (plan->cases[i].pattern != STREAM ||
		    memcmp(plan->cases[i].asked, nothing, sizeof(nothing)) != 0)
			return false;
	return true;
}

void report_group(FILE *to, const struct plan *plan, const struct group *group)
{
	const struct ipc_case *c = &plan->cases[group->first];
	const struct ipc_case *sized = sized_case(plan, group);
	char size[TEXT_SIZE];

	fprintf(to, "%s, ", pattern_name(c->pattern));
	if (c->rate > 0)
		fprintf(to, "%" PRIu64 " a second, ", c->rate);
	if (sized->size > 0)
		fprintf(to, "%s bytes, ", text_format_size(size, sized->size));
	report_placement(to, c);
	fprintf(to, ", touch %s%s\n", touch_name(c->touch),
		has_default_buffers(plan, group) ? ", default buffers" : "");
}

/* " 1M" for a buffer, the most usual setting; " depth 4" for another. */
static size_t setting_label(enum setting setting, size_t value, char *label, size_t size)
{
	char text[TEXT_SIZE];

	report_setting(text, setting, value);
	if (setting == SET_BUFFER)
		return (size_t)snprintf(label, size, " %s", text);
	return (size_t)snprintf(label, size, " %s %s", setting_name(setting), text);
}

/* "pipe"; or with its settings, "pipe spin 1M". */
static const char *case_label(const struct ipc_case *c, char *label, size_t size)
{
	size_t n = (size_t)snprintf(label, size, "%s", c->mechanism->name);
	const bool usual = c->wait == WAIT_BLOCK || c->mechanism->waits == WAITS(c->wait);

	if (!usual && n < size)
		n += (size_t)snprintf(label + n, size - n, " %s", wait_name(c->wait));
	if (c->variant && c->variant != c->mechanism->variants[0] && n < size)
		n += (size_t)snprintf(label + n, size - n, " %s", c->variant);
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT && n < size; s++)
		if (c->asked[s])
			n += setting_label(s, c->asked[s], label + n, size - n);
	return label;
}

/* The columns of a group: wide enough for all that stands in them. */
struct widths {
	int name, ratio;
};

static struct widths widths_of(const struct plan *plan, const struct group *group)
{
	const char *reference = plan->cases[group->reference].mechanism->name;
	struct widths w = {NAME_WIDTH, (int)strlen(reference) + 3};
	char label[LABEL_SIZE];

	for (size_t i = group->first; i < group->first + group->count; i++) {
		case_label(&plan->cases[i], label, sizeof(label));
		if ((int)strlen(label) > w.name)
			w.name = (int)strlen(label);
	}
	if (w.ratio < RATIO_WIDTH)
		w.ratio = RATIO_WIDTH;
	return w;
}

static void print_name(FILE *to, const struct ipc_case *c, struct widths w)
{
	char label[LABEL_SIZE];

	fprintf(to, "  %-*s", w.name, case_label(c, label, sizeof(label)));
}

/* An end of an interval, in percent of the value, is precise only if it is near. */
static int interval_end(char *text, size_t size, double end, double value)
{
	const double percent = 100 * (end / value - 1);

	return snprintf(text, size, "%+.*f", fabs(percent) < 9.95, percent);
}

static void print_interval(FILE *to, struct estimate e, bool moved)
{
	char text[64] = "-";
	int n;

	if (moved) {
		snprintf(text, sizeof(text), "CPUs move");
	} else if (!isnan(e.low) && e.value > 0) {
		n = interval_end(text, sizeof(text), e.low, e.value);
		n += interval_end(text + n, sizeof(text) - n, e.high, e.value);
		snprintf(text + n, sizeof(text) - n, "%%");
	}
	fprintf(to, "  %9s", text);
}

static void print_time(FILE *to, double ns)
{
	char text[TEXT_SIZE];

	fprintf(to, "  %10s", text_format_duration(text, ns));
}

/* Messages that were lost or overtaken: most mechanisms have none. */
static void print_loss(FILE *to, const struct summary *s)
{
	if (s->lost > 0)
		fprintf(to, "  lost %.2g%%", 100 * (double)s->lost / (double)s->sent);
	if (s->reordered > 0)
		fprintf(to, "  reordered %.2g%%",
			100 * (double)s->reordered / (double)s->sent);
}

/* What a case takes while the CPUs are near, or far apart; its line above is a mixture.
 */
static void print_regime(FILE *to, const struct summary *s, unsigned which,
			 struct widths w)
{
	const struct regime *regime = &s->regimes.of[which];

	fprintf(to, "    %-*s", w.name - 2, regime_name(which));
	print_time(to, regime->time.value);
	print_interval(to, regime->time, false);
	fprintf(to, "  in %zu rounds", regime->time.units);
	if (s->regimes.ratios_differ)
		fprintf(to, ", %.3gx", regime->ratio.hl.value);
	fputc('\n', to);
}

/* A time with its interval; or two that occurred, rather than one that never did. */
static void print_level(FILE *to, const struct summary *s)
{
	char low[TEXT_SIZE], high[TEXT_SIZE], text[2 * TEXT_SIZE + sizeof(" or ")];

	if (isnan(s->modes.low) || s->moved) {
		print_time(to, s->p50.value);
		print_interval(to, s->p50, s->moved);
		return;
	}
	text_format_duration(low, s->modes.low);
	text_format_duration(high, s->modes.high);
	snprintf(text, sizeof(text), "%s or %s", low, high);
	fprintf(to, "  %21s", text);
}

/* What a stream passes.  Bytes that nobody touches need not move at all, so it has no
 * bandwidth then. */
static void print_rate(FILE *to, const struct summary *s)
{
	char text[TEXT_SIZE];

	if (s->c->touch == TOUCH_NONE)
		text_format_frequency(text, s->messages_per_s.value);
	else
		text_format_rate(text, s->bytes_per_s.value);
	fprintf(to, "  %10s", text);
}

static void print_ok(FILE *to, const struct summary *s, struct widths w)
{
	print_name(to, s->c, w);
	print_level(to, s);
	if (s->c->pattern != STREAM)
		print_time(to, s->p99.value);
	else
		print_rate(to, s);
	if (isnan(s->ratio.hl.value))
		fprintf(to, "  %*s", w.ratio, "-");
	else
		fprintf(to, "  %*.3gx", w.ratio - 1, s->ratio.hl.value);
	print_time(to, s->cpu.value);
	if (s->c->wait != WAIT_BLOCK)
		fprintf(to, "  %s", wait_name(s->c->wait));
	if (s->helper)
		fprintf(to, "  %s", s->helper);
	print_loss(to, s);
	if (s->saturated)
		fprintf(to, "  saturated: %.0f a second", s->delivered_per_s.value);
	fputc('\n', to);
	for (unsigned i = NEAR;
	     i < REGIME_COUNT && (s->moved || s->regimes.ratios_differ); i++)
		print_regime(to, s, i, w);
}

/* A saturated case has no time and comes last. */
static double sort_time(const struct summary *s)
{
	return s->saturated ? INFINITY : s->p50.value;
}

static int compare_times(const void *a, const void *b)
{
	const double x = sort_time(*(const struct summary *const *)a);
	const double y = sort_time(*(const struct summary *const *)b);

	return (x > y) - (x < y);
}

static void print_others(FILE *to, const struct summary *summaries,
			 const struct group *group, struct widths w)
{
	for (size_t i = group->first; i < group->first + group->count; i++) {
		const struct summary *s = &summaries[i];

		if (!s->c || s->status == STATUS_OK)
			continue;
		print_name(to, s->c, w);
		fprintf(to, "  %s: %s\n",
			s->status == STATUS_SKIPPED ? "skipped" : "FAILED", s->reason);
	}
}

static void print_heading(FILE *to, const struct plan *plan, const struct group *group,
			  struct widths w)
{
	const struct ipc_case *c = &plan->cases[group->first];
	const bool stream = c->pattern == STREAM;
	const char *rate = c->touch == TOUCH_NONE ? "messages" : "bandwidth";
	char ratio[LABEL_SIZE];

	report_group(to, plan, group);
	snprintf(ratio, sizeof(ratio), "to %s",
		 plan->cases[group->reference].mechanism->name);
	fprintf(to, "  %-*s  %10s  %9s  %10s  %*s  %10s\n", w.name, "",
		stream ? "message" : "median", "95%", stream ? rate : "p99", w.ratio,
		ratio, "CPU");
}

int report_table(FILE *to, const struct plan *plan, const struct summary *summaries)
{
	const struct summary **sorted = malloc(plan->case_count * sizeof(*sorted));
	bool measured = false;

	if (!sorted)
		return -ENOMEM;
	for (size_t g = 0; g < plan->group_count; g++) {
		const struct group *group = &plan->groups[g];
		const struct widths w = widths_of(plan, group);
		size_t n = 0;

		for (size_t i = group->first; i < group->first + group->count; i++)
			if (summaries[i].c && summaries[i].status == STATUS_OK)
				sorted[n++] = &summaries[i];
		qsort(sorted, n, sizeof(*sorted), compare_times);
		fputs(g ? "\n" : "", to);
		print_heading(to, plan, group, w);
		for (size_t i = 0; i < n; i++)
			print_ok(to, sorted[i], w);
		print_others(to, summaries, group, w);
		measured |= n > 0;
	}
	free(sorted);
	if (measured)
		fputs("\nRatios are paired, slice against slice: they are not quotients "
		      "of "
		      "the times. CPU is\na mean over all messages, of both sides.\n",
		      to);
	return 0;
}

void report_plan(FILE *to, const struct plan *plan)
{
	for (size_t g = 0; g < plan->group_count; g++) {
		const struct group *group = &plan->groups[g];
		const struct widths w = widths_of(plan, group);

		report_group(to, plan, group);
		for (size_t i = group->first; i < group->first + group->count; i++) {
			const struct ipc_case *c = &plan->cases[i];

			print_name(to, c, w);
			fprintf(to, "  %-6s  %s\n", wait_name(c->wait),
				c->skip ? c->skip : "to be measured");
		}
	}
}
