/* SPDX-License-Identifier: MIT */
#include "output/host_json.h"

#include <inttypes.h>
#include <string.h>

#include "machine/influences.h"
#include "output/cells.h"
#include "output/columns.h"
#include "output/whole_file.h"

static void write_string(FILE *to, const char *indent, const char *key, const char *value)
{
	fprintf(to, "%s\"%s\": ", indent, key);
	cells_quote(to, value);
}

/* In UTC, as ISO 8601 has it. */
static void write_date(FILE *to, time_t date)
{
	char text[sizeof("2026-11-28T12:34:56Z")] = "";
	struct tm tm;

	if (gmtime_r(&date, &tm))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	write_string(to, "  ", "begun", text);
	fputs(",\n", to);
}

static void write_run(FILE *to, const struct run_info *info)
{
	fprintf(to, "  \"schema\": %d,\n", SCHEMA);
	write_string(to, "  ", "version", info->version);
	if (*info->other_version) {
		fputs(",\n", to);
		write_string(to, "  ", "other_version", info->other_version);
	}
	if (*info->peer_version) {
		fputs(",\n  \"peer\": {\n", to);
		write_string(to, "    ", "version", info->peer_version);
		fputs(",\n", to);
		write_string(to, "    ", "conditions", info->peer_conditions);
		fputs("\n  }", to);
	}
	fputs(",\n  \"command\": [", to);
	for (size_t i = 0; info->argv[i]; i++) {
		fputs(i ? ", " : "", to);
		/* The path of the program says more about the user than about the run. */
		cells_quote(to, i ? info->argv[i] : basename(info->argv[i]));
	}
	fputs("],\n", to);
	write_string(to, "  ", "label", info->label);
	fputs(",\n", to);
	write_string(to, "  ", "state", info->state);
	fputs(",\n", to);
	write_date(to, info->begun);
	fprintf(to, "  \"seed\": %" PRIu64 ",\n", info->seed);
	fprintf(to, "  \"wall_s\": %.1f,\n", info->wall_s);
	fprintf(to, "  \"settle_ms\": %u,\n", info->settle_ms);
	fprintf(to, "  \"sweeps_per_round\": %u,\n", info->sweeps_most);
	if (info->sweeps_least < info->sweeps_most)
		fprintf(to, "  \"sweeps_per_round_least\": %u,\n", info->sweeps_least);
}

static void write_facts(FILE *to, const struct facts *facts)
{
	const char *section = NULL;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->at[i];
		const bool first = !section || strcmp(section, fact->section) != 0;

		if (first)
			fprintf(to, "%s  \"%s\": {\n", section ? "\n  },\n" : "",
				fact->section);
		else
			fputs(",\n", to);
		write_string(to, "    ", fact->key, fact->value);
		section = fact->section;
	}
	fputs(section ? "\n  },\n" : "", to);
}

static void write_warnings(FILE *to, const struct influences *influences)
{
	const char *before = "\n";

	fputs("  \"warnings\": [", to);
	for (size_t i = 0; i < influences->count; i++) {
		const struct influence *of = &influences->at[i];
		char text[INFLUENCE_TEXT_SIZE];

		if (of->standing != STANDING_AMISS)
			continue;
		fprintf(to, "%s    {\n", before);
		write_string(to, "      ", "slug", of->slug);
		fputs(",\n", to);
		write_string(to, "      ", "text", influence_text(of, text));
		fputs(",\n", to);
		write_string(to, "      ", "fix", of->fix);
		fputs("\n    }", to);
		before = ",\n";
	}
	fputs(*before == ',' ? "\n  ]\n" : "]\n", to);
}

void host_json_print(FILE *to, const struct host *host, const struct run_info *info)
{
	fputs("{\n", to);
	write_run(to, info);
	write_string(to, "  ", "conditions", host->conditions);
	fputs(",\n", to);
	write_facts(to, &host->facts);
	write_warnings(to, &host->influences);
	fputs("}\n", to);
}

int host_json_write(const char *directory, const struct host *host,
		    const struct run_info *info)
{
	struct whole_file file;
	int r = whole_file_begin(&file, directory, "host.json");

	if (r < 0)
		return r;
	host_json_print(file.to, host, info);
	return whole_file_end(&file);
}
