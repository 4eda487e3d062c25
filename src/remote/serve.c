/* SPDX-License-Identifier: MIT */
#include "remote/agent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"
#include "pair/local.h"
#include "pair/pair.h"
#include "version.h"

struct server {
	struct supervisor sv;
	struct wire wire; /* wire.line: the request, then its answer */
	struct open_request open;
	struct facts facts; /* of this machine */
	struct pair *pair;  /* once it is opened */
	bool attached;
};

/*
 * The functions below read one request and write its answer.  They return 0, also if the
 * answer is that it has failed; or -EPROTO if it is no request that can be made now, or
 * another -errno, and then the agent ends.
 */

static int serve_failure(struct line *line, struct failure *failure)
{
	line_begin(line, "failed");
	failure_exchange(line, failure);
	return 0;
}

static int serve_hello(struct server *server, struct line *line)
{
	const char *connection = getenv("SSH_CONNECTION"); /* theirs port ours port */
	struct hello hello = {0};
	int r;

	hello_exchange_request(line, &hello);
	r = line_end(line);
	if (r < 0)
		return r;
	server->sv.deadline_ms = (int)hello.deadline_ms;
	hello = (struct hello){
		.protocol = PROTOCOL_VERSION,
		.version = IPCBENCH_VERSION,
	};
	if (connection)
		sscanf(connection, "%*s %*s %63s", hello.address);
	line_begin(line, "hello");
	hello_exchange_answer(line, &hello);
	return 0;
}

static int serve_describe(struct server *server, struct line *line)
{
	struct topology topology;
	struct facts *facts = &server->facts;
	char conditions[HOST_CONDITIONS_SIZE];
	int r = line_end(line);

	if (r == 0)
		r = topology_load(&topology);
	if (r < 0)
		return r;
	facts->count = 0;
	facts_add_machine(facts, "", &topology);
	host_describe(facts, conditions);
	topology_free(&topology);
	line_begin(line, "described");
	line_text(line, "conditions", conditions);
	return 0;
}

static int serve_open(struct server *server, struct line *line)
{
	struct open_request *open = &server->open;
	struct failure failure;
	int r;

	if (server->pair)
		return -EPROTO;
	*open = (struct open_request){0};
	open_exchange_request(line, &server->sv, open);
	r = line_end(line);
	if (r < 0)
		return r;
	supervisor_pin(&server->sv, open->c.supervisor_cpu);
	if (open->server_only)
		r = local_open_side(&server->sv, &open->c, SERVER, open->padding,
				    &open->meeting, &server->pair, &failure);
	else
		r = pair_open(&server->sv, &open->c, open->padding, &server->pair,
			      &failure);
	if (r < 0)
		return serve_failure(line, &failure);
	server->attached = !open->server_only;
	line_begin(line, "opened");
	open_exchange_answer(line, server->pair,
			     open->server_only ? &open->meeting : NULL);
	return 0;
}

static int serve_attach(struct server *server, struct line *line)
{
	struct failure failure;
	int r = line_end(line);

	if (r < 0 || !server->pair || server->attached)
		return -EPROTO;
	r = local_attach(&server->sv, server->pair, &failure);
	if (r < 0)
		return serve_failure(line, &failure);
	server->attached = true;
	line_begin(line, "attached");
	attach_exchange_answer(line, server->pair);
	return 0;
}

/* Wakes the server, answers that it has started, and waits for it. */
static int serve_one_side(struct server *server, const struct run_request *run,
			  struct outcome *outcome, struct failure *failure)
{
	int r;

	local_start(server->pair, run->count, run->batch);
	line_begin(&server->wire.line, "started");
	r = wire_write(&server->wire, NULL, WIRE_FOREVER);
	if (r < 0)
		return failure_set(failure, "supervisor", r);
	return local_finish(&server->sv, server->pair, outcome, failure);
}

static int serve_run(struct server *server, struct line *line)
{
	const struct open_request *open = &server->open;
	struct run_request run = {0};
	struct failure failure;
	struct outcome outcome;
	int r;

	run_exchange_request(line, &run);
	if (line_end(line) < 0 || !server->attached)
		return -EPROTO;
	server->pair->delay = run.delay;
	if (open->server_only)
		r = serve_one_side(server, &run, &outcome, &failure);
	else
		r = pair_run(&server->sv, server->pair, run.count, run.batch, &outcome,
			     &failure);
	if (r < 0)
		return serve_failure(line, &failure);
	if (open->c.pattern != ROUND_TRIP || open->server_only)
		outcome.sample_ns = NULL;
	line_begin(line, "ran");
	run_exchange_answer(line, &outcome);
	return 0;
}

static int serve(struct server *server, struct line *line)
{
	static const struct {
		const char *word;
		int (*serve)(struct server *server, struct line *line);
	} requests[] = {
		{"hello", serve_hello}, {"describe", serve_describe},
		{"open", serve_open},	{"attach", serve_attach},
		{"run", serve_run},
	};

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (strcmp(line->word, requests[i].word) == 0)
			return requests[i].serve(server, line);
	return -EPROTO;
}

/* Returns 0 at the end of the requests, or -errno. */
static int serve_all(struct server *server)
{
	for (;;) {
		int r = wire_read(&server->wire, NULL, WIRE_FOREVER);

		if (r == 0)
			r = serve(server, &server->wire.line);
		if (r == 0)
			r = wire_write(&server->wire, NULL, WIRE_FOREVER);
		if (r < 0)
			return r == -EPIPE ? 0 : r;
	}
}

int agent_serve(int in, int out)
{
	struct server *server = calloc(1, sizeof(*server)); /* too large for a stack */
	int r = server ? supervisor_init_agent(&server->sv, in) : -ENOMEM;

	if (r == 0) {
		server->wire.in = in;
		server->wire.out = out;
		r = serve_all(server);
		pair_close(server->pair);
	}
	free(server);
	return r;
}
