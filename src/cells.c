/* SPDX-License-Identifier: MIT */
#include "cells.h"

#include <math.h>

void cells_quote(FILE *to, const char *text)
{
	fputc('"', to);
	for (const char *at = text; *at; at++) {
		const unsigned char byte = (unsigned char)*at;

		if (byte == '"' || byte == '\\')
			fprintf(to, "\\%c", byte);
		else if (byte < 0x20)
			fprintf(to, "\\u%04x", byte);
		else
			fputc(byte, to);
	}
	fputc('"', to);
}

/* What comes before a value; false if the value itself is not wanted. */
static bool cells_begin(struct cells *cells, const char *name)
{
	const bool first = cells->written++ == 0;

	switch (cells->kind) {
	case CELLS_HEADER:
		fprintf(cells->to, first ? "%s" : ",%s", name);
		return false;
	case CELLS_CSV:
		fputs(first ? "" : ",", cells->to);
		return true;
	case CELLS_JSON:
		if (first && cells->before)
			fputs(cells->before, cells->to);
		fprintf(cells->to, "%s\"%s\": ", first ? "{" : ", ", name);
		return true;
	case CELLS_PAGE:
		fprintf(cells->to, "%s: ", name);
		return true;
	}
	return false;
}

/* What comes after it. */
static void cells_finish(const struct cells *cells)
{
	if (cells->kind == CELLS_PAGE)
		fputc('\n', cells->to);
}

void cells_string(struct cells *cells, const char *name, const char *value)
{
	if (!cells_begin(cells, name))
		return;
	if (cells->kind == CELLS_JSON)
		cells_quote(cells->to, value);
	else
		fputs(value, cells->to);
	cells_finish(cells);
}

void cells_number(struct cells *cells, const char *name, double value)
{
	static const char *const missing[] = {
		[CELLS_CSV] = "",
		[CELLS_JSON] = "null",
		[CELLS_PAGE] = "-",
	};

	if (!cells_begin(cells, name))
		return;
	if (!isfinite(value))
		fputs(missing[cells->kind], cells->to);
	else if (fabs(value) >= 1e5 || value == floor(value))
		fprintf(cells->to, "%.0f", value);
	else
		fprintf(cells->to, "%.6g", value);
	cells_finish(cells);
}

void cells_end(struct cells *cells)
{
	if (cells->kind != CELLS_PAGE)
		fputs(cells->kind == CELLS_JSON ? "}" : "\n", cells->to);
	cells->written = 0;
	if (cells->before)
		cells->before = ",\n";
}
