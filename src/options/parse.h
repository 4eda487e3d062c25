/* SPDX-License-Identifier: MIT */
/*
 * Reads the command line.
 */
#pragma once

#include "options/options.h"

/*
 * Returns 0, or -EINVAL, and then *@ret is left alone and @message is one line, without
 * program name and line end: what is wrong, why, and what to do about it.  Strings in
 * *@ret point into @argv.
 */
int options_parse(int argc, char **argv, struct options *ret,
		  char message[static MESSAGE_SIZE]);

/*
 * Reads one of the arms, such as "pipe --buffer 1M".  What it leaves open is as in
 * @common.  Returns as options_parse() does.
 */
int options_parse_arm(const struct options *common, const char *arm, struct options *ret,
		      char message[static MESSAGE_SIZE]);
