/* SPDX-License-Identifier: MIT */
/*
 * Reads the trials.csv of a run into a comparison.
 */
#pragma once

#include <stdio.h>

#include "compare/cases.h"

enum { COMPARE_MESSAGE_SIZE = 160 };

/*
 * Returns 0 or a negative errno: -EPROTO for a schema that is not this program's,
 * -EBADMSG for what is no such file.  Then, and where the last line was cut off and not
 * used,
 * @message is one line that says so; else it is empty.
 */
int compare_read(struct compare *compare, enum age age, FILE *from,
		 char message[static COMPARE_MESSAGE_SIZE]);
