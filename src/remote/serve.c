/* SPDX-License-Identifier: MIT */
#include "remote/serve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/gather.h"
#include "machine/host.h"
#include "pair/local.h"
#include "pair/pair.h"
#include "remote/protocol.h"
#include "remote/wire.h"
#include "version.h"

struct agent_server {
	struct supervisor sv;
	struct wire wire;
	struct line answer;
	struct order order;
	struct facts facts; /* of this machine */
	struct pair *pair;  /* once it is opened */
	bool attached;
};

/* Ends the answer with its line's end and sends it. */
static int server_answer(struct agent_server *as)
{
	int r = line_end(&as->answer);

	return r < 0 ? r : wire_write(&as->wire, NULL, WIRE_FOREVER, &as->answer);
}

static int server_fail(struct agent_server *as, const struct failure *failure)
{
	failure_write(&as->answer, failure);
	return server_answer(as);
}

/* At which address this host was reached, where the launcher tells; or "". */
static const char *address_here(char address[static MEETING_ADDRESS_SIZE])
{
	const char *connection = getenv("SSH_CONNECTION"); /* theirs port ours port */

	if (!connection || sscanf(connection, "%*s %*s %63s", address) != 1)
		address[0] = '\0';
	return address;
}

static int serve_hello(struct agent_server *as, struct fields *request)
{
	char address[MEETING_ADDRESS_SIZE];
	struct hello hello;
	int r = hello_read(request, &hello);

	if (r < 0)
		return r;
	as->sv.deadline_ms = (int)hello.deadline_ms;
	hello_write_answer(&as->answer, IPCBENCH_VERSION, address_here(address));
	return server_answer(as);
}

static int serve_describe(struct agent_server *as, struct fields *request)
{
	struct topology topology;
	struct facts *facts = &as->facts;
	char conditions[HOST_CONDITIONS_SIZE];
	int r = fields_end(request);

	if (r == 0)
		r = topology_load(&topology);
	if (r < 0)
		return r;
	facts->count = 0;
	gather_computer(facts, "");
	gather_cpus(facts, "", &topology);
	gather_kernel(facts, "");
	host_describe(facts, conditions);
	topology_free(&topology);
	line_begin(&as->answer, "described");
	line_text(&as->answer, "conditions", conditions);
	return server_answer(as);
}

static int serve_open(struct agent_server *as, struct fields *request)
{
	struct order *order = &as->order;
	struct failure failure;
	int r = as->pair ? -EPROTO : order_read(request, &as->sv, order);

	if (r < 0)
		return r;
	supervisor_pin(&as->sv, order->c.supervisor_cpu);
	if (order->half)
		r = local_open_side(&as->sv, &order->c, SERVER, order->padding,
				    &order->meeting, &as->pair, &failure);
	else
		r = pair_open(&as->sv, &order->c, order->padding, &as->pair, &failure);
	if (r < 0)
		return server_fail(as, &failure);
	as->attached = !order->half;
	line_begin(&as->answer, "opened");
	settings_write(&as->answer, as->pair->granted);
	line_count(&as->answer, "files", as->pair->makes_files);
	if (order->half)
		line_count(&as->answer, "port", order->meeting.port);
	return server_answer(as);
}

static int serve_attach(struct agent_server *as, struct fields *request)
{
	struct failure failure;
	int r = fields_end(request);

	if (r < 0 || !as->pair || as->attached)
		return -EPROTO;
	r = local_attach(&as->sv, as->pair, &failure);
	if (r < 0)
		return server_fail(as, &failure);
	as->attached = true;
	line_begin(&as->answer, "attached");
	settings_write(&as->answer, as->pair->granted);
	line_count(&as->answer, "refused", as->pair->refused);
	return server_answer(as);
}

/* Wakes the server, says so, and waits for it. */
static int serve_half(struct agent_server *as, const struct assignment *assignment,
		      struct outcome *outcome, struct failure *failure)
{
	int r;

	local_start(as->pair, assignment->count, assignment->batch);
	line_begin(&as->answer, "started");
	r = server_answer(as);
	return r < 0 ? failure_set(failure, "supervisor", r)
		     : local_finish(&as->sv, as->pair, outcome, failure);
}

static int serve_run(struct agent_server *as, struct fields *request)
{
	struct assignment assignment;
	struct failure failure;
	struct outcome outcome;
	int r = assignment_read(request, &assignment);

	if (r < 0 || !as->attached)
		return -EPROTO;
	as->pair->delay = assignment.delay;
	if (as->order.half)
		r = serve_half(as, &assignment, &outcome, &failure);
	else
		r = pair_run(&as->sv, as->pair, assignment.count, assignment.batch,
			     &outcome, &failure);
	if (r < 0)
		return server_fail(as, &failure);
	outcome_write(&as->answer, as->order.c.pattern == ROUND_TRIP && !as->order.half,
		      &outcome);
	return server_answer(as);
}

static int serve(struct agent_server *as, struct fields *request)
{
	static const struct {
		const char *word;
		int (*serve)(struct agent_server *as, struct fields *request);
	} requests[] = {
		{"hello", serve_hello}, {"describe", serve_describe},
		{"open", serve_open},	{"attach", serve_attach},
		{"run", serve_run},
	};

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (strcmp(request->word, requests[i].word) == 0)
			return requests[i].serve(as, request);
	return -EPROTO;
}

/* Until the end of input: 0, or -errno. */
static int serve_all(struct agent_server *as)
{
	for (;;) {
		struct fields request;
		char *line;
		int r = wire_read(&as->wire, NULL, WIRE_FOREVER, &line);

		if (r == 0)
			r = fields_split(line, &request);
		if (r == 0)
			r = serve(as, &request);
		if (r < 0)
			return r == -EPIPE ? 0 : r;
	}
}

int agent_serve(int in, int out)
{
	struct agent_server *as = calloc(1, sizeof(*as));
	int r = as ? supervisor_init_agent(&as->sv, in) : -ENOMEM;

	if (r == 0) {
		as->wire.in = in;
		as->wire.out = out;
		r = serve_all(as);
		pair_close(as->pair);
	}
	free(as);
	return r;
}
