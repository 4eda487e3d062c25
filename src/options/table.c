/* SPDX-License-Identifier: MIT */
#include "options/table.h"

#include "base/words.h"
#include "machine/placement.h"

/* clang-format off */
const struct command_row command_rows[COMMAND_COUNT] = {
	[COMMAND_RUN] = {"run", "[MECHANISM...]",
	 .summary = "measure mechanisms side by side"},
	[COMMAND_LIST] = {"list", "[MECHANISM...]",
	 .summary = "show the mechanisms and whether they work here"},
	[COMMAND_TRUST] = {"trust", "[MECHANISM...]",
	 .summary = "show what can be believed on this machine"},
	[COMMAND_TUNE] = {"tune", "MECHANISM...",
	 .summary = "find out which buffer, depth or chunk to set"},
	[COMMAND_AB] = {"ab", "ARM ARM...", .most = OPTIONS_ARMS_MAX,
	 .summary = "find out which of them is faster, slice by slice"},
	[COMMAND_COMPARE] = {"compare", "OLD NEW", .most = 2,
	 .summary = "show what became faster or slower between two runs"},
	[COMMAND_DOCTOR] = {"doctor", "",
	 .summary = "show what on this machine bends figures, and what to change"},
	[COMMAND_PLOT] = {"plot", "DIR", .script = true,
	 .summary = "draw the charts of results"},
	[COMMAND_REPORT] = {"report", "DIR", .script = true,
	 .summary = "make one page of results"},
	[COMMAND_SHELL] = {"shell", "", .script = true,
	 .summary = "measure the shell's own pipelines"},
	[COMMAND_AGENT] = {"agent", "", .summary = "host pairs for another ipcbench"},
};
/* clang-format on */

/* ELSEWHERE has a name too, but nobody may choose it. */
static const char *placement_word(unsigned value)
{
	return value < PLACEMENT_COUNT ? placement_name(value) : NULL;
}

static const char *format_word(unsigned value)
{
	static const char *const names[FORMAT_COUNT + 1] = {"table", "csv", "json"};

	return names[value];
}

const char *goal_name(unsigned goal)
{
	static const char *const names[GOAL_COUNT + 1] = {"auto", "bandwidth", "latency",
							  "cpu", "balanced"};

	return names[goal];
}

#define FIELD(name) .field = offsetof(struct options, name)

const struct option_row option_rows[] = {
	/* clang-format off */
	{"pattern", "PATTERN,..", "round-trip, stream, paced", NULL,
	 RUN | AB | ARM, VALUES, FIELD(patterns), .word = pattern_name},
	{"size", "SIZE,..", "payload, such as 64,4K or 64..1M or 64..1M*4", "64,4K or 64..1M",
	 RUN | AB | ARM | TRUST | TUNE, VALUES, FIELD(sizes), .read = size_parse},
	{"placement", "PLACE,..", "same-cpu,smt,same-cache,same-node,cross-node,apart,any", NULL,
	 RUN | AB | ARM | TRUST | TUNE, VALUES, FIELD(placements), .word = placement_word},
	{"wait", "WAIT,..", "how a side waits: block, spin, yield, hybrid", NULL,
	 RUN | AB | ARM | TRUST | TUNE, VALUES, FIELD(waits), .word = wait_name},
	{"touch", "TOUCH,..", "full: write and check all bytes; none: leave them", NULL,
	 RUN | AB | ARM | TUNE, VALUES, FIELD(touches), .word = touch_name},
	{"buffer", "SIZE,..", "kernel or ring buffer to ask for", "64K,1M or 4K..1M",
	 RUN | AB | ARM | TRUST, VALUES, FIELD(settings[SET_BUFFER]), .read = size_parse},
	{"depth", "N,..", "messages that a queue or ring has room for", "4,16 or 2..64",
	 RUN | AB | ARM | TRUST, VALUES, FIELD(settings[SET_DEPTH]), .read = size_parse},
	{"chunk", "SIZE,..", "bytes of a stream to write at a time", "4K,64K",
	 RUN | AB | ARM | TRUST, VALUES, FIELD(settings[SET_CHUNK]), .read = size_parse},
	{"spin", "TIME,..", "how long a hybrid tries before it sleeps", "5us,20us",
	 RUN | AB | ARM | TRUST, VALUES, FIELD(settings[SET_SPIN]), .read = duration_parse},
	{"variant", "NAME,..", "ways to make a mechanism, see ipcbench list", NULL,
	 RUN | AB | ARM | TRUST | TUNE, WORDS, FIELD(variants)},
	{"rate", "RATE,..", "messages per second if paced: 1K,10K (1000-based)", "1K,10K",
	 RUN | AB, VALUES, FIELD(rates), .read = rate_parse},
	{"directory", "DIR", "where mechanisms may make files", NULL,
	 RUN | AB | TRUST | TUNE, STRING, FIELD(directory)},
	{"reference", "MECHANISM", "what others are compared with (pipe)", NULL,
	 RUN | COMPARE, STRING, FIELD(reference)},
	{"peer", "COMMAND", "starts ipcbench on another host, for the servers", NULL,
	 RUN, STRING, FIELD(peer)},
	{"address", "HOST", "address of that host, as seen from here", NULL,
	 RUN, STRING, FIELD(address)},
	{"connect", "HOST:PORT", "use an echo service as the server", NULL,
	 RUN, STRING, FIELD(connect)},
	{"with", "PROGRAM", "another ipcbench, which runs the second arm", NULL,
	 AB, STRING, FIELD(with)},

	{"goal", "GOAL", "bandwidth, latency, cpu, balanced or auto (by size)", NULL,
	 TUNE, CHOICE, FIELD(goal), .word = goal_name},
	{"verify", NULL, "measure the advice again, against the default", NULL,
	 TUNE, SWITCH, FIELD(verify)},
	{"rounds", "N", "measure exactly N rounds", "10",
	 RUN | AB | TRUST, COUNT, FIELD(rounds), .max = 100000},
	{"precision", "P%", "stop when intervals are within P% of their figure", "2%",
	 RUN | AB, PERCENT, FIELD(precision)},
	{"planted", "P%", "work to add, as a share of the round trip (5%)", "2%",
	 TRUST, PERCENT, FIELD(planted)},
	{"time-limit", "TIME", "stop after 90s, 5m or 1h at the latest", "90s or 5m",
	 RUN | AB | TRUST | TUNE, DURATION, FIELD(time_limit_ns)},
	{"sessions", "N", "N sessions, each up to the limit, to compare runs", "3",
	 RUN | AB, COUNT, FIELD(sessions), .max = 1000},
	{"session-gap", "TIME", "how long to wait between sessions (30s)", "30s or 5m",
	 RUN | AB, DURATION, FIELD(session_gap_ns)},
	{"exclusive", NULL, "measure one case at a time, in long slices", NULL,
	 RUN, SWITCH, FIELD(exclusive)},
	{"messages", "N", "exactly N exchanges; needs --exclusive --rounds 1", "100000",
	 RUN, COUNT, FIELD(messages), .max = UINT32_MAX},
	{"quick", NULL, "a first look: fewer cases, wider intervals", NULL,
	 RUN, SWITCH, FIELD(quick)},
	{"seed", "N", "repeat the random order of another run", "1",
	 RUN | AB | TRUST | TUNE, COUNT, FIELD(seed), .max = UINT64_MAX},
	{"dry-run", NULL, "print the plan and measure nothing", NULL,
	 RUN | AB, SWITCH, FIELD(dry_run)},
	{"no-probe", NULL, "try nothing: only what mechanisms state", NULL,
	 LIST, SWITCH, FIELD(no_probe)},

	{"strict", NULL, "exit with 1 if something bends figures", NULL,
	 DOCTOR, SWITCH, FIELD(strict)},
	{"format", "FORMAT", "table, csv or json on standard output", NULL,
	 RUN | LIST | AB | COMPARE | TUNE | DOCTOR, CHOICE, FIELD(format), .word = format_word},
	{"output", "DIR", "write the result files into this directory", NULL,
	 RUN | AB | TUNE, STRING, FIELD(output)},
	{"no-slices", NULL, "leave out slices.csv, the largest file", NULL,
	 RUN | AB | TUNE, SWITCH, FIELD(no_slices)},
	{"label", "TEXT", "a note kept with the results", NULL,
	 RUN | AB | TUNE, STRING, FIELD(label)},
	{"quiet", NULL, "print neither progress nor advice", NULL,
	 RUN | AB | TRUST | TUNE, SWITCH, FIELD(quiet)},
	{"help", NULL, "print this", NULL,
	 NONE | RUN | LIST | AB | TRUST | COMPARE | TUNE | DOCTOR | AGENT, SWITCH, FIELD(help)},
	{"version", NULL, "print the version", NULL,
	 NONE | RUN | LIST | AB | TRUST | COMPARE | TUNE | DOCTOR | AGENT, SWITCH, FIELD(version)},
	/* clang-format on */
};

const size_t option_row_count = sizeof(option_rows) / sizeof(option_rows[0]);
