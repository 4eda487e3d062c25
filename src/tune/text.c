/* SPDX-License-Identifier: MIT */
#include "tune/text.h"

#include <string.h>

#include "base/words.h"
#include "output/report.h"

#define PLACE "VALUE"

void print_settings(FILE *to, const size_t settings[static SETTING_COUNT])
{
	const char *before = " ";
	char text[TEXT_SIZE];

	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++) {
		if (!settings[s])
			continue;
		fprintf(to, "%s%s %s", before, setting_name(s),
			report_setting(text, s, settings[s]));
		before = ", ";
	}
}

void print_how(FILE *to, const struct knob *knob, size_t value)
{
	const char *at = knob->how;

	fputs("  how: ", to);
	for (const char *next; (next = strstr(at, PLACE)); at = next + strlen(PLACE))
		fprintf(to, "%.*s%zu", (int)(next - at), at, value);
	fprintf(to, "%s\n", at);
}

void print_check(FILE *to, const struct ipc_case *c)
{
	const struct mechanism *m = c->mechanism;
	char size[TEXT_SIZE];

	fprintf(to, "  check: ipcbench ab %s '%s", m->name, m->name);
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		if (c->asked[s])
			fprintf(to, " --%s %zu%s", setting_name(s), c->asked[s],
				s == SET_SPIN ? "ns" : "");
	fprintf(to, "' --pattern %s --size %s --placement %s", pattern_name(c->pattern),
		text_format_size(size, c->size), placement_name(c->placement));
	if (c->wait != case_default_wait(m))
		fprintf(to, " --wait %s", wait_name(c->wait));
	if (c->touch != TOUCH_FULL)
		fprintf(to, " --touch %s", touch_name(c->touch));
	if (m->variants && c->variant != m->variants[0])
		fprintf(to, " --variant %s", c->variant);
	fputc('\n', to);
}
