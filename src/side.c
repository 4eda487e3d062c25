/* SPDX-License-Identifier: MIT */
#include "side.h"

#include <alloca.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "futex.h"

static void usage_now(struct usage *usage)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	usage->cpu_ns =
		(uint64_t)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) * 1000000000u +
		(uint64_t)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) * 1000u;
	usage->voluntary_switches = (uint64_t)ru.ru_nvcsw;
	usage->involuntary_switches = (uint64_t)ru.ru_nivcsw;
	usage->faults = (uint64_t)(ru.ru_minflt + ru.ru_majflt);
}

static struct usage usage_since(const struct usage *before)
{
	struct usage now;

	usage_now(&now);
	return (struct usage){
		.cpu_ns = now.cpu_ns - before->cpu_ns,
		.voluntary_switches = now.voluntary_switches - before->voluntary_switches,
		.involuntary_switches =
			now.involuntary_switches - before->involuntary_switches,
		.faults = now.faults - before->faults,
	};
}

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

static int side_attach(struct pair *p)
{
	struct channel *ch = &p->channel;
	struct post *post = &p->shared->post[ch->side];
	int r = side_make_buffers(ch);

	ch->peer = post->peer;
	if (r == 0 && p->c->mechanism->attach)
		r = p->c->mechanism->attach(ch);
	post->limit = ch->limit;
	post->ready = r == 0;
	return r;
}

static int side_slice(struct pair *p)
{
	struct channel *ch = &p->channel;
	struct post *post = &p->shared->post[ch->side];
	const struct loops *loops = p->c->mechanism->loops;
	loop_fn *loop = loops->run[p->c->pattern][p->c->touch][ch->side];
	struct usage before;
	int r;

	if (p->c->planted > 0 && ch->side == SERVER)
		loop = loops->delayed_echo;
	usage_now(&before);
	if (ch->side == SERVER)
		post_wake(&p->shared->post[CLIENT]);
	r = loop(ch, &post->slice);
	post->usage = usage_since(&before);
	return r;
}

/* Where the supervisor died, nobody would kill the child. */
static void side_follow(pid_t supervisor)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(1);
}

_Noreturn void side_main(const struct supervisor *sv, struct pair *p, pid_t supervisor,
			 unsigned padding)
{
	struct post *post = &p->shared->post[p->channel.side];
	uint32_t last = 0;

	side_follow(supervisor);

	/* Where the stack begins can bend a result, so let it differ. */
	volatile char *stack = alloca(padding + 1);

	stack[0] = 0;
	supervisor_pin(sv, p->c->cpu[p->channel.side]);
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
