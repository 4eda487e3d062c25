/* SPDX-License-Identifier: MIT */
/*
 * Reads the command line.
 */
#pragma once

#include "options/options.h"

/*
 * Reads the command line.  Returns 0, or -EINVAL and then in @message (of
 * OPTIONS_MESSAGE_SIZE bytes, cut if shorter) one line, without program name and
 * line end: what, why, what to do.  @ret is not touched then.  Strings stay argv's.
 */
int options_parse(int argc, char **argv, struct options *ret, char *message,
		  size_t message_size);

/*
 * Reads one of the arms, "pipe --buffer 1M", what it does not say being as in
 * @common.  Returns as options_parse() does.
 */
int options_parse_arm(const struct options *common, const char *arm, struct options *ret,
		      char *message, size_t message_size);
