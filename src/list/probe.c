/* SPDX-License-Identifier: MIT */
#include "list/probe.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <unistd.h>

#include "job.h"
#include "pair/errand.h"
#include "pair/pair.h"

#define PROBE_SIZE 8
#define FLOOD_SIZE 4096
#define FLOOD_TOKENS 65536
#define HALVES_SIZE 128

/* How long to wait for one try of a search; between two looks at a flood, and how many
 * of them; and for a side to receive something. */
#define TRY_MS 5000
#define LOOK_MS 100
#define LOOKS 10
#define AWAIT_MS 200
#define WAITING_US 20000 /* by then the server waits for a message */

/* ---- what the sides do, see pair/errand.h ---- */

/* What the supervisor can see even when a side is stuck. */
struct board {
	_Atomic uint64_t sent;	   /* how many times send() has returned */
	_Atomic uint64_t received; /* how many times recv() has */
	int error;		   /* what side_wait()'s recv() has returned */
	uint64_t most;		   /* how many messages side_flood() may send */
};

/* Sends until it has to wait, while the server does nothing. */
static int side_flood(struct channel *ch, struct board *board)
{
	int r = 0;

	for (uint64_t n = 0; r == 0 && n < board->most; n++) {
		r = ch->loops->send(ch);
		atomic_fetch_add(&board->sent, r == 0);
	}
	return r;
}

static int side_idle(struct channel *ch, struct board *board)
{
	(void)ch, (void)board;
	return 0;
}

static int side_send_halves(struct channel *ch, struct board *board)
{
	int r;

	(void)board;
	ch->size /= 2;
	r = ch->loops->send(ch);
	return r < 0 ? r : ch->loops->send(ch);
}

/* Receives two messages of the whole size.  A mechanism that keeps boundaries may return
 * -EBADMSG for a short message. */
static int side_recv_halves(struct channel *ch, struct board *board)
{
	int r = 0;

	for (int i = 0; i < 2 && r == 0; i++) {
		r = ch->loops->recv(ch);
		if (r == -EBADMSG)
			r = 0;
		atomic_fetch_add(&board->received, r == 0);
	}
	return r;
}

/* Dies while the server waits for a message. */
static int side_die(struct channel *ch, struct board *board)
{
	(void)ch, (void)board;
	usleep(WAITING_US);
	return raise(SIGKILL);
}

static int side_wait(struct channel *ch, struct board *board)
{
	board->error = ch->loops->recv(ch);
	atomic_store(&board->received, 1);
	return 0;
}

/* ---- what the supervisor does ---- */

struct prober {
	struct supervisor *sv;
	struct ipc_case c;
	struct errand errand;	/* the case's, once there is a board */
	struct failure failure; /* the last one */
};

/* Opens a pair and gives it one message, or the case's errand.  Returns as pair_run()
 * does; the pair, NULL if it could not be opened, is to be closed in any case. */
static int prober_start(struct prober *pb, int deadline_ms, struct pair **pair)
{
	const int usual_ms = pb->sv->deadline_ms;
	struct outcome outcome;
	int r;

	*pair = NULL;
	if (pb->errand.board)
		*pb->errand.board = (struct board){
			.most = pb->c.size ? PROBE_BYTES_MAX / pb->c.size : FLOOD_TOKENS,
		};
	if (pb->sv->stop_signal)
		return failure_set(&pb->failure, "supervisor", -EINTR);
	r = pair_open(pb->sv, &pb->c, 0, pair, &pb->failure);
	if (r < 0)
		return r;
	pb->sv->deadline_ms = deadline_ms;
	r = pair_run(pb->sv, *pair, 1, 1, &outcome, &pb->failure);
	pb->sv->deadline_ms = usual_ms;
	return r;
}

/* Passes one message there and one back. */
static int prober_pass(struct prober *pb, int deadline_ms)
{
	struct pair *pair;
	int r = prober_start(pb, deadline_ms, &pair);

	pair_close(pair);
	return r;
}

/*
 * Stores in *field, the case's size or buffer, the largest value with which a message
 * passes, as it does with the present one; and in limit what refused more.  Once a try
 * has taken too long, the next that passes is good enough.
 */
static void prober_search(struct prober *pb, size_t *field,
			  char limit[static REASON_SIZE])
{
	size_t good = *field, bad = PROBE_BYTES_MAX + 1;
	bool slow = false;
	int r = 0;

	*field = PROBE_BYTES_MAX;
	while (bad - good > 1 && !(slow && r == 0)) {
		r = prober_pass(pb, TRY_MS);
		if (r == -EINTR)
			break;
		if (r == 0) {
			good = *field;
		} else {
			bad = *field;
			slow = slow || r == -ETIMEDOUT;
			failure_slug(&pb->failure, limit);
		}
		*field = good + (bad - good) / (slow ? 16 : 2);
	}
	*field = good;
}

/* Waits a while until the server has received @messages; returns how many it has. */
static uint64_t prober_await(struct prober *pb, uint64_t messages)
{
	for (int ms = 0; ms < AWAIT_MS; ms += AWAIT_MS / 40)
		if (atomic_load(&pb->errand.board->received) >= messages ||
		    supervisor_sleep(pb->sv, AWAIT_MS / 40) < 0)
			break;
	return atomic_load(&pb->errand.board->received);
}

/* Waits until the sender gets no further. */
static void probe_capacity(struct prober *pb, struct capacity *ret)
{
	struct pair *pair;
	bool moving = true;
	int r = prober_start(pb, LOOK_MS, &pair);
	uint64_t sent = atomic_load(&pb->errand.board->sent);

	for (int looks = 0; r == -ETIMEDOUT && moving && looks < LOOKS; looks++) {
		const uint64_t before = sent;

		supervisor_sleep(pb->sv, LOOK_MS);
		sent = atomic_load(&pb->errand.board->sent);
		moving = sent != before;
	}
	if (pair)
		*ret = (struct capacity){
			.known = r == 0 || r == -ETIMEDOUT,
			.endless = moving || sent == pb->errand.board->most,
			.messages = sent,
			.bytes = sent * pb->c.size,
			.buffer = pair->granted[SET_BUFFER],
		};
	pair_close(pair);
}

/* With the default buffer, and with the largest that is granted. */
static void probe_capacities(struct prober *pb, struct findings *f)
{
	size_t *buffer = &pb->c.asked[SET_BUFFER];

	strcpy(f->buffer_limit, "none");
	probe_capacity(pb, &f->capacity);
	if (f->capacity.buffer == 0)
		return;
	pb->c.errand = NULL;
	prober_search(pb, buffer, f->buffer_limit);
	pb->c.errand = &pb->errand;
	if (*buffer > 0)
		probe_capacity(pb, &f->capacity_largest);
	*buffer = 0;
}

/* If only one receive returns, it has taken both messages. */
static void probe_boundaries(struct prober *pb, struct findings *f)
{
	struct pair *pair;
	int r = prober_start(pb, LOOK_MS, &pair);
	const uint64_t received = r == 0 ? 2 : r == -ETIMEDOUT ? prober_await(pb, 2) : 0;

	if (received > 0)
		f->boundaries = received == 2 ? "kept" : "merged";
	pair_close(pair);
}

static void probe_death(struct prober *pb, char word[static REASON_SIZE])
{
	struct pair *pair;
	int r = prober_start(pb, TRY_MS, &pair);

	if (r == -ECHILD && prober_await(pb, 1) == 0)
		snprintf(word, REASON_SIZE, "nothing");
	else if (r == -ECHILD && pb->errand.board->error == 0)
		snprintf(word, REASON_SIZE, "turn");
	else if (r == -ECHILD && pb->errand.board->error == -EPIPE)
		snprintf(word, REASON_SIZE, "end-of-file");
	else if (r == -ECHILD)
		snprintf(word, REASON_SIZE, "errno-%d", -pb->errand.board->error);
	pair_close(pair);
}

static void prober_give_errand(struct prober *pb, errand_fn *client, errand_fn *server,
			       size_t size)
{
	pb->errand.side[CLIENT] = client;
	pb->errand.side[SERVER] = server;
	pb->c.size = size;
}

static int probe_rest(struct prober *pb, struct findings *f)
{
	struct board *board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (board == MAP_FAILED)
		return -errno;
	pb->errand.board = board;
	pb->c.errand = &pb->errand;

	prober_give_errand(pb, side_flood, side_idle, MIN(FLOOD_SIZE, f->largest));
	probe_capacities(pb, f);
	prober_give_errand(pb, side_send_halves, side_recv_halves,
			   MIN(HALVES_SIZE, f->largest));
	if (f->largest == 0)
		f->boundaries = "none";
	else if (f->largest > 1)
		probe_boundaries(pb, f);
	prober_give_errand(pb, side_die, side_wait, pb->c.size);
	probe_death(pb, f->death);

	munmap(board, sizeof(*board));
	return 0;
}

const struct findings findings_untried = {
	.works = "untried",
	.largest_limit = "unknown",
	.buffer_limit = "unknown",
	.boundaries = "unknown",
	.death = "unknown",
};

int probe(struct supervisor *sv, const struct mechanism *m, const char *directory,
	  bool thorough, struct findings *ret)
{
	const bool token = m->traits & MECH_TOKEN;
	struct prober pb = {
		.sv = sv,
		.c = {.mechanism = m,
		      .size = token ? 0 : PROBE_SIZE,
		      .cpu = {-1, -1},
		      .wait = case_default_wait(m),
		      .variant = m->variants ? m->variants[0] : NULL,
		      .directory = directory},
	};
	int r = prober_pass(&pb, sv->deadline_ms);

	*ret = findings_untried;
	if (r < 0) {
		failure_slug(&pb.failure, ret->works);
		return sv->stop_signal ? -EINTR : 0;
	}
	pb.c.touch = TOUCH_NONE; /* its bytes have been checked */
	strcpy(ret->works, "yes");
	strcpy(ret->largest_limit, "none");
	if (!token) {
		prober_search(&pb, &pb.c.size, ret->largest_limit);
		ret->largest = pb.c.size;
	}
	r = thorough && !(m->traits & MECH_CONTROL) ? probe_rest(&pb, ret) : 0;
	return sv->stop_signal ? -EINTR : r;
}
