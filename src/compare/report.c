/* SPDX-License-Identifier: MIT */
#include "compare/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/csv.h"
#include "output/report.h"
#include "output/tables.h"

enum { LABEL_SIZE = 4 * TEXT_WORD_SIZE, LABEL_WIDTH = 24, BASIS_WIDTH = 14 };

/* What each judgement is called in CSV, and by people. */
static const struct {
	const char *name, *text;
} judgements[JUDGEMENT_COUNT] = {
	[JUDGED_FASTER] = {"faster", "faster"},
	[JUDGED_SLOWER] = {"slower", "slower"},
	[JUDGED_SAME] = {"same", "same"},
	[JUDGED_INCONCLUSIVE] = {"inconclusive", "inconclusive"},
	[JUDGED_INDICATION] = {"indication", "indicative"},
	[JUDGED_MOVED] = {"regime", "without a verdict"},
	[JUDGED_NOT_COMPARABLE] = {"not-comparable", "not compared"},
	[JUDGED_OLD_ONLY] = {"old-only", "only in OLD"},
	[JUDGED_NEW_ONLY] = {"new-only", "only in NEW"},
};

const char *judgement_name(unsigned judgement)
{
	return judgements[judgement].name;
}

/* ---- for programs ---- */

static const struct column columns[] = {
	{KEYS(KEY_MECHANISM, KEY_ARM)},
	{"metric", STRING(struct compared_case, metric)},
	{"old", NUMBER(struct compared_case, of[OLD].level)},
	{"new", NUMBER(struct compared_case, of[NEW].level)},
	{"ratio", ESTIMATE(struct compared_case, ratio)},
	{"verdict", WORD(struct compared_case, judgement, judgement_name)},
	{"reason", TEXT(struct compared_case, reason)},
	{"old_sessions", NUMBER(struct compared_case, of[OLD].sessions)},
	{"new_sessions", NUMBER(struct compared_case, of[NEW].sessions)},
	{"floor", NUMBER(struct compared_case, floor)},
	{"ratio_to", STRING(struct compared_case, ratio_to)},
	{"level", ESTIMATE(struct compared_case, level)},
	{"threshold", NUMBER(struct compared_case, threshold)},
	{0},
};

static void comparison_rows(struct cells *cells, const void *from, size_t count)
{
	struct compared_case *const *cases = from;

	for (size_t i = 0; i < count; i++) {
		struct row row = {.values = cases[i]};

		for (enum key key = 0; key < KEY_COUNT; key++) {
			const char *text = case_key(cases[i], key);

			row.key[key].text = text;
			row.key[key].number = *text ? strtod(text, NULL) : NAN;
		}
		columns_write(cells, columns, &row);
	}
}

/* ---- for people ---- */

/* Whether there are several variants of the mechanism, which the label must name. */
static bool has_variants(const struct comparison *comparison,
			 const struct compared_case *c)
{
	for (size_t i = 0; i < comparison->count; i++) {
		const struct compared_case *other = comparison->cases[i];

		if (strcmp(case_key(other, KEY_MECHANISM), case_key(c, KEY_MECHANISM)) ==
			    0 &&
		    strcmp(case_key(other, KEY_VARIANT), case_key(c, KEY_VARIANT)) != 0)
			return true;
	}
	return false;
}

/* "pipe", or with its settings: "pipe spin 1M". */
static const char *case_label(const struct comparison *comparison,
			      const struct compared_case *c,
			      char label[static LABEL_SIZE])
{
	static const struct {
		enum key key;
		const char *usual; /* which the label leaves out */
		const char *before;
		enum setting
			setting; /* of which it is the value; SETTING_COUNT: of none */
	} parts[] = {
		{KEY_MECHANISM, "", "", SETTING_COUNT},
		{KEY_WAIT, "block", " ", SETTING_COUNT},
		{KEY_VARIANT, "", " ", SETTING_COUNT},
		{KEY_BUFFER_REQUESTED, "0", " ", SET_BUFFER},
		{KEY_DEPTH_REQUESTED, "0", " depth ", SET_DEPTH},
		{KEY_CHUNK_REQUESTED, "0", " chunk ", SET_CHUNK},
		{KEY_SPIN_REQUESTED, "0", " spin ", SET_SPIN},
		{KEY_PROGRAM, "this", " ", SETTING_COUNT},
		{KEY_ARM, "0", " arm ", SETTING_COUNT},
	};
	const bool variants = has_variants(comparison, c);
	char value[TEXT_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && n < LABEL_SIZE; i++) {
		const char *text = case_key(c, parts[i].key);

		if (strcmp(text, parts[i].usual) == 0 ||
		    (parts[i].key == KEY_VARIANT && !variants))
			continue;
		if (parts[i].setting < SETTING_COUNT)
			text = report_setting(value, parts[i].setting,
					      strtoull(text, NULL, 10));
		n += (size_t)snprintf(label + n, LABEL_SIZE - n, "%s%s", parts[i].before,
				      text);
	}
	return label;
}

static void print_percent(FILE *to, struct estimate e)
{
	fprintf(to, "%+.1f%%", 100 * (e.value - 1));
	if (isnan(e.low))
		fputs(" (no interval)", to);
	else
		fprintf(to, " [%+.1f%%, %+.1f%%]", 100 * (e.low - 1), 100 * (e.high - 1));
}

/* What ratios are to, and what they cannot show: how that itself changed. */
static void print_reference(FILE *to, const struct comparison *comparison,
			    const struct compared_case *c)
{
	const double threshold = reference_threshold(c->reference);
	char label[LABEL_SIZE];

	fputs("  ", to);
	if (c->odd)
		fprintf(to, "most changed alike against %s; so ",
			case_label(comparison, c->odd, label));
	fprintf(to, "ratios are to %s, whose own level changed by ",
		case_label(comparison, c->reference, label));
	print_percent(to, c->reference->level);
	fputs(": what changed all alike does not show in them", to);
	if (threshold > COMPARE_RATIO_THRESHOLD)
		fprintf(to, ", nor does less than %.1f%%", 100 * threshold);
	fputc('\n', to);
}

static void print_heading(FILE *to, const struct comparison *comparison, size_t first)
{
	const struct compared_case *c = comparison->cases[first];
	size_t paired = first;
	char size[TEXT_SIZE];

	fprintf(to, "%s, %s bytes, %s, touch %s\n", case_key(c, KEY_PATTERN),
		text_format_size(size, strtoull(case_key(c, KEY_SIZE), NULL, 10)),
		case_key(c, KEY_PLACEMENT), case_key(c, KEY_TOUCH));
	while (paired < comparison->count && !comparison->cases[paired]->reference)
		paired++;
	if (paired < comparison->count &&
	    case_is_same_group(comparison->cases[paired], c))
		print_reference(to, comparison, comparison->cases[paired]);
	fprintf(to, "  %-*s  %10s  %10s  %-*s  new/old\n", LABEL_WIDTH, "", "old", "new",
		BASIS_WIDTH, "");
}

/* How sure a verdict is. */
static void print_floor(FILE *to, const struct compared_case *c)
{
	fprintf(to,
		c->floor < 1 ? "; %zu and %zu sessions could show %.1f%%"
			     : "; %zu and %zu sessions could show a factor of %.3g",
		c->of[OLD].sessions, c->of[NEW].sessions,
		c->floor < 1 ? 100 * c->floor : 1 + c->floor);
}

/* A case that has a ratio, with or without a verdict. */
static void print_ratio(FILE *to, const struct compared_case *c)
{
	const struct recorded_case *old = &c->of[OLD], *new = &c->of[NEW];
	char before[TEXT_SIZE], after[TEXT_SIZE], basis[LABEL_SIZE];

	snprintf(basis, sizeof(basis), c->ratio_to ? "ratio to %s" : "level",
		 c->ratio_to);
	fprintf(to, "  %10s  %10s  %-*s  %7.3f", text_format_duration(before, old->level),
		text_format_duration(after, new->level), BASIS_WIDTH, basis,
		c->ratio.value);
	if (c->judgement < JUDGED_INDICATION)
		fprintf(to, "  [%.4g, %.4g]", c->ratio.low, c->ratio.high);
	fprintf(to, "  %s", judgements[c->judgement].text);
	if (c->judgement == JUDGED_SAME)
		fprintf(to, " within %.3g%%", 100 * c->threshold);
	if (c->judgement == JUDGED_MOVED)
		fprintf(to, ": the CPUs were %.0f ns apart, and now are %.0f ns",
			old->distance, new->distance);
	else if (c->judgement == JUDGED_INDICATION)
		fprintf(to, ": %zu and %zu sessions are too few for a verdict",
			old->sessions, new->sessions);
	else
		print_floor(to, c);
	if (strcmp(c->metric, COLUMN_RTT_MEAN) == 0)
		fprintf(to, "; means, as samples were of %.0f and are of %.0f messages",
			old->batch_high, new->batch_high);
}

static void print_case(FILE *to, const struct comparison *comparison,
		       const struct compared_case *c)
{
	char label[LABEL_SIZE];

	fprintf(to, "  %-*s", LABEL_WIDTH, case_label(comparison, c, label));
	if (c->judgement <= JUDGED_MOVED) {
		print_ratio(to, c);
	} else {
		fprintf(to, "  %s", judgements[c->judgement].text);
		if (strcmp(c->reason, "none") != 0)
			fprintf(to, ": %s", c->reason);
	}
	fputc('\n', to);
}

/* How many cases have each judgement, and how sure the verdicts are. */
static void print_counts(FILE *to, const struct comparison *comparison)
{
	size_t verdicts = 0;
	const char *before = ": ";

	fprintf(to, "\n%zu case%s", comparison->count, comparison->count == 1 ? "" : "s");
	for (enum judgement j = 0; j < JUDGEMENT_COUNT; j++) {
		const size_t n = comparison_count(comparison, j);

		if (n == 0)
			continue;
		fprintf(to, "%s%zu %s", before, n, judgements[j].text);
		before = ", ";
		verdicts += j < JUDGED_INDICATION ? n : 0;
	}
	if (verdicts > 0)
		fprintf(to, "; all verdicts together hold at %g%%, each at %.4g%%",
			100 * STATS_CONFIDENCE, 100 * comparison->confidence);
	fputc('\n', to);
}

static void print_table(FILE *to, const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++) {
		const struct compared_case *c = comparison->cases[i];

		if (i == 0 || !case_is_same_group(comparison->cases[i - 1], c)) {
			fputs(i ? "\n" : "", to);
			print_heading(to, comparison, i);
		}
		print_case(to, comparison, c);
	}
	print_counts(to, comparison);
}

void report_comparison(FILE *to, enum format format, const struct comparison *comparison)
{
	static const struct csv_table table = {NULL, columns, comparison_rows};

	if (format == FORMAT_TABLE)
		print_table(to, comparison);
	else
		csv_print(to, format, &table, comparison->cases, comparison->count);
}

/* ---- what else is not the same ---- */

void report_conditions(FILE *to, const struct conditions *old,
		       const struct conditions *new)
{
	for (size_t i = 0; i < CONDITION_COUNT; i++)
		if (strcmp(old->values[i], new->values[i]) != 0)
			fprintf(to, "warning: %s: OLD has %s, NEW has %s\n",
				condition_name(i), old->values[i], new->values[i]);
}

void report_granted(FILE *to, const struct comparison *comparison)
{
	static const enum key keys[] = {KEY_CLIENT_CPU, KEY_SERVER_CPU,
					KEY_BUFFER_GRANTED};

	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		const enum key key = keys[k];
		const struct compared_case *first = NULL;
		size_t n = 0;
		char label[LABEL_SIZE];

		for (size_t i = 0; i < comparison->count; i++) {
			const struct compared_case *c = comparison->cases[i];

			if (c->of[OLD].count == 0 || c->of[NEW].count == 0 ||
			    strcmp(c->of[OLD].key[key], c->of[NEW].key[key]) == 0)
				continue;
			first = n++ ? first : c;
		}
		if (first)
			fprintf(to,
				"warning: %s differs in %zu of %zu cases, such as %s, "
				"%s, %s bytes: OLD has %s, NEW has %s\n",
				key_name(key), n, comparison->count,
				case_label(comparison, first, label),
				case_key(first, KEY_PATTERN), case_key(first, KEY_SIZE),
				first->of[OLD].key[key], first->of[NEW].key[key]);
	}
}

void report_advice(FILE *to, const struct comparison *comparison)
{
	const size_t few = comparison_count(comparison, JUDGED_INDICATION);
	const size_t wide = comparison_count(comparison, JUDGED_INCONCLUSIVE);

	if (few)
		fprintf(to,
			"note: %zu of %zu cases are indicative: a verdict needs ipcbench "
			"run --sessions %d or more on both sides\n",
			few, comparison->count, COMPARE_SESSIONS);
	if (wide)
		fprintf(to,
			"note: %zu of %zu cases are inconclusive: more sessions, or "
			"fewer "
			"cases, would show smaller differences\n",
			wide, comparison->count);
}
