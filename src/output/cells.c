/* SPDX-License-Identifier: MIT */
#include "output/cells.h"

#include <math.h>

/* How many bytes the character at at has; 0 if it is not UTF-8 (RFC 3629). */
static size_t character_size(const unsigned char *at)
{
	const size_t size = *at < 0x80	 ? 1
			    : *at < 0xc2 ? 0
			    : *at < 0xe0 ? 2
			    : *at < 0xf0 ? 3
			    : *at < 0xf5 ? 4
					 : 0;
	/* Overlong forms, surrogates and what is beyond Unicode are not UTF-8. */
	const unsigned char low = *at == 0xe0 ? 0xa0 : *at == 0xf0 ? 0x90 : 0x80;
	const unsigned char high = *at == 0xed ? 0x9f : *at == 0xf4 ? 0x8f : 0xbf;

	if (size > 1 && (at[1] < low || at[1] > high))
		return 0;
	for (size_t i = 2; i < size; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	return size;
}

void cells_quote(FILE *to, const char *text)
{
	size_t size;

	fputc('"', to);
	for (; *text; text += size ? size : 1) {
		size = character_size((const unsigned char *)text);
		if (size == 0)
			fputs("\xef\xbf\xbd", to); /* U+FFFD */
		else if (*text == '"' || *text == '\\')
			fprintf(to, "\\%c", *text);
		else if (size == 1 && *text < 0x20)
			fprintf(to, "\\u%04x", *text);
		else
			fwrite(text, 1, size, to);
	}
	fputc('"', to);
}

/* Writes what comes before a value.  Returns whether the value is wanted, too. */
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

/* Writes what comes after a value. */
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

void cells_sentence(struct cells *cells, const char *name, const char *value)
{
	if (cells->kind != CELLS_CSV) {
		cells_string(cells, name, value);
		return;
	}
	cells_begin(cells, name);
	for (const char *at = value; *at; at++)
		fputc(*at == ',' ? ';' : *at, cells->to);
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
