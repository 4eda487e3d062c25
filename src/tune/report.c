/* SPDX-License-Identifier: MIT */
#include "tune/report.h"

#include <math.h>
#include <unistd.h>

#include "base/words.h"
#include "tune/text.h"

/* What the goal calls a change of time per message to that ratio. */
static void print_change(FILE *to, enum goal goal, double ratio)
{
	const double factor = goal == GOAL_BANDWIDTH ? 1 / ratio : ratio;

	const double percent = 100 * (factor - 1);

	fprintf(to, fabs(percent) < 100 ? "%+.3g%%" : "%+.0f%%", percent);
}

static void print_gain(FILE *to, enum goal goal, struct estimate ratio)
{
	static const char *const what[GOAL_COUNT] = {
		[GOAL_BANDWIDTH] = "bandwidth",
		[GOAL_LATENCY] = "round trip",
		[GOAL_CPU] = "CPU time",
		[GOAL_BALANCED] = "time, round trip and stream",
	};
	const bool inverse = goal == GOAL_BANDWIDTH;

	print_change(to, goal, ratio.value);
	fprintf(to, " %s", what[goal]);
	if (isnan(ratio.low))
		return;
	fputs(" [", to);
	print_change(to, goal, inverse ? ratio.high : ratio.low);
	fputs(", ", to);
	print_change(to, goal, inverse ? ratio.low : ratio.high);
	fputc(']', to);
}

static void print_subject(FILE *to, const struct question *q)
{
	char size[TEXT_SIZE];

	fprintf(to, "%s, %s messages, %s", q->c.mechanism->name,
		text_format_size(size, q->c.size), placement_name(q->c.placement));
	if (q->c.wait != case_default_wait(q->c.mechanism))
		fprintf(to, ", %s", wait_name(q->c.wait));
}

/* ---- one size ---- */

static void print_settings(FILE *to, const size_t kept[static SETTING_COUNT])
{
	const char *before = " ";
	char text[TEXT_SIZE];

	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++) {
		if (!kept[s])
			continue;
		fprintf(to, "%s%s %s", before, setting_name(s),
			tune_format_value(text, s, kept[s]));
		before = ", ";
	}
}

static void print_cost(FILE *to, const struct tune_row *before,
		       const struct tune_row *after)
{
	const size_t was = before->told.granted[SET_BUFFER];
	const size_t is = after->told.granted[SET_BUFFER];
	char a[TEXT_SIZE], b[TEXT_SIZE];

	fprintf(to, "  cost: memory for each direction %s, by default %s; ",
		text_format_size(a, is), text_format_size(b, was));
	fprintf(to, "CPU per byte %.3g ns, by default %.3g ns\n",
		tune_row_cpu_ns(after) / (double)after->c.size,
		tune_row_cpu_ns(before) / (double)before->c.size);
}

/* Where the best that was seen is the most that may be asked for. */
static void print_limit(FILE *to, const struct finding *finding,
			const struct tune_results *results)
{
	const struct knob *knob = finding->knob;
	const struct tune_row *last = &results->rows[finding->first + finding->count - 1];

	if (finding->at_limit)
		fprintf(to,
			"  limit: more %s may be better still: as root, "
			"sysctl -w %s=%zu, then tune again\n",
			setting_name(knob->setting), knob->limit,
			4 * last->value < knob->most ? 4 * last->value : knob->most);
}

static void print_advice(FILE *to, const struct tune_results *results,
			 const struct answer *answer)
{
	const struct tune_row *row = &results->rows[answer->row];
	char text[TUNE_TEXT_SIZE];

	fputs(": set", to);
	print_settings(to, answer->kept);
	fputs("\n  gain: ", to);
	print_gain(to, answer->question.goal, answer->ratio);
	fputs(" to the default\n", to);
	print_cost(to, &results->rows[answer->findings[0].first], row);
	for (size_t i = 0; i < answer->finding_count; i++) {
		const struct knob *knob = answer->findings[i].knob;

		if (!answer->kept[knob->setting])
			continue;
		fprintf(to, "  how: %s\n",
			tune_how(text, knob, answer->kept[knob->setting]));
		print_limit(to, &answer->findings[i], results);
	}
	fprintf(to, "  check: %s\n", tune_check(text, &row->c));
}

/* Why nothing else is advised: it makes no difference, or it is uncertain. */
static void print_leave(FILE *to, const struct answer *answer)
{
	if (!settings_any(answer->kept)) {
		fputs(": leave it: the default is within 3 % of the best\n", to);
		return;
	}
	fputs(": leave it: no setting is certainly better\n  best seen:", to);
	print_settings(to, answer->kept);
	fputs(", ", to);
	print_gain(to, answer->question.goal, answer->ratio);
	fputs("; more time may tell\n", to);
}

static void print_remarks(FILE *to, const struct answer *answer)
{
	for (size_t i = 0; i < answer->finding_count; i++) {
		const struct finding *finding = &answer->findings[i];
		const char *name = setting_name(finding->knob->setting);

		if (finding->advice.flat)
			fprintf(to,
				"  flat: no %s that was tried makes a difference of 3 "
				"%%\n",
				name);
		if (!finding->advice.live)
			fprintf(to,
				"  not live: a %s chosen to be bad, %zu, makes no "
				"difference\n",
				name, finding->knob->bad);
	}
}

static void print_answer(FILE *to, const struct tune_results *results,
			 const struct answer *answer)
{
	const bool withdrawn = answer->verified == VERIFIED_WITHDRAWN;

	print_subject(to, &answer->question);
	if (answer->reason[0] || answer->finding_count == 0) {
		fprintf(to, ": %s\n",
			answer->reason[0] ? answer->reason : "not measured");
		return;
	}
	if (answer->advised && !withdrawn)
		print_advice(to, results, answer);
	else if (!answer->advised)
		print_leave(to, answer);
	else {
		fputs(": leave it: what was found is not confirmed:", to);
		print_settings(to, answer->kept);
		fputc('\n', to);
	}
	if (answer->verified != VERIFIED_NOT) {
		fprintf(to, "  %s: ", withdrawn ? "withdrawn" : "confirmed");
		print_gain(to, answer->question.goal, answer->again);
		fprintf(to, " in %zu fresh rounds\n", answer->again.units);
	}
	print_remarks(to, answer);
}

/* ---- all sizes ---- */

static void print_overall(FILE *to, const struct tune_results *results,
			  const struct answer *answer)
{
	const struct question *q = &answer->question;
	char text[TUNE_TEXT_SIZE], value_text[TEXT_SIZE];
	double ratio;
	size_t sizes;

	for (const struct knob *knob = q->c.mechanism->knobs; knob->how; knob++) {
		const size_t value = tune_overall(results, answer, knob, &ratio, &sizes);

		if (sizes < 2)
			continue;
		fprintf(to, "%s, all %zu sizes, %s: ", q->c.mechanism->name, sizes,
			placement_name(q->c.placement));
		if (value == 0) {
			fprintf(to, "leave %s alone\n", setting_name(knob->setting));
			continue;
		}
		fprintf(to, "%s %s: ", setting_name(knob->setting),
			tune_format_value(value_text, knob->setting, value));
		print_gain(to, q->goal, (struct estimate){ratio, NAN, NAN, 0});
		fprintf(to, " on average\n  how: %s\n", tune_how(text, knob, value));
	}
}

static bool is_first_of_subject(const struct tune_results *results, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (tune_is_same_subject(&results->answers[i], &results->answers[index]))
			return false;
	return true;
}

static void print_subject_answers(FILE *to, const struct tune_results *results,
				  const struct answer *answer)
{
	const struct mechanism *m = answer->question.c.mechanism;

	for (const struct knob *knob = m->knobs; knob->how; knob++)
		report_tune_table(to, results, answer, knob);
	for (size_t i = 0; i < results->answer_count; i++)
		if (tune_is_same_subject(answer, &results->answers[i]))
			print_answer(to, results, &results->answers[i]);
	print_overall(to, results, answer);
}

void report_tune(FILE *to, const struct tune_results *results)
{
	for (size_t i = 0; i < results->answer_count; i++) {
		if (!is_first_of_subject(results, i))
			continue;
		fputs(i ? "\n" : "", to);
		print_subject_answers(to, results, &results->answers[i]);
	}
}

void report_tune_progress(FILE *to, const struct question *question, size_t index,
			  size_t count)
{
	if (!isatty(fileno(to)))
		return;
	fputs("\r\033[K", to);
	if (question) {
		print_subject(to, question);
		fprintf(to, ", %zu of %zu", index + 1, count);
	}
	fflush(to);
}
