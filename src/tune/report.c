/* SPDX-License-Identifier: MIT */
#include "tune/report.h"

#include <math.h>
#include <string.h>

#include "base/words.h"
#include "output/report.h"

#define PLACE "VALUE" /* in what a knob says of how it is set */

static void print_change(FILE *to, double factor)
{
	const double percent = 100 * (factor - 1);

	fprintf(to, fabs(percent) < 100 ? "%+.3g%%" : "%+.0f%%", percent);
}

/* What a ratio of times per message means for the goal, as a change. */
static void print_gain(FILE *to, enum goal goal, struct estimate ratio)
{
	static const char *const what[GOAL_COUNT] = {
		[GOAL_BANDWIDTH] = "bandwidth",
		[GOAL_LATENCY] = "round trip",
		[GOAL_CPU] = "CPU time",
		[GOAL_BALANCED] = "time of round trip and stream",
	};

	if (isnan(ratio.value)) {
		fputs("gain unknown", to);
		return;
	}
	if (goal == GOAL_BANDWIDTH)
		ratio = (struct estimate){1 / ratio.value, 1 / ratio.high, 1 / ratio.low,
					  ratio.units};
	print_change(to, ratio.value);
	fprintf(to, " %s", what[goal]);
	if (isnan(ratio.low))
		return;
	fputs(" [", to);
	print_change(to, ratio.low);
	fputs(", ", to);
	print_change(to, ratio.high);
	fputc(']', to);
}

static void print_task(FILE *to, const struct tuning *tuning)
{
	const struct ipc_case *c = &tuning->c;
	char size[TEXT_SIZE];

	fprintf(to, "%s, %s bytes, %s", c->mechanism->name,
		text_format_size(size, c->size), placement_name(c->placement));
	if (c->wait != case_default_wait(c->mechanism))
		fprintf(to, ", %s", wait_name(c->wait));
}

/* ---- how to set it ---- */

/* " buffer 64K, depth 16": the settings that are not 0. */
static void print_settings(FILE *to, const size_t settings[static SETTING_COUNT])
{
	const char *before = " ";
	char text[TEXT_SIZE];

	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++) {
		if (!settings[s])
			continue;
		fprintf(to, "%s%s %s", before, setting_name(s),
			report_setting(text, s, settings[s]));
		before = ", ";
	}
}

void report_tune_how(FILE *to, const struct knob *knob, size_t value)
{
	const char *at = knob->how;

	fputs("  how: ", to);
	for (const char *next; (next = strstr(at, PLACE)); at = next + strlen(PLACE))
		fprintf(to, "%.*s%zu", (int)(next - at), at, value);
	fprintf(to, "%s\n", at);
}

void report_tune_check(FILE *to, const struct ipc_case *c)
{
	const struct mechanism *m = c->mechanism;
	char size[TEXT_SIZE];

	fprintf(to, "  check: ipcbench ab %s '%s", m->name, m->name);
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		if (c->asked[s])
			fprintf(to, " --%s %zu%s", setting_name(s), c->asked[s],
				s == SET_SPIN ? "ns" : "");
	fprintf(to, "' --pattern %s --size %s --placement %s", pattern_name(c->pattern),
		text_format_size(size, c->size), placement_name(c->placement));
	if (c->wait != case_default_wait(m))
		fprintf(to, " --wait %s", wait_name(c->wait));
	if (c->touch != TOUCH_FULL)
		fprintf(to, " --touch %s", touch_name(c->touch));
	if (m->variants && c->variant != m->variants[0])
		fprintf(to, " --variant %s", c->variant);
	fputc('\n', to);
}

/* ---- one size ---- */

static void print_cost(FILE *to, const struct tune_row *before,
		       const struct tune_row *after)
{
	char was[TEXT_SIZE], is[TEXT_SIZE];

	fprintf(to, "  cost: memory for each direction %s, by default %s; ",
		text_format_size(is, after->summary.granted[SET_BUFFER]),
		text_format_size(was, before->summary.granted[SET_BUFFER]));
	fprintf(to, "CPU per byte %s, by default %s\n",
		text_format_duration(is, costs_cpu_ns(&after->summary.medians.costs) /
						 (double)after->c.size),
		text_format_duration(was, costs_cpu_ns(&before->summary.medians.costs) /
						  (double)before->c.size));
}

/* The most that the machine allows is certainly better than less. */
static void print_limit(FILE *to, const struct knob_result *result, size_t value)
{
	const struct knob *knob = result->knob;
	const size_t last = result->rows[result->count - 1].value;

	if (!result->at_limit || value != last)
		return;
	fprintf(to,
		"  limit: a larger %s may be even better: as root, sysctl -w %s=%zu, "
		"then "
		"tune again\n",
		setting_name(knob->setting), knob->limit,
		4 * last < knob->most ? 4 * last : knob->most);
}

static void print_advice(FILE *to, const struct tuning *tuning)
{
	fputs(": set", to);
	print_settings(to, tuning_settings(tuning));
	fputs("\n  gain: ", to);
	print_gain(to, tuning->goal, tuning->ratio);
	fputs(" over the default\n", to);
	print_cost(to, &tuning->knobs[0].rows[0], tuning->best);
	for (size_t i = 0; i < tuning->knob_count; i++) {
		const struct knob_result *result = &tuning->knobs[i];
		const size_t value = tuning_settings(tuning)[result->knob->setting];

		if (!value)
			continue;
		report_tune_how(to, result->knob, value);
		print_limit(to, result, value);
	}
	report_tune_check(to, &tuning->best->c);
}

/* The finalists of which too little is known. */
static void print_undecided(FILE *to, const struct tuning *tuning)
{
	const char *before = "  undecided:";

	for (size_t i = 0; i < tuning->finalist_count; i++) {
		if (tuning->finalists[i]->standing != VALUE_UNDECIDED)
			continue;
		fputs(before, to);
		print_settings(to, tuning->finalists[i]->c.asked);
		before = ";";
	}
	if (*before == ';')
		fputs(": the intervals of their ratios to the best are wider than 10%; "
		      "more time may decide\n",
		      to);
}

/* Why the default is advised: nothing makes a difference, or nothing is certain. */
static void print_leave(FILE *to, const struct tuning *tuning)
{
	if (tuning->verified) {
		fputs(": leave it: fresh rounds did not confirm", to);
		print_settings(to, tuning_settings(tuning));
		fputc('\n', to);
		return;
	}
	if (!settings_any(tuning_settings(tuning))) {
		fputs(": leave it: the default is within 3% of the best\n", to);
		return;
	}
	fputs(": leave it: no setting is certainly better\n  best seen:", to);
	print_settings(to, tuning_settings(tuning));
	fputs(", ", to);
	print_gain(to, tuning->goal, tuning->ratio);
	fputs("; with more time it may become certain\n", to);
}

static void print_verified(FILE *to, const struct tuning *tuning)
{
	if (!tuning->verified)
		return;
	if (isnan(tuning->verified_ratio.low)) {
		fputs("  not verified: there was no time for six fresh rounds\n", to);
		return;
	}
	fprintf(to, "  %s: ", tuning->advised ? "confirmed" : "withdrawn");
	print_gain(to, tuning->goal, tuning->verified_ratio);
	fprintf(to, " in %zu fresh rounds\n", tuning->verified_ratio.units);
}

static void print_remarks(FILE *to, const struct tuning *tuning)
{
	for (size_t i = 0; i < tuning->knob_count; i++) {
		const struct knob_result *result = &tuning->knobs[i];
		const struct knob *knob = result->knob;
		char bad[TEXT_SIZE];

		if (result->advice.flat)
			fprintf(to,
				"  flat: every %s that was tried is within 3%% of the "
				"best\n",
				setting_name(knob->setting));
		if (!result->advice.has_effect)
			fprintf(to,
				"  no effect: even %s %s, meant to be worse, makes no "
				"difference\n",
				setting_name(knob->setting),
				report_setting(bad, knob->setting, knob->bad));
	}
}

static void print_tuning(FILE *to, const struct tuning *tuning)
{
	print_task(to, tuning);
	if (tuning->reason[0] || tuning->knob_count == 0) {
		fprintf(to, ": %s\n",
			tuning->reason[0] ? tuning->reason : "not measured");
		return;
	}
	if (tuning->advised)
		print_advice(to, tuning);
	else
		print_leave(to, tuning);
	print_verified(to, tuning);
	print_undecided(to, tuning);
	print_remarks(to, tuning);
}

/* ---- all sizes ---- */

static void print_overall(FILE *to, const struct tuning *subject,
			  const struct knob_sizes *sizes)
{
	const enum setting setting = sizes->knob->setting;
	char text[TEXT_SIZE];
	double ratio;
	const size_t value = knob_sizes_value(sizes, &ratio);

	fprintf(to, "%s, all %zu sizes, %s: ", subject->c.mechanism->name, sizes->count,
		placement_name(subject->c.placement));
	if (value == 0) {
		fprintf(to, "leave %s alone\n", setting_name(setting));
		return;
	}
	fprintf(to, "set %s %s\n  gain: ", setting_name(setting),
		report_setting(text, setting, value));
	print_gain(to, subject->goal, (struct estimate){ratio, NAN, NAN, 0});
	fputs(" on average\n", to);
	report_tune_how(to, sizes->knob, value);
}

static bool is_first_of_subject(const struct tune_results *results, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (tuning_is_same_subject(&results->tunings[i],
					   &results->tunings[index]))
			return false;
	return true;
}

static void print_subject(FILE *to, const struct tune_results *results,
			  const struct tuning *subject)
{
	const struct knob *knobs = subject->c.mechanism->knobs;

	for (const struct knob *knob = knobs; knob->how; knob++) {
		const struct knob_sizes sizes = knob_sizes_of(results, subject, knob);

		if (sizes.count > 0)
			report_tune_table(to, &sizes);
	}
	for (size_t i = 0; i < results->count; i++)
		if (tuning_is_same_subject(subject, &results->tunings[i]))
			print_tuning(to, &results->tunings[i]);
	for (const struct knob *knob = knobs; knob->how; knob++) {
		const struct knob_sizes sizes = knob_sizes_of(results, subject, knob);

		if (sizes.count > 1)
			print_overall(to, subject, &sizes);
	}
}

void report_tune(FILE *to, const struct tune_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		if (!is_first_of_subject(results, i))
			continue;
		fputs(i ? "\n" : "", to);
		print_subject(to, results, &results->tunings[i]);
	}
}

void report_tune_progress(FILE *to, const struct tuning *tuning, size_t index,
			  size_t count)
{
	print_task(to, tuning);
	fprintf(to, ", %zu of %zu", index + 1, count);
}
