/* SPDX-License-Identifier: MIT */
#include "remote/protocol.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "registry.h"

#define DEADLINE_MAX_MS 3600000
#define ERROR_MAX 4095

enum { USAGE_NUMBERS = sizeof(struct usage) / sizeof(double) };

/* ---- hello ---- */

void hello_write_request(struct line *line, unsigned deadline_ms)
{
	line_begin(line, "hello");
	line_count(line, "protocol", PROTOCOL_VERSION);
	line_count(line, "deadline-ms", deadline_ms);
}

void hello_write_answer(struct line *line, const char *version, const char *address)
{
	line_begin(line, "hello");
	line_count(line, "protocol", PROTOCOL_VERSION);
	line_text(line, "version", version);
	line_text(line, "address", address);
}

/* What every version of the protocol says. */
static int hello_read_protocol(struct fields *fields, struct hello *ret)
{
	memset(ret, 0, sizeof(*ret));
	if (strcmp(fields->word, "hello") != 0)
		return -EPROTO;
	ret->protocol = (unsigned)fields_count(fields, "protocol", 1, UINT32_MAX);
	return fields->bad ? -EPROTO : 0;
}

int hello_read_request(struct fields *fields, struct hello *ret)
{
	int r = hello_read_protocol(fields, ret);

	if (r < 0 || ret->protocol != PROTOCOL_VERSION)
		return r;
	ret->deadline_ms =
		(unsigned)fields_count(fields, "deadline-ms", 1, DEADLINE_MAX_MS);
	return fields_end(fields);
}

int hello_read_answer(struct fields *fields, struct hello *ret)
{
	int r = hello_read_protocol(fields, ret);

	if (r < 0 || ret->protocol != PROTOCOL_VERSION)
		return r;
	snprintf(ret->version, sizeof(ret->version), "%s",
		 fields_text(fields, "version"));
	snprintf(ret->address, sizeof(ret->address), "%s",
		 fields_text(fields, "address"));
	return fields_end(fields);
}

/* ---- open ---- */

static void cpu_write(struct line *line, const char *key, int cpu)
{
	line_numbers(line, key, &(double){cpu < 0 ? NAN : cpu}, 1);
}

static int cpu_read(struct fields *fields, const char *key, const struct supervisor *sv)
{
	const size_t size = sizeof(sv->allowed);
	double number;

	fields_numbers(fields, key, &number, 1);
	if (isnan(number))
		return -1;
	if (number >= 0 && number < 8.0 * (double)size && number == floor(number) &&
	    CPU_ISSET_S((size_t)number, size, sv->allowed))
		return (int)number;
	fields->bad = true;
	return -1;
}

static void meeting_write(struct line *line, const struct meeting *meeting)
{
	char token[2 * MEETING_TOKEN_SIZE + 1] = "";

	for (size_t i = 0; meeting && i < MEETING_TOKEN_SIZE; i++)
		snprintf(token + 2 * i, 3, "%02x", meeting->token[i]);
	line_text(line, "side", meeting ? side_name(SERVER) : "both");
	line_text(line, "address", meeting ? meeting->address : "");
	line_text(line, "token", token);
}

void settings_write(struct line *line, const size_t settings[static SETTING_COUNT])
{
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		line_count(line, setting_name(s), settings[s]);
}

void settings_read(struct fields *fields, size_t settings[static SETTING_COUNT],
		   size_t most)
{
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		settings[s] = fields_count(fields, setting_name(s), 0, most);
}

void open_request_write(struct line *line, const struct ipc_case *c, unsigned padding,
			const struct meeting *meeting)
{
	line_begin(line, "open");
	line_text(line, "mechanism", c->mechanism->name);
	line_text(line, "pattern", pattern_name(c->pattern));
	line_count(line, "size", c->size);
	cpu_write(line, "client-cpu", c->cpu[CLIENT]);
	cpu_write(line, "server-cpu", c->cpu[SERVER]);
	cpu_write(line, "supervisor-cpu", c->supervisor_cpu);
	line_text(line, "wait", wait_name(c->wait));
	line_text(line, "touch", touch_name(c->touch));
	line_text(line, "variant", c->variant ? c->variant : "");
	settings_write(line, c->asked);
	line_text(line, "directory", c->directory ? c->directory : "");
	line_numbers(line, "planted", &c->planted, 1);
	line_count(line, "padding", padding);
	meeting_write(line, meeting);
}

static bool token_read(const char *text, unsigned char token[MEETING_TOKEN_SIZE])
{
	const size_t digits = 2 * MEETING_TOKEN_SIZE;

	if (strlen(text) != digits || strspn(text, "0123456789abcdef") != digits)
		return false;
	for (size_t i = 0; i < MEETING_TOKEN_SIZE; i++)
		sscanf(text + 2 * i, "%2hhx", &token[i]);
	return true;
}

static void meeting_read(struct fields *fields, const struct mechanism *m,
			 struct open_request *ret)
{
	const char *side = fields_text(fields, "side");
	const char *address = fields_text(fields, "address");
	const char *token = fields_text(fields, "token");

	ret->server_only = strcmp(side, side_name(SERVER)) == 0;
	snprintf(ret->meeting.address, sizeof(ret->meeting.address), "%s", address);
	if (ret->server_only)
		fields->bad |= !m->hosts || !token_read(token, ret->meeting.token);
	else
		fields->bad |= strcmp(side, "both") != 0 || *address || *token;
}

/* One of the mechanism's variants; none if it has none. */
static const char *variant_read(struct fields *fields, const struct mechanism *m)
{
	const char *name = fields_text(fields, "variant");

	const char *variant = case_variant(m, name);

	fields->bad |= !variant && (m->variants || *name);
	return variant;
}

int open_request_read(struct fields *fields, const struct supervisor *sv,
		      struct open_request *ret)
{
	const struct mechanism *m = mechanism_find(fields_text(fields, "mechanism"));
	struct ipc_case *c = &ret->c;

	memset(ret, 0, sizeof(*ret));
	if (!m)
		return -EPROTO;
	c->mechanism = m;
	c->pattern = (enum pattern)fields_choice(fields, "pattern", pattern_name);
	c->size = fields_count(fields, "size", !(m->traits & MECH_TOKEN),
			       m->traits & MECH_TOKEN ? 0 : TEXT_BYTES_MAX);
	c->cpu[CLIENT] = cpu_read(fields, "client-cpu", sv);
	c->cpu[SERVER] = cpu_read(fields, "server-cpu", sv);
	c->supervisor_cpu = cpu_read(fields, "supervisor-cpu", sv);
	c->wait = (enum wait)fields_choice(fields, "wait", wait_name);
	c->touch = (enum touch)fields_choice(fields, "touch", touch_name);
	c->variant = variant_read(fields, m);
	settings_read(fields, c->asked, TEXT_BYTES_MAX);
	snprintf(ret->directory, sizeof(ret->directory), "%s",
		 fields_text(fields, "directory"));
	c->directory = ret->directory;
	fields_numbers(fields, "planted", &c->planted, 1);
	ret->padding = (unsigned)fields_count(fields, "padding", 0, PROTOCOL_PADDING_MAX);
	meeting_read(fields, m, ret);
	if (!(m->waits & WAITS(c->wait)) || !(c->planted >= 0 && c->planted <= 1))
		return -EPROTO;
	if (c->planted > 0 && (c->pattern != ROUND_TRIP || c->touch != TOUCH_FULL))
		return -EPROTO;
	return fields_end(fields);
}

/* ---- run ---- */

void run_request_write(struct line *line, const struct run_request *request)
{
	line_begin(line, "run");
	line_count(line, "count", request->count);
	line_count(line, "batch", request->batch);
	line_count(line, "delay", request->delay);
}

int run_request_read(struct fields *fields, struct run_request *ret)
{
	ret->count = (uint32_t)fields_count(fields, "count", 1, PAIR_SAMPLES_MAX);
	ret->batch = (uint32_t)fields_count(fields, "batch", 1, UINT32_MAX);
	ret->delay = (uint32_t)fields_count(fields, "delay", 0, UINT32_MAX);
	return fields_end(fields);
}

static void usage_write(struct line *line, enum side side, const struct usage *u)
{
	const double numbers[USAGE_NUMBERS] = {
		u->user_ns, u->system_ns,  u->voluntary_switches, u->involuntary_switches,
		u->faults,  u->runqueue_ns};

	line_numbers(line, side_name(side), numbers, USAGE_NUMBERS);
}

static struct usage usage_read(struct fields *fields, enum side side)
{
	double n[USAGE_NUMBERS] = {0};

	fields_numbers(fields, side_name(side), n, USAGE_NUMBERS);
	return (struct usage){n[0], n[1], n[2], n[3], n[4], n[5]};
}

void outcome_write(struct line *line, bool samples, const struct outcome *o)
{
	line_begin(line, "ran");
	line_count(line, "begin-ns", o->begin_ns);
	line_count(line, "end-ns", o->end_ns);
	line_count(line, "count", o->count);
	line_count(line, "batch", o->batch);
	line_count(line, "lost", o->lost);
	line_count(line, "reordered", o->reordered);
	usage_write(line, CLIENT, &o->usage[CLIENT]);
	usage_write(line, SERVER, &o->usage[SERVER]);
	line_counts(line, "samples", o->sample_ns, samples ? o->count : 0);
}

int outcome_read(struct fields *fields, uint32_t count, uint32_t batch, uint32_t *samples,
		 struct outcome *ret)
{
	*ret = (struct outcome){
		.begin_ns = fields_count(fields, "begin-ns", 0, UINT64_MAX),
		.end_ns = fields_count(fields, "end-ns", 0, UINT64_MAX),
		.count = (uint32_t)fields_count(fields, "count", count, count),
		.batch = (uint32_t)fields_count(fields, "batch", batch, batch),
		.lost = fields_count(fields, "lost", 0, UINT64_MAX),
		.reordered = fields_count(fields, "reordered", 0, UINT64_MAX),
		.sample_ns = samples,
		.usage[CLIENT] = usage_read(fields, CLIENT),
		.usage[SERVER] = usage_read(fields, SERVER),
	};
	fields_counts(fields, "samples", samples, samples ? count : 0);
	if (ret->end_ns < ret->begin_ns || ret->lost > (uint64_t)count * batch)
		return -EPROTO;
	return fields_end(fields);
}

/* ---- failed ---- */

void failure_write(struct line *line, const struct failure *failure)
{
	line_begin(line, "failed");
	line_count(line, "error", (uint64_t)-failure->error);
	line_count(line, "refused", failure->refused);
	line_text(line, "limit", failure->limit);
	line_text(line, "side", failure->process);
	line_count(line, "wrong", failure->wrong);
	line_count(line, "wrong-offset", failure->wrong_offset);
}

/* Whether a limit may stand in a field of the CSV. */
static bool limit_is_slug(const char *limit)
{
	return !limit[strcspn(limit, " ,\"'\n\r\t")];
}

/* The processes that an agent may name. */
static const char *process_word(unsigned value)
{
	static const char *const words[] = {"client", "server", "supervisor", "keeper",
					    NULL};

	return words[value];
}

int failure_read(struct fields *fields, struct failure *ret)
{
	const char *limit;

	*ret = (struct failure){
		.error = -(int)fields_count(fields, "error", 1, ERROR_MAX),
		.refused = fields_count(fields, "refused", 0, 1),
		.process = process_word(fields_choice(fields, "side", process_word)),
		.wrong = fields_count(fields, "wrong", 0, UINT64_MAX),
		.wrong_offset = fields_count(fields, "wrong-offset", 0, UINT64_MAX),
	};
	limit = fields_text(fields, "limit");
	failure_set_limit(ret, limit);
	/* Only this end hears when the user wants to stop. */
	if (ret->error == -EINTR || !limit_is_slug(limit))
		return -EPROTO;
	return fields_end(fields);
}
