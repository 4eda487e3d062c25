/* SPDX-License-Identifier: MIT */
/*
 * Facts about this machine, as a list of keys and texts: nothing is printed, and nothing
 * on the machine is changed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "machine/topology.h"

/* The value of a fact that could not be found out. */
#define NOT_AVAILABLE "not_available"

enum { FACTS_MAX = 96, FACT_SIZE = 256 };

/* Units are part of the key; truth values are "yes" and "no", or "on" and "off". */
struct fact {
	const char *section; /* machine, limits or build */
	const char *key;
	char value[FACT_SIZE]; /* printable, one line, never empty */
};

/* Start from a zeroed one. */
struct facts {
	struct fact at[FACTS_MAX];
	size_t count;
	const char *section; /* of the facts that are added next */
};

/*
 * These find facts out and add them.  @root is "" for this machine, a directory with
 * made-up files for tests.  Neither the host's name nor any user's name is looked at.
 */
void facts_add_machine(struct facts *facts, const char *root, const struct topology *top);
void facts_add_limits(struct facts *facts, const char *root);

/* Adds a fact.  An empty value becomes NOT_AVAILABLE, a long one is cut. */
void facts_add(struct facts *facts, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The value of a fact, or NULL if it is missing or NOT_AVAILABLE. */
const char *facts_value(const struct facts *facts, const char *key);

/* Whether a fact is known and has just this value. */
bool facts_match(const struct facts *facts, const char *key, const char *value);

/* The value of a fact; NaN if it is not known or not a number. */
double facts_number(const struct facts *facts, const char *key);
