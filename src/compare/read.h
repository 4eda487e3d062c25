/* SPDX-License-Identifier: MIT */
/*
 * Reads the trials.csv of a run into a comparison.
 */
#pragma once

#include <stdio.h>

#include "compare/cases.h"

enum { COMPARE_MESSAGE_SIZE = 160 };

/*
 * Returns 0 or a negative errno: -EPROTO if the schema is not this program's, -EBADMSG if
 * the file is not a trials.csv.  In these cases, and if the last line is cut off and was
 * not used, @message is one line that says so; otherwise it is empty.
 */
int comparison_read(struct comparison *comparison, enum age age, FILE *from,
		    char message[static COMPARE_MESSAGE_SIZE]);
