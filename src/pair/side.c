/* SPDX-License-Identifier: MIT */
#include "pair/side.h"

#include <alloca.h>
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/words.h"
#include "clock.h"
#include "common/futex_calls.h"
#include "pair/errand.h"

/* From waking the client until the first paced message is due. */
#define PACED_LEAD_NS 1000000u

void progress_set(struct progress *progress, const struct channel *ch,
		  const char *process, int error)
{
	*progress = (struct progress){
		.failure = {.error = error, .refused = error < 0, .process = process},
		.granted = {[SET_BUFFER] = ch->buffer,
			    [SET_DEPTH] = ch->depth,
			    [SET_CHUNK] = ch->chunk,
			    [SET_SPIN] = ch->spin_ns},
	};
	if (error < 0)
		failure_set_limit(&progress->failure, ch->limit);
}

void side_command(struct side_state *side)
{
	atomic_fetch_add_explicit(&side->commands, 1, memory_order_release);
	futex_wake(&side->commands, 1);
}

/* Sleeps until there are more commands than *seen. */
static void side_await_command(struct side_state *side, uint32_t *seen)
{
	uint32_t commands;

	while ((commands = atomic_load_explicit(&side->commands, memory_order_acquire)) ==
	       *seen)
		futex_wait(&side->commands, commands);
	*seen = commands;
}

/* Makes two buffers side by side, with all their pages: to touch them one by one took
 * three times as long. */
static int side_make_buffers(struct channel *ch)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const size_t size = (ch->size / page + 1) * page;
	char *buffers = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (buffers == MAP_FAILED)
		return -errno;
	ch->out = buffers;
	ch->in = buffers + size;
	return 0;
}

/* Finds the other side on its host. */
static int side_meet(struct local_pair *p)
{
	const struct hosts *hosts = p->pair.c->mechanism->hosts;
	struct meeting *meeting = &p->shared->meeting;
	struct channel *ch = &p->channel;

	return ch->side == CLIENT ? hosts->connect(ch, meeting)
				  : hosts->accept(ch, meeting);
}

static int side_attach(struct local_pair *p, int pinned)
{
	const struct mechanism *m = p->pair.c->mechanism;
	struct channel *ch = &p->channel;
	struct side_state *side = &p->shared->side[ch->side];
	int r = pinned < 0 ? pinned : side_make_buffers(ch);

	/* By default the kernel may let a client sleep 50 us too long. */
	if (p->pair.c->pattern == PACED)
		prctl(PR_SET_TIMERSLACK, 1);
	p->meter = meter_open();
	ch->loops = m->loops;
	ch->peer = p->shared->pid[side_peer(ch->side)];
	if (r == 0 && local_is_one_sided(p))
		r = side_meet(p);
	if (r == 0 && m->attach)
		r = m->attach(ch);
	progress_set(&side->progress, ch, side_name(ch->side), r);
	side->attached = r == 0;
	return r;
}

/* Two hosts have two clocks, so that the client must time a stream alone: it ends with a
 * byte there and back.  The loops of a lossy mechanism end with such an exchange anyway.
 */
static bool side_acknowledges(const struct local_pair *p)
{
	return local_is_one_sided(p) && p->pair.c->pattern == STREAM &&
	       !(p->pair.c->mechanism->traits & MECH_LOSSY);
}

static int side_acknowledge(struct local_pair *p, struct slice *slice)
{
	struct channel *ch = &p->channel;
	uint32_t sample_ns;
	const struct job job = {
		.pattern = ROUND_TRIP,
		.touch = p->shared->job.touch,
		.first = job_end(&p->shared->job),
		.count = 1,
		.batch = 1,
		.sample_ns = &sample_ns,
	};
	const uint64_t begin_ns = slice->begin_ns;
	const size_t size = ch->size;
	int r;

	ch->size = 1;
	r = ch->loops->run(ch, &job, slice);
	ch->size = size;
	slice->begin_ns = begin_ns;
	return r;
}

static int side_slice(struct local_pair *p)
{
	const struct errand *errand = p->pair.c->errand;
	struct shared *shared = p->shared;
	struct channel *ch = &p->channel;
	struct side_state *side = &shared->side[ch->side];
	struct usage before;
	int r;

	before = meter_read(p->meter);
	if (ch->side == SERVER) {
		shared->job.start_ns = clock_ns() + PACED_LEAD_NS;
		side_command(&shared->side[CLIENT]);
	}
	r = errand ? errand->side[ch->side](ch, errand->board)
		   : ch->loops->run(ch, &shared->job, &side->slice);
	if (r == 0 && side_acknowledges(p))
		r = side_acknowledge(p, &side->slice);
	side->usage = usage_add(meter_read(p->meter), -1, before);
	if (r < 0)
		side->progress.failure = (struct failure){
			.error = r,
			.process = side_name(ch->side),
			.wrong = side->slice.wrong,
		};
	return r;
}

_Noreturn void side_main(const struct supervisor *sv, struct local_pair *p, pid_t keeper,
			 unsigned padding)
{
	struct side_state *side = &p->shared->side[p->channel.side];
	uint32_t seen = 0;
	int pinned;

	supervisor_die_with(keeper);

	/* Where the stack begins can bend a result, so let it differ from pair to pair.
	 */
	volatile char *stack = alloca(padding + 1);

	stack[0] = 0;
	pinned = supervisor_pin(sv, p->pair.c->cpu[p->channel.side]);
	for (;;) {
		side_await_command(side, &seen);
		if ((side->attached ? side_slice(p) : side_attach(p, pinned)) < 0)
			_exit(1);
		if (atomic_fetch_sub(&p->shared->running, 1) == 1)
			eventfd_write(p->done, 1);
	}
}
