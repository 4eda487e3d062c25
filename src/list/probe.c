/* SPDX-License-Identifier: MIT */
#include "list/probe.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "list/probe_side.h"
#include "pair/pair.h"

#define PROBE_SIZE 8
#define FLOOD_SIZE 4096
#define FLOOD_TOKENS 65536
#define HALVES_SIZE 128

/* For one try of a search, for what ends soon or never, and for news of it. */
#define TRY_MS 1000
#define LOOK_MS 100
#define LOOKS 10
#define NEWS_MS 200

struct prober {
	struct supervisor *sv;
	struct ipc_case c;
	struct errand errand;
	struct board *board;
	struct failure failure; /* of the last that failed */
};

static struct ipc_case probe_case(const struct mechanism *m, const char *directory)
{
	return (struct ipc_case){
		.mechanism = m,
		.size = m->traits & MECH_TOKEN ? 0 : PROBE_SIZE,
		.cpu = {-1, -1},
		.wait = case_default_wait(m),
		.variant = m->variants ? m->variants[0] : NULL,
		.directory = directory,
	};
}

static int prober_open(struct prober *pb, struct pair **pair)
{
	if (pb->board)
		*pb->board = (struct board){0};
	return pair_open(pb->sv, &pb->c, 0, pair, &pb->failure);
}

static int prober_run(struct prober *pb, struct pair *pair, int deadline_ms)
{
	const int usual_ms = pb->sv->deadline_ms;
	struct outcome outcome;
	int r;

	pb->sv->deadline_ms = deadline_ms;
	r = pair_run(pb->sv, pair, 1, 1, &outcome, &pb->failure);
	pb->sv->deadline_ms = usual_ms;
	return r;
}

/* Passes one message there and one back. */
static int prober_pass(struct prober *pb, int deadline_ms)
{
	struct pair *pair = NULL;
	int r = prober_open(pb, &pair);

	if (r == 0)
		r = prober_run(pb, pair, deadline_ms);
	pair_close(pair);
	return r;
}

/* Leaves in *field, the case's size or buffer, the largest with which a message gets
 * through, as it does with *field as it is; and in limit what stood in the way of more.
 * One that takes too long is not looked for any closer. */
static int prober_search(struct prober *pb, size_t *field, char limit[static REASON_SIZE])
{
	size_t good = *field, bad = PROBE_BYTES_MAX + 1;
	bool slow = false;
	int r = 0;

	*field = PROBE_BYTES_MAX;
	while (bad - good > 1 && !(slow && r == 0)) {
		r = prober_pass(pb, TRY_MS);
		if (r == -EINTR)
			return r;
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
	return 0;
}

int probe_works(struct supervisor *sv, const struct mechanism *m, const char *directory,
		struct findings *ret)
{
	struct prober pb = {.sv = sv, .c = probe_case(m, directory)};
	int r = prober_pass(&pb, sv->deadline_ms);

	*ret = (struct findings){
		.works = "yes",
		.largest_limit = "none",
		.buffer_limit = "none",
		.boundaries = "unknown",
		.death = "unknown",
	};
	if (r == -EINTR)
		return r;
	if (r < 0) {
		failure_slug(&pb.failure, ret->works);
		return 0;
	}
	if (m->traits & MECH_TOKEN)
		return 0;
	r = prober_search(&pb, &pb.c.size, ret->largest_limit);
	ret->largest = pb.c.size;
	return r;
}

/* Waits a while for the server to have received so often. */
static int prober_await(struct prober *pb, uint64_t received)
{
	int r = 0;

	for (int ms = 0; ms < NEWS_MS && r == 0; ms += NEWS_MS / 40) {
		if (atomic_load(&pb->board->received) >= received)
			break;
		r = supervisor_sleep(pb->sv, NEWS_MS / 40);
	}
	return r;
}

/* Waits for the sender to get no further. */
static int probe_capacity(struct prober *pb, struct capacity *ret)
{
	struct pair *pair = NULL;
	bool moving = true;
	uint64_t sent;
	int r = prober_open(pb, &pair);

	if (r < 0)
		return r == -EINTR ? r : 0;
	pb->board->most = pb->c.size ? PROBE_BYTES_MAX / pb->c.size : FLOOD_TOKENS;
	r = prober_run(pb, pair, LOOK_MS);
	sent = atomic_load(&pb->board->sent);
	for (int looks = 0; r == -ETIMEDOUT && moving && looks < LOOKS; looks++) {
		const uint64_t before = sent;

		if (supervisor_sleep(pb->sv, LOOK_MS) < 0)
			r = -EINTR;
		sent = atomic_load(&pb->board->sent);
		moving = sent != before;
	}
	*ret = (struct capacity){
		.known = r == 0 || r == -ETIMEDOUT,
		.endless = moving || sent == pb->board->most,
		.messages = sent,
		.bytes = sent * pb->c.size,
		.buffer = pair->granted[SET_BUFFER],
	};
	pair_close(pair);
	return r == -EINTR ? r : 0;
}

/* A second receive that does not return waits for a message that the first took along. */
static int probe_boundaries(struct prober *pb, const char **ret)
{
	struct pair *pair = NULL;
	uint64_t received;
	int r = prober_open(pb, &pair);

	if (r == 0)
		r = prober_run(pb, pair, LOOK_MS);
	if (r == -ETIMEDOUT && prober_await(pb, 2) < 0)
		r = -EINTR;
	received = atomic_load(&pb->board->received);
	if (received == 2 || (r == -ETIMEDOUT && received == 1))
		*ret = received == 2 ? "kept" : "merged";
	pair_close(pair);
	return r == -EINTR ? r : 0;
}

/* What recv() returned, in a word. */
static void death_word(int error, char word[static REASON_SIZE])
{
	if (error == 0)
		snprintf(word, REASON_SIZE, "turn");
	else if (error == -EPIPE)
		snprintf(word, REASON_SIZE, "end-of-file");
	else
		snprintf(word, REASON_SIZE, "errno-%d", -error);
}

static int probe_death(struct prober *pb, char word[static REASON_SIZE])
{
	struct pair *pair = NULL;
	int r = prober_open(pb, &pair);

	if (r == 0)
		r = prober_run(pb, pair, TRY_MS);
	if (r == -ECHILD) {
		if (prober_await(pb, 1) < 0)
			r = -EINTR;
		if (atomic_load(&pb->board->received))
			death_word(pb->board->error, word);
		else
			snprintf(word, REASON_SIZE, "nothing");
	}
	pair_close(pair);
	return r == -EINTR ? r : 0;
}

static size_t lesser(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* With the default buffer, and with the largest to be had. */
static int probe_capacities(struct prober *pb, struct findings *f)
{
	int r;

	pb->errand.side[CLIENT] = probe_flood;
	pb->errand.side[SERVER] = probe_idle;
	pb->c.size = lesser(FLOOD_SIZE, f->largest);
	r = probe_capacity(pb, &f->capacity);
	if (r < 0 || f->capacity.buffer == 0)
		return r;

	pb->c.errand = NULL;
	r = prober_search(pb, &pb->c.asked[SET_BUFFER], f->buffer_limit);
	pb->c.errand = &pb->errand;
	if (r == 0 && pb->c.asked[SET_BUFFER] > 0)
		r = probe_capacity(pb, &f->capacity_largest);
	pb->c.asked[SET_BUFFER] = 0;
	return r;
}

static int probe_ends(struct prober *pb, struct findings *f)
{
	int r = 0;

	pb->errand.side[CLIENT] = probe_send_halves;
	pb->errand.side[SERVER] = probe_recv_halves;
	pb->c.size = lesser(HALVES_SIZE, f->largest);
	if (f->largest == 0)
		f->boundaries = "none";
	else if (f->largest > 1)
		r = probe_boundaries(pb, &f->boundaries);

	pb->errand.side[CLIENT] = probe_die;
	pb->errand.side[SERVER] = probe_wait;
	return r < 0 ? r : probe_death(pb, f->death);
}

int probe_rest(struct supervisor *sv, const struct mechanism *m, const char *directory,
	       struct findings *f)
{
	struct prober pb = {.sv = sv, .c = probe_case(m, directory)};
	int r;

	if (strcmp(f->works, "yes") != 0 || m->traits & MECH_CONTROL)
		return 0;
	pb.board = mmap(NULL, sizeof(*pb.board), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (pb.board == MAP_FAILED)
		return -errno;
	pb.errand.board = pb.board;
	pb.c.errand = &pb.errand;
	r = probe_capacities(&pb, f);
	if (r == 0)
		r = probe_ends(&pb, f);
	munmap(pb.board, sizeof(*pb.board));
	return r;
}
