/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include <string.h>

#include "output/columns.h"
#include "registry.h"

#define INDENT 19 /* of what is said of an influence */
#define WIDTH 80
#define DOCTOR_SCHEMA 1 /* changes when a column changes its meaning */

const char *standing_name(enum standing standing)
{
	static const char *const names[STANDING_COUNT] = {
		[STANDING_UNKNOWN] = "unknown", [STANDING_FINE] = "fine",
		[STANDING_NOTED] = "noted",	[STANDING_AMISS] = "amiss",
		[STANDING_LIMIT] = "limit",
	};

	return names[standing];
}

void doctor_add_missing(struct influences *influences)
{
	for (size_t i = 0; i < mechanism_count; i++) {
		struct influence *of;

		if (!mechanisms[i]->without)
			continue;
		of = influence_add(influences, mechanisms[i]->name, STANDING_NOTED);
		snprintf(of->state, sizeof(of->state), "this build does without %s",
			 mechanisms[i]->without);
		of->effect = "the mechanism is not measured";
		of->basis = BASIS_DOCUMENTED;
		of->fix = "install the library's -dev package (./check --help) and build "
			  "again";
	}
}

void doctor_cells(struct cells *cells, const struct influence *of)
{
	cells_string(cells, "name", of->slug);
	cells_string(cells, "standing", standing_name(of->standing));
	cells_sentence(cells, "state", *of->state ? of->state : "unknown");
	cells_sentence(cells, "effect", of->effect);
	cells_string(cells, "basis", of->basis);
	cells_sentence(cells, "fix", *of->fix ? of->fix : "none");
	cells_number(cells, COLUMN_SCHEMA, DOCTOR_SCHEMA);
	cells_end(cells);
}

/* Breaks text between words; lines but the first begin with blanks. */
static void print_folded(FILE *to, const char *text)
{
	size_t column = INDENT;

	while (*text) {
		const size_t length = strcspn(text, " ");

		if (column > INDENT && column + 1 + length > WIDTH) {
			fprintf(to, "\n%*s", INDENT, "");
			column = INDENT;
		} else if (column > INDENT) {
			fputc(' ', to);
			column++;
		}
		fprintf(to, "%.*s", (int)length, text);
		column += length;
		text += length + strspn(text + length, " ");
	}
	fputc('\n', to);
}

/* A command is not broken: it is to be copied. */
static void print_whole(FILE *to, const struct influence *of)
{
	char text[INFLUENCE_TEXT_SIZE + 64];

	fprintf(to, "  %-*s", INDENT - 2, of->slug);
	snprintf(text, sizeof(text), "%s: %s (%s)", of->state, of->effect, of->basis);
	print_folded(to, text);
	if (*of->fix)
		fprintf(to, "%*s> %s\n", INDENT, "", of->fix);
}

static void print_brief(FILE *to, const struct influence *of)
{
	fprintf(to, "  %-*s%s\n", INDENT - 2, of->slug, of->state);
}

static void print_slug(FILE *to, const struct influence *of)
{
	fprintf(to, "  %s", of->slug);
}

static void print_limit(FILE *to, const struct influence *of)
{
	fprintf(to, "  %-25s %-10s %s\n%38s> %s\n", of->slug, of->state, of->effect, "",
		of->fix);
}

static void print_all(FILE *to, const struct influences *all, enum standing standing,
		      const char *heading,
		      void (*print)(FILE *to, const struct influence *of))
{
	bool any = false;

	for (size_t i = 0; i < all->count; i++) {
		if (all->at[i].standing != standing)
			continue;
		if (!any)
			fprintf(to, "\n%s\n", heading);
		any = true;
		print(to, &all->at[i]);
	}
}

void doctor_print(FILE *to, const struct host *host)
{
	const struct influences *all = &host->influences;

	fprintf(to, "%s\n", host->conditions);
	print_all(to, all, STANDING_AMISS, "Bends figures here:", print_whole);
	print_all(to, all, STANDING_NOTED,
		  "Moves figures, as on many machines:", print_whole);
	print_all(to, all, STANDING_FINE, "Fine:", print_brief);
	print_all(to, all, STANDING_LIMIT, "What the kernel grants:", print_limit);
	print_all(to, all, STANDING_UNKNOWN, "Not known here:", print_slug);
	fputc('\n', to);
}
