/* SPDX-License-Identifier: MIT */
#include "tune/text.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"

#define PLACE "VALUE"

const char *tune_format_value(char text[static TEXT_SIZE], enum setting setting,
			      size_t value)
{
	return setting == SET_SPIN ? text_format_duration(text, (double)value)
				   : text_format_size(text, value);
}

const char *tune_how(char text[static TUNE_TEXT_SIZE], const struct knob *knob,
		     size_t value)
{
	const char *at = knob->how;
	size_t n = 0;

	for (const char *next; (next = strstr(at, PLACE)) && n < TUNE_TEXT_SIZE;
	     at = next + strlen(PLACE))
		n += (size_t)snprintf(text + n, TUNE_TEXT_SIZE - n, "%.*s%zu",
				      (int)(next - at), at, value);
	if (n < TUNE_TEXT_SIZE)
		snprintf(text + n, TUNE_TEXT_SIZE - n, "%s", at);
	return text;
}

const char *tune_check(char text[static TUNE_TEXT_SIZE], const struct ipc_case *c)
{
	const struct mechanism *m = c->mechanism;
	char size[TEXT_SIZE];
	size_t n = (size_t)snprintf(text, TUNE_TEXT_SIZE, "ipcbench ab %s '%s", m->name,
				    m->name);

	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		if (c->asked[s] && n < TUNE_TEXT_SIZE)
			n += (size_t)snprintf(text + n, TUNE_TEXT_SIZE - n, " --%s %zu%s",
					      setting_name(s), c->asked[s],
					      s == SET_SPIN ? "ns" : "");
	if (n < TUNE_TEXT_SIZE)
		n += (size_t)snprintf(text + n, TUNE_TEXT_SIZE - n,
				      "' --pattern %s --size %s --placement %s",
				      pattern_name(c->pattern),
				      text_format_size(size, c->size),
				      placement_name(c->placement));
	if (c->wait != case_default_wait(m) && n < TUNE_TEXT_SIZE)
		n += (size_t)snprintf(text + n, TUNE_TEXT_SIZE - n, " --wait %s",
				      wait_name(c->wait));
	if (c->touch != TOUCH_FULL && n < TUNE_TEXT_SIZE)
		n += (size_t)snprintf(text + n, TUNE_TEXT_SIZE - n, " --touch %s",
				      touch_name(c->touch));
	if (m->variants && c->variant != m->variants[0] && n < TUNE_TEXT_SIZE)
		snprintf(text + n, TUNE_TEXT_SIZE - n, " --variant %s", c->variant);
	return text;
}
