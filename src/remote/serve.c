/* SPDX-License-Identifier: MIT */
#include "remote/serve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/host.h"
#include "pair/local.h"
#include "pair/pair.h"
#include "remote/protocol.h"
#include "remote/wire.h"
#include "version.h"

struct server {
	struct supervisor sv;
	struct wire wire;
	struct line answer;
	struct open_request open;
	struct facts facts; /* of this machine */
	struct pair *pair;  /* once it is opened */
	bool attached;
};

static int server_answer(struct server *server)
{
	int r = line_end(&server->answer);

	return r < 0 ? r : wire_write(&server->wire, NULL, WIRE_FOREVER, &server->answer);
}

/*
 * The functions below write the answer to one request.  They return 0, also if the
 * answer is that it has failed; or -EPROTO if it is no request that can be made now, or
 * another -errno, and then the agent ends.
 */

static int serve_failure(struct server *server, const struct failure *failure)
{
	failure_write(&server->answer, failure);
	return 0;
}

static int serve_hello(struct server *server, struct fields *request)
{
	const char *connection = getenv("SSH_CONNECTION"); /* theirs port ours port */
	char address[MEETING_ADDRESS_SIZE] = "";
	struct hello hello;
	int r = hello_read_request(request, &hello);

	if (r < 0)
		return r;
	server->sv.deadline_ms = (int)hello.deadline_ms;
	if (connection && sscanf(connection, "%*s %*s %63s", address) != 1)
		address[0] = '\0';
	hello_write_answer(&server->answer, IPCBENCH_VERSION, address);
	return 0;
}

static int serve_describe(struct server *server, struct fields *request)
{
	struct topology topology;
	struct facts *facts = &server->facts;
	char conditions[HOST_CONDITIONS_SIZE];
	int r = fields_end(request);

	if (r == 0)
		r = topology_load(&topology);
	if (r < 0)
		return r;
	facts->count = 0;
	facts_add_machine(facts, "", &topology);
	host_describe(facts, conditions);
	topology_free(&topology);
	line_begin(&server->answer, "described");
	line_text(&server->answer, "conditions", conditions);
	return 0;
}

static int serve_open(struct server *server, struct fields *request)
{
	struct open_request *open = &server->open;
	struct failure failure;
	int r = server->pair ? -EPROTO : open_request_read(request, &server->sv, open);

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
		return serve_failure(server, &failure);
	server->attached = !open->server_only;
	line_begin(&server->answer, "opened");
	settings_write(&server->answer, server->pair->granted);
	line_count(&server->answer, "files", server->pair->makes_files);
	if (open->server_only)
		line_count(&server->answer, "port", open->meeting.port);
	return 0;
}

static int serve_attach(struct server *server, struct fields *request)
{
	struct failure failure;
	int r = fields_end(request);

	if (r < 0 || !server->pair || server->attached)
		return -EPROTO;
	r = local_attach(&server->sv, server->pair, &failure);
	if (r < 0)
		return serve_failure(server, &failure);
	server->attached = true;
	line_begin(&server->answer, "attached");
	settings_write(&server->answer, server->pair->granted);
	line_count(&server->answer, "refused", server->pair->refused);
	return 0;
}

/* Wakes the server, answers that it has started, and waits for it. */
static int serve_one_side(struct server *server, const struct run_request *run,
			  struct outcome *outcome, struct failure *failure)
{
	int r;

	local_start(server->pair, run->count, run->batch);
	line_begin(&server->answer, "started");
	r = server_answer(server);
	if (r < 0)
		return failure_set(failure, "supervisor", r);
	return local_finish(&server->sv, server->pair, outcome, failure);
}

static int serve_run(struct server *server, struct fields *request)
{
	const struct open_request *open = &server->open;
	struct run_request run;
	struct failure failure;
	struct outcome outcome;
	int r = run_request_read(request, &run);

	if (r < 0 || !server->attached)
		return -EPROTO;
	server->pair->delay = run.delay;
	if (open->server_only)
		r = serve_one_side(server, &run, &outcome, &failure);
	else
		r = pair_run(&server->sv, server->pair, run.count, run.batch, &outcome,
			     &failure);
	if (r < 0)
		return serve_failure(server, &failure);
	outcome_write(&server->answer,
		      open->c.pattern == ROUND_TRIP && !open->server_only, &outcome);
	return 0;
}

static int serve(struct server *server, struct fields *request)
{
	static const struct {
		const char *word;
		int (*serve)(struct server *server, struct fields *request);
	} requests[] = {
		{"hello", serve_hello}, {"describe", serve_describe},
		{"open", serve_open},	{"attach", serve_attach},
		{"run", serve_run},
	};

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (strcmp(request->word, requests[i].word) == 0)
			return requests[i].serve(server, request);
	return -EPROTO;
}

/* Returns 0 at the end of the requests, or -errno. */
static int serve_all(struct server *server)
{
	for (;;) {
		struct fields request;
		char *line;
		int r = wire_read(&server->wire, NULL, WIRE_FOREVER, &line);

		if (r == 0)
			r = fields_split(line, &request);
		if (r == 0)
			r = serve(server, &request);
		if (r == 0)
			r = server_answer(server);
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
