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
/* Of a message or a buffer: a program of 32 bits has less. */
#define BYTES_MAX (TEXT_BYTES_MAX < SIZE_MAX ? TEXT_BYTES_MAX : SIZE_MAX)

/* ---- hello ---- */

/* Every version of the protocol begins like this.  Another may go on as it likes. */
static bool hello_exchange_version(struct line *line, struct hello *hello)
{
	hello->protocol =
		(unsigned)line_count(line, "protocol", hello->protocol, 1, UINT32_MAX);
	if (hello->protocol == PROTOCOL_VERSION)
		return true;
	line->rest = NULL;
	return false;
}

void hello_exchange_request(struct line *line, struct hello *hello)
{
	if (hello_exchange_version(line, hello))
		hello->deadline_ms = (unsigned)line_count(
			line, "deadline-ms", hello->deadline_ms, 1, DEADLINE_MAX_MS);
}

void hello_exchange_answer(struct line *line, struct hello *hello)
{
	if (!hello_exchange_version(line, hello))
		return;
	line_array(line, "version", hello->version, sizeof(hello->version));
	line_array(line, "address", hello->address, sizeof(hello->address));
}

/* ---- open and attach ---- */

static int cpu_exchange(struct line *line, const char *key, int cpu,
			const struct supervisor *sv)
{
	const size_t size = sizeof(sv->allowed);
	double number = cpu < 0 ? NAN : cpu;

	line_numbers(line, key, &number, 1);
	if (isnan(number))
		return -1;
	if (number >= 0 && number < 8.0 * (double)size && number == floor(number) &&
	    CPU_ISSET_S((size_t)number, size, sv->allowed))
		return (int)number;
	line_check(line, false);
	return cpu;
}

static void settings_exchange(struct line *line, size_t settings[static SETTING_COUNT],
			      size_t most)
{
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++)
		settings[s] = line_count(line, setting_name(s), settings[s], 0, most);
}

static const char *sides_word(unsigned server_only)
{
	static const char *const words[] = {"both", "server", NULL};

	return words[server_only];
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

static void meeting_exchange(struct line *line, struct open_request *open)
{
	struct meeting *meeting = &open->meeting;
	char digits[2 * MEETING_TOKEN_SIZE + 1] = "";
	const char *token;

	open->server_only = line_choice(line, "side", open->server_only, sides_word);
	line_array(line, "address", meeting->address, sizeof(meeting->address));
	for (size_t i = 0; open->server_only && i < MEETING_TOKEN_SIZE; i++)
		snprintf(digits + 2 * i, 3, "%02x", meeting->token[i]);
	token = line_text(line, "token", digits);
	if (open->server_only)
		line_check(line,
			   open->c.mechanism->hosts && token_read(token, meeting->token));
	else
		line_check(line, !*meeting->address && !*token);
}

/* One of the mechanism's variants; none if it has none. */
static const char *variant_exchange(struct line *line, const char *variant,
				    const struct mechanism *m)
{
	const char *name = line_text(line, "variant", variant ? variant : "");

	variant = case_variant(m, name);
	line_check(line, variant || (!m->variants && !*name));
	return variant;
}

void open_exchange_request(struct line *line, const struct supervisor *sv,
			   struct open_request *open)
{
	struct ipc_case *c = &open->c;
	const struct mechanism *m = c->mechanism;
	const char *name = line_text(line, "mechanism", m ? m->name : "");

	if (line->reading)
		m = c->mechanism = mechanism_find(name);
	if (!m) {
		line->bad = true;
		return;
	}
	c->pattern = (enum pattern)line_choice(line, "pattern", c->pattern, pattern_name);
	c->size = line_count(line, "size", c->size, !(m->traits & MECH_TOKEN),
			     m->traits & MECH_TOKEN ? 0 : BYTES_MAX);
	c->cpu[CLIENT] = cpu_exchange(line, "client-cpu", c->cpu[CLIENT], sv);
	c->cpu[SERVER] = cpu_exchange(line, "server-cpu", c->cpu[SERVER], sv);
	c->supervisor_cpu = cpu_exchange(line, "supervisor-cpu", c->supervisor_cpu, sv);
	c->wait = (enum wait)line_choice(line, "wait", c->wait, wait_name);
	c->touch = (enum touch)line_choice(line, "touch", c->touch, touch_name);
	c->variant = variant_exchange(line, c->variant, m);
	settings_exchange(line, c->asked, BYTES_MAX);
	snprintf(open->directory, sizeof(open->directory), "%s",
		 line_text(line, "directory", c->directory ? c->directory : ""));
	c->directory = open->directory;
	line_numbers(line, "planted", &c->planted, 1);
	open->padding = (unsigned)line_count(line, "padding", open->padding, 0,
					     PROTOCOL_PADDING_MAX);
	meeting_exchange(line, open);
	line_check(line, c->pattern != PACED); /* which would need a rate */
	line_check(line, m->waits & WAITS(c->wait));
	line_check(line, c->planted >= 0 && c->planted <= 1);
	line_check(line, !(c->planted > 0) ||
				 (c->pattern == ROUND_TRIP && c->touch == TOUCH_FULL));
}

void open_exchange_answer(struct line *line, struct pair *pair, struct meeting *meeting)
{
	settings_exchange(line, pair->granted, SIZE_MAX);
	pair->makes_files = line_count(line, "files", pair->makes_files, 0, 1);
	if (meeting)
		meeting->port =
			(uint16_t)line_count(line, "port", meeting->port, 1, UINT16_MAX);
}

void attach_exchange_answer(struct line *line, struct pair *pair)
{
	settings_exchange(line, pair->granted, SIZE_MAX);
	pair->refused = line_count(line, "refused", pair->refused, 0, UINT64_MAX);
}

/* ---- run ---- */

void run_exchange_request(struct line *line, struct run_request *run)
{
	run->count = (uint32_t)line_count(line, "count", run->count, 1, PAIR_SAMPLES_MAX);
	run->batch = (uint32_t)line_count(line, "batch", run->batch, 1, UINT32_MAX);
	run->delay = (uint32_t)line_count(line, "delay", run->delay, 0, UINT32_MAX);
}

/* Its numbers, in the order of the struct. */
static void usage_exchange(struct line *line, enum side side, struct usage *usage)
{
	enum { COUNT = sizeof(*usage) / sizeof(double) };
	double numbers[COUNT];

	memcpy(numbers, usage, sizeof(numbers));
	line_numbers(line, side_name(side), numbers, COUNT);
	memcpy(usage, numbers, sizeof(numbers));
}

void run_exchange_answer(struct line *line, struct outcome *o)
{
	o->begin_ns = line_count(line, "begin-ns", o->begin_ns, 0, UINT64_MAX);
	o->end_ns = line_count(line, "end-ns", o->end_ns, 0, UINT64_MAX);
	o->count = (uint32_t)line_count(line, "count", o->count, o->count, o->count);
	o->batch = (uint32_t)line_count(line, "batch", o->batch, o->batch, o->batch);
	o->lost = line_count(line, "lost", o->lost, 0, UINT64_MAX);
	o->reordered = line_count(line, "reordered", o->reordered, 0, UINT64_MAX);
	usage_exchange(line, CLIENT, &o->usage[CLIENT]);
	usage_exchange(line, SERVER, &o->usage[SERVER]);
	line_counts(line, "samples", o->sample_ns, o->sample_ns ? o->count : 0);
	line_check(line,
		   o->end_ns >= o->begin_ns && o->lost <= (uint64_t)o->count * o->batch);
}

/* ---- failed ---- */

/* One of the processes that an agent may name, or NULL. */
static const char *process_find(const char *name)
{
	static const char *const processes[] = {"client", "server", "supervisor",
						"keeper"};

	for (size_t i = 0; i < sizeof(processes) / sizeof(processes[0]); i++)
		if (strcmp(processes[i], name) == 0)
			return processes[i];
	return NULL;
}

void failure_exchange(struct line *line, struct failure *failure)
{
	struct wrong *wrong = &failure->wrong;

	failure->error =
		-(int)line_count(line, "error", (uint64_t)-failure->error, 1, ERROR_MAX);
	failure->refused = line_count(line, "refused", failure->refused, 0, 1);
	line_array(line, "limit", failure->limit, sizeof(failure->limit));
	failure->process = process_find(line_text(line, "side", failure->process));
	wrong->number = line_count(line, "wrong", wrong->number, 0, UINT64_MAX);
	wrong->size = line_count(line, "wrong-size", wrong->size, 0, UINT64_MAX);
	wrong->due = line_count(line, "due-size", wrong->due, 0, UINT64_MAX);
	wrong->offset = line_count(line, "wrong-offset", wrong->offset, 0, UINT64_MAX);

	/* Only this end hears when the user wants to stop. */
	line_check(line, failure->process && failure->error != -EINTR);
	/* The limit may stand in a field of the CSV. */
	line_check(line, !failure->limit[strcspn(failure->limit, " ,\"'\n\r\t")]);
}
