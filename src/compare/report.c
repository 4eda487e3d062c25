/* SPDX-License-Identifier: MIT */
/*
 * What ipcbench compare found.
 */
#include "compare/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/cells.h"
#include "output/rows.h"

/* ---- for programs ---- */

static void key_cell(struct cells *cells, enum key key, const char *text)
{
	if (key_is_number(key))
		cells_number(cells, key_name(key), *text ? strtod(text, NULL) : NAN);
	else
		cells_string(cells, key_name(key), text);
}

/* What is compared of a case. */
static const char *metric_name(const struct compared *c)
{
	const char *pattern = compared_key(c, KEY_PATTERN);

	return strcmp(pattern, "stream") == 0  ? "message_ns"
	       : strcmp(pattern, "paced") == 0 ? "latency_p50_ns"
					       : "rtt_p50_ns";
}

static void compared_cells(struct cells *cells, const struct compared *c)
{
	for (enum key key = 0; key < KEY_COUNT; key++)
		key_cell(cells, key, compared_key(c, key));
	cells_string(cells, "metric", metric_name(c));
	cells_number(cells, "old", c->of[OLD].level);
	cells_number(cells, "new", c->of[NEW].level);
	cells_number(cells, "ratio", c->ratio.value);
	cells_number(cells, "ratio_low", c->ratio.low);
	cells_number(cells, "ratio_high", c->ratio.high);
	cells_string(cells, "verdict", judgement_name(c->judgement));
	cells_string(cells, "reason", c->reason);
	cells_number(cells, "old_sessions", (double)c->of[OLD].sessions);
	cells_number(cells, "new_sessions", (double)c->of[NEW].sessions);
	cells_number(cells, "floor", stats_half_width(c->ratio));
	cells_number(cells, "schema", SCHEMA);
	cells_end(cells);
}

static void print_csv(FILE *to, const struct compare *compare)
{
	static const struct compared no_case;
	struct cells cells = {.to = to, .kind = CELLS_HEADER};

	compared_cells(&cells, &no_case);
	cells.kind = CELLS_CSV;
	for (size_t i = 0; i < compare->count; i++)
		compared_cells(&cells, compare->cases[i]);
}

static void print_json(FILE *to, const struct compare *compare)
{
	struct cells cells = {.to = to, .kind = CELLS_JSON};

	for (size_t i = 0; i < compare->count; i++) {
		fputs(i ? ",\n" : "[\n", to);
		compared_cells(&cells, compare->cases[i]);
	}
	fputs(compare->count ? "\n]\n" : "[]\n", to);
}

/* ---- for people ---- */

static const char *size_text(char text[static TEXT_SIZE], const struct compared *c,
			     enum key key)
{
	return text_format_size(text, strtoull(compared_key(c, key), NULL, 10));
}

/* Whether the mechanism is there in several variants, which are to be told apart. */
static bool variant_tells(const struct compare *compare, const struct compared *c)
{
	for (size_t i = 0; i < compare->count; i++) {
		const struct compared *other = compare->cases[i];

		if (strcmp(compared_key(other, KEY_MECHANISM),
			   compared_key(c, KEY_MECHANISM)) == 0 &&
		    strcmp(compared_key(other, KEY_VARIANT),
			   compared_key(c, KEY_VARIANT)) != 0)
			return true;
	}
	return false;
}

/* "pipe", or with what it was set to: "pipe spin 1M". */
static const char *case_label(const struct compare *compare, const struct compared *c,
			      char *label, size_t size)
{
	const char *wait = compared_key(c, KEY_WAIT);
	const bool asked = strcmp(compared_key(c, KEY_BUFFER_REQUESTED), "0") != 0;
	const char *program = compared_key(c, KEY_PROGRAM);
	char buffer[TEXT_SIZE];
	const char *const words[] = {
		strcmp(wait, "block") == 0 ? NULL : wait,
		variant_tells(compare, c) ? compared_key(c, KEY_VARIANT) : NULL,
		asked ? size_text(buffer, c, KEY_BUFFER_REQUESTED) : NULL,
		strcmp(program, "this") == 0 ? NULL : program,
	};
	static const struct {
		enum key key;
		const char *name;
	} others[] = {
		{KEY_DEPTH_REQUESTED, "depth"},
		{KEY_CHUNK_REQUESTED, "chunk"},
		{KEY_SPIN_REQUESTED, "spin"},
	};
	size_t n = (size_t)snprintf(label, size, "%s", compared_key(c, KEY_MECHANISM));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && n < size; i++)
		if (words[i])
			n += (size_t)snprintf(label + n, size - n, " %s", words[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]) && n < size; i++)
		if (strcmp(compared_key(c, others[i].key), "0") != 0)
			n += (size_t)snprintf(label + n, size - n, " %s %s",
					      others[i].name,
					      compared_key(c, others[i].key));
	return label;
}

static bool same_group(const struct compared *a, const struct compared *b)
{
	static const enum key keys[] = {KEY_PATTERN, KEY_SIZE,	KEY_PLACEMENT,
					KEY_TOUCH,   KEY_PAIRS, KEY_RATE};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(compared_key(a, keys[i]), compared_key(b, keys[i])) != 0)
			return false;
	return true;
}

static void print_heading(FILE *to, const struct compared *c)
{
	char size[TEXT_SIZE];

	fprintf(to, "%s, %s bytes, %s, touch %s\n", compared_key(c, KEY_PATTERN),
		size_text(size, c, KEY_SIZE), compared_key(c, KEY_PLACEMENT),
		compared_key(c, KEY_TOUCH));
	fprintf(to, "  %-24s  %10s  %10s  %7s\n", "", "old", "new", "new/old");
}

static void print_verdict(FILE *to, const struct compared *c)
{
	const double floor = stats_half_width(c->ratio);

	fprintf(to, "  [%.4g, %.4g]  %s", c->ratio.low, c->ratio.high,
		judgement_name(c->judgement));
	if (c->judgement == JUDGED_SAME)
		fprintf(to, " within %g%%", 100 * COMPARE_THRESHOLD);
	if (floor < 1)
		fprintf(to, "; could show %.1f%%", 100 * floor);
	else
		fprintf(to, "; could show a factor of %.3g", 1 + floor);
}

static void print_judgement(FILE *to, const struct compared *c)
{
	switch (c->judgement) {
	case JUDGED_INDICATION:
		fputs("  an indication, no verdict", to);
		break;
	case JUDGED_REGIME:
		fprintf(to, "  no verdict: the CPUs are %.0f ns apart, and were %.0f ns",
			c->of[NEW].distance, c->of[OLD].distance);
		break;
	default:
		print_verdict(to, c);
	}
	fprintf(to, "; sessions %zu and %zu", c->of[OLD].sessions, c->of[NEW].sessions);
}

static void print_compared(FILE *to, const struct compare *compare,
			   const struct compared *c)
{
	char label[TEXT_WORD_SIZE * 4], old[TEXT_SIZE], new[TEXT_SIZE];

	fprintf(to, "  %-24s", case_label(compare, c, label, sizeof(label)));
	switch (c->judgement) {
	case JUDGED_OLD_ONLY:
		fputs("  only in OLD", to);
		break;
	case JUDGED_NEW_ONLY:
		fputs("  only in NEW", to);
		break;
	case JUDGED_NOT_COMPARABLE:
		fputs("  not compared", to);
		break;
	default:
		fprintf(to, "  %10s  %10s  %7.3f",
			text_format_duration(old, c->of[OLD].level),
			text_format_duration(new, c->of[NEW].level), c->ratio.value);
		print_judgement(to, c);
		fputc('\n', to);
		return;
	}
	if (strcmp(c->reason, "none") != 0)
		fprintf(to, ": %s", c->reason);
	fputc('\n', to);
}

/* How many cases came to what, and how sure that is. */
static void print_counts(FILE *to, const struct compare *compare)
{
	const char *before = ": ";

	fprintf(to, "\n%zu cases", compare->count);
	for (enum judgement j = 0; j < JUDGEMENT_COUNT; j++) {
		const size_t n = compare_count(compare, j);

		if (n == 0)
			continue;
		fprintf(to, "%s%zu %s", before, n, judgement_name(j));
		before = ", ";
	}
	fprintf(to, "; verdicts hold together at %g%%, each at %.4g%%\n",
		100 * STATS_CONFIDENCE, 100 * compare->confidence);
}

static void print_table(FILE *to, const struct compare *compare)
{
	for (size_t i = 0; i < compare->count; i++) {
		const struct compared *c = compare->cases[i];

		if (i == 0 || !same_group(compare->cases[i - 1], c)) {
			fputs(i ? "\n" : "", to);
			print_heading(to, c);
		}
		print_compared(to, compare, c);
	}
	print_counts(to, compare);
}

void report_compare(FILE *to, enum format format, const struct compare *compare)
{
	switch (format) {
	case FORMAT_CSV:
		print_csv(to, compare);
		break;
	case FORMAT_JSON:
		print_json(to, compare);
		break;
	default:
		print_table(to, compare);
	}
}

/* ---- what else is not the same ---- */

void report_conditions(FILE *to, const struct conditions *old,
		       const struct conditions *new)
{
	for (size_t i = 0; i < CONDITION_COUNT; i++)
		if (strcmp(old->values[i], new->values[i]) != 0)
			fprintf(to, "warning: %s: OLD has %s, NEW %s\n",
				condition_name(i), old->values[i], new->values[i]);
}

/* Says in how many cases a column differs that does not tell cases apart. */
static void report_column(FILE *to, const struct compare *compare, enum key key)
{
	const struct compared *example = NULL;
	size_t n = 0;
	char label[TEXT_WORD_SIZE * 4];

	for (size_t i = 0; i < compare->count; i++) {
		const struct compared *c = compare->cases[i];

		if (c->of[OLD].count == 0 || c->of[NEW].count == 0 ||
		    strcmp(c->of[OLD].key[key], c->of[NEW].key[key]) == 0)
			continue;
		example = n++ ? example : c;
	}
	if (example)
		fprintf(to,
			"warning: %s differs in %zu cases, such as %s, %s, %s bytes: OLD "
			"has %s, NEW %s\n",
			key_name(key), n,
			case_label(compare, example, label, sizeof(label)),
			compared_key(example, KEY_PATTERN),
			compared_key(example, KEY_SIZE), example->of[OLD].key[key],
			example->of[NEW].key[key]);
}

void report_given(FILE *to, const struct compare *compare)
{
	report_column(to, compare, KEY_CLIENT_CPU);
	report_column(to, compare, KEY_SERVER_CPU);
	report_column(to, compare, KEY_BUFFER_GRANTED);
}

void report_advice(FILE *to, const struct compare *compare)
{
	const size_t few = compare_count(compare, JUDGED_INDICATION);
	const size_t wide = compare_count(compare, JUDGED_INCONCLUSIVE);

	if (few)
		fprintf(to,
			"note: %zu of %zu cases are indications: verdicts need "
			"ipcbench run --sessions %d or more on both sides\n",
			few, compare->count, COMPARE_SESSIONS);
	if (wide)
		fprintf(to,
			"note: %zu of %zu cases are inconclusive: more sessions, or "
			"fewer cases, would show smaller differences\n",
			wide, compare->count);
}
