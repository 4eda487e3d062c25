/* SPDX-License-Identifier: MIT */
#include "pair/side.h"

#include <alloca.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "clock.h"
#include "common/futex.h"
#include "pair/errand.h"

/* From waking the client until the first paced message is due. */
#define PACED_LEAD_NS 1000000u

void post_wake(struct post *post)
{
	atomic_fetch_add_explicit(&post->turn, 1, memory_order_release);
	futex_wake(&post->turn, 1);
}

/* Sleeps until there is another turn than the last. */
static void post_wait(struct post *post, uint32_t *last)
{
	uint32_t turn;

	while ((turn = atomic_load_explicit(&post->turn, memory_order_acquire)) == *last)
		futex_wait(&post->turn, turn);
	*last = turn;
}

/* Two buffers side by side, all their pages there. */
static int side_make_buffers(struct channel *ch)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const size_t size = (ch->size / page + 1) * page;
	char *buffers = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (buffers == MAP_FAILED)
		return -errno;
	memset(buffers, 1, 2 * size);
	ch->out = buffers;
	ch->in = buffers + size;
	return 0;
}

/* Finds the other side, wherever that is. */
static int side_meet(struct local_pair *p)
{
	const struct hosts *hosts = p->pair.c->mechanism->hosts;
	struct meeting *meeting = &p->shared->meeting;
	struct channel *ch = &p->channel;

	return ch->side == CLIENT ? hosts->connect(ch, meeting)
				  : hosts->accept(ch, meeting);
}

void side_granted(const struct channel *ch, size_t granted[static SETTING_COUNT])
{
	granted[SET_BUFFER] = ch->buffer;
	granted[SET_DEPTH] = ch->depth;
	granted[SET_CHUNK] = ch->chunk;
	granted[SET_SPIN] = ch->spin_ns;
}

static int side_attach(struct local_pair *p)
{
	struct channel *ch = &p->channel;
	struct post *post = &p->shared->post[ch->side];
	int r = side_make_buffers(ch);

	/* Or the kernel lets a client sleep up to 50 us longer than it asks for. */
	if (p->pair.c->pattern == PACED)
		prctl(PR_SET_TIMERSLACK, 1);
	p->meter = meter_open();
	ch->loops = p->pair.c->mechanism->loops;
	ch->peer = p->shared->pid[side_peer(ch->side)];
	if (r == 0 && p->half)
		r = side_meet(p);
	if (r == 0 && p->pair.c->mechanism->attach)
		r = p->pair.c->mechanism->attach(ch);
	side_granted(ch, post->granted);
	post->limit = ch->limit;
	post->ready = r == 0;
	return r;
}

/* The client's clock is the only one that counts between hosts, so that a stream ends
 * with a byte there and back on its heels.  One that may lose messages ends with a mark
 * there and back anyway. */
static bool side_acknowledges(const struct ipc_case *c)
{
	return c->pattern == STREAM && !(c->mechanism->traits & MECH_LOSSY);
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

/* The server, which is there, says when the first message is due. */
static void side_schedule(struct shared *shared)
{
	shared->job.start_ns = clock_ns() + PACED_LEAD_NS;
}

static int side_slice(struct local_pair *p)
{
	struct channel *ch = &p->channel;
	struct post *post = &p->shared->post[ch->side];
	struct usage before;
	int r;

	before = meter_read(&p->meter);
	if (ch->side == SERVER) {
		side_schedule(p->shared);
		post_wake(&p->shared->post[CLIENT]);
	}
	r = p->pair.c->errand
		    ? p->pair.c->errand->side[ch->side](ch, p->pair.c->errand->board)
		    : ch->loops->run(ch, &p->shared->job, &post->slice);
	if (r == 0 && p->half && side_acknowledges(p->pair.c))
		r = side_acknowledge(p, &post->slice);
	post->usage = usage_difference(meter_read(&p->meter), before);
	return r;
}

/* Where the keeper died, nobody would kill the child. */
static void side_follow(pid_t keeper)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != keeper)
		_exit(1);
}

_Noreturn void side_main(const struct supervisor *sv, struct local_pair *p, pid_t keeper,
			 unsigned padding)
{
	struct post *post = &p->shared->post[p->channel.side];
	uint32_t last = 0;

	side_follow(keeper);

	/* Where the stack begins can bend a result, so let it differ. */
	volatile char *stack = alloca(padding + 1);

	stack[0] = 0;
	supervisor_pin(sv, p->pair.c->cpu[p->channel.side]);
	for (;;) {
		int r;

		post_wait(post, &last);
		r = post->ready ? side_slice(p) : side_attach(p);
		if (r < 0) {
			post->error = r;
			_exit(1);
		}
		if (atomic_fetch_sub(&p->shared->running, 1) == 1)
			eventfd_write(p->done, 1);
	}
}
