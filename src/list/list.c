/* SPDX-License-Identifier: MIT */
#include "list/list.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"

#define WORDS_SIZE 256
#define LINE "%-16s %-10s %-8s %-8s %-10s %-9s %-8s %s\n"

static const char *yes_or_no(bool is)
{
	return is ? "yes" : "no";
}

static const char *direction_word(const struct mechanism *m)
{
	return m->traits & MECH_ONE_WAY ? "one-way" : "two-way";
}

static const char *naming_word(const struct mechanism *m)
{
	return m->traits & MECH_NAMED ? "named" : "anonymous";
}

static const char *carries_word(const struct mechanism *m)
{
	if (m->traits & MECH_TOKEN)
		return "token";
	return m->traits & MECH_BOUNDARIES ? "messages" : "stream";
}

static const char *access_word(const struct mechanism *m)
{
	if (m->access)
		return m->access;
	return m->traits & MECH_NAMED ? "not-stated" : "inherited";
}

/* Adds a word, after a space if it is not the first. */
static void words_add(char words[static WORDS_SIZE], const char *word)
{
	const size_t n = strlen(words);

	snprintf(words + n, WORDS_SIZE - n, "%s%s", n ? " " : "", word);
}

/* A cell with what the mechanism states; it is missing if this build has not got it. */
static void stated_cell(struct cells *cells, const char *name, const struct mechanism *m,
			const char *word)
{
	if (m->without)
		cells_number(cells, name, NAN);
	else
		cells_string(cells, name, word);
}

static void waits_cell(struct cells *cells, const struct mechanism *m)
{
	char words[WORDS_SIZE] = "";

	for (enum wait wait = WAIT_BLOCK; wait < WAIT_COUNT; wait++)
		if (m->waits & WAITS(wait))
			words_add(words, wait_name(wait));
	stated_cell(cells, "waits", m, words);
}

static void variants_cell(struct cells *cells, const struct mechanism *m)
{
	char words[WORDS_SIZE] = "";

	for (const char *const *at = m->variants; at && *at; at++)
		words_add(words, *at);
	stated_cell(cells, "variants", m, m->variants ? words : "default");
}

/* What the documentation promises if two processes write at the same time. */
static void atomic_cell(struct cells *cells, const struct mechanism *m)
{
	char word[WORDS_SIZE] = "not-promised";

	if (m->traits & MECH_TOKEN)
		snprintf(word, sizeof(word), "none");
	else if (m->traits & MECH_BOUNDARIES)
		snprintf(word, sizeof(word), "messages");
	else if (m->atomic > 0)
		snprintf(word, sizeof(word), "up-to-%zu", m->atomic);
	stated_cell(cells, "atomic_writes", m, word);
}

static double or_missing(bool known, double number)
{
	return known ? number : NAN;
}

static void capacity_cells(struct cells *cells, bool largest, const struct capacity *c)
{
	const char *is = c->endless ? "at-least" : "exact";

	cells_number(cells, largest ? "largest_buffer_bytes" : "buffer_bytes",
		     or_missing(c->buffer > 0, (double)c->buffer));
	cells_number(cells, largest ? "largest_capacity_bytes" : "capacity_bytes",
		     or_missing(c->bytes > 0, (double)c->bytes));
	cells_number(cells, largest ? "largest_capacity_messages" : "capacity_messages",
		     or_missing(c->known, (double)c->messages));
	cells_string(cells, largest ? "largest_capacity_is" : "capacity_is",
		     c->known ? is : "unknown");
}

void list_cells(struct cells *cells, const struct mechanism *m, const struct findings *f)
{
	cells_string(cells, "mechanism", m->name);
	cells_string(cells, "family", m->family);
	cells_sentence(cells, "summary", m->summary);
	cells_string(cells, "works", f->works);
	waits_cell(cells, m);
	variants_cell(cells, m);
	stated_cell(cells, "direction", m, direction_word(m));
	stated_cell(cells, "naming", m, naming_word(m));
	stated_cell(cells, "access", m, access_word(m));
	stated_cell(cells, "carries", m, carries_word(m));
	stated_cell(cells, "persists", m,
		    yes_or_no(m->traits & (MECH_PERSISTS | MECH_UNLINKED)));
	stated_cell(cells, "may_lose", m, yes_or_no(m->traits & MECH_LOSSY));
	stated_cell(cells, "polls", m, yes_or_no(case_default_wait(m) != WAIT_BLOCK));
	stated_cell(cells, "hosts", m, yes_or_no(m->hosts));
	atomic_cell(cells, m);
	cells_string(cells, "boundaries", f->boundaries);
	cells_number(cells, "largest_message_bytes",
		     or_missing(f->largest > 0, (double)f->largest));
	cells_string(cells, "largest_message_limit", f->largest_limit);
	capacity_cells(cells, false, &f->capacity);
	capacity_cells(cells, true, &f->capacity_largest);
	cells_string(cells, "largest_buffer_limit", f->buffer_limit);
	cells_string(cells, "writer_dies", f->death);
	cells_number(cells, "schema", 1);
	cells_end(cells);
}

void list_line(FILE *to, const struct mechanism *m, const struct findings *f)
{
	char largest[TEXT_SIZE + 1] = "-", size[TEXT_SIZE];
	const bool absent = m->without;

	if (f->largest == PROBE_BYTES_MAX)
		snprintf(largest, sizeof(largest), "%s+",
			 text_format_size(size, f->largest));
	else if (f->largest > 0)
		text_format_size(largest, f->largest);
	fprintf(to, LINE, m->name, m->family, f->works, absent ? "-" : direction_word(m),
		absent ? "-" : naming_word(m), absent ? "-" : carries_word(m), largest,
		m->summary);
}

void list_heads(FILE *to)
{
	fprintf(to, LINE, "mechanism", "family", "works", "way", "naming", "carries",
		"largest", "summary");
}
