/* SPDX-License-Identifier: MIT */
/*
 * What every mechanism owes the harness.  Run once per mechanism, by name, as TAP.
 * The loops are the measured ones: what is benchmarked is what is tested.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/words.h"
#include "clock.h"
#include "contract.h"
#include "pair/failure.h"
#include "pair/local.h"
#include "pair/pair.h"
#include "registry.h"

static const size_t sizes[] = {1, 7, 64, 4096, 65537, 1 << 20};

void tell(struct contract *t, bool ok, const char *format, ...)
{
	va_list args;

	t->failed += !ok;
	printf("%s %u - ", ok ? "ok" : "not ok", ++t->number);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');

	/* Whoever stops the test, Meson above all, soon kills it. */
	if (supervisor_stopped(&t->supervisor) < 0) {
		rmdir(t->directory);
		exit(128 + t->supervisor.stop_signal);
	}
}

static size_t count_entries(const char *directory, const char *prefix)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;
	size_t n = 0;

	if (!dir)
		return 0;
	while ((entry = readdir(dir)))
		n += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
	closedir(dir);
	return n;
}

/* System V segments that this process has made, or that will stay. */
static size_t count_segments(void)
{
	FILE *list = fopen("/proc/sysvipc/shm", "re");
	char line[512];
	size_t n = 0;
	unsigned mode;
	int maker;

	while (list && fgets(line, sizeof(line), list))
		n += sscanf(line, "%*d %*d %o %*u %d", &mode, &maker) == 2 &&
		     (maker == getpid() || !(mode & SHM_DEST));
	if (list)
		fclose(list);
	return n;
}

/* What must be the same before and after. */
struct traces {
	size_t descriptors, shared_memory, segments, queues, files;
};

static struct traces traces_now(const char *directory)
{
	return (struct traces){
		.descriptors = count_entries("/proc/self/fd", ""),
		.shared_memory = count_entries("/dev/shm", "ipcbench-"),
		.segments = count_segments(),
		.queues = count_entries("/dev/mqueue", "ipcbench-"),
		.files = count_entries(directory, ""),
	};
}

/* Another test that runs now has a name in /dev/shm for a moment. */
static bool traces_gone(const struct traces *before, const char *directory)
{
	const struct timespec moment = {.tv_nsec = 20000000};

	for (unsigned i = 0; i < 10; i++) {
		const struct traces after = traces_now(directory);

		if (after.descriptors == before->descriptors &&
		    after.files == before->files && after.segments <= before->segments &&
		    after.shared_memory <= before->shared_memory &&
		    after.queues <= before->queues)
			return true;
		nanosleep(&moment, NULL);
	}
	return false;
}

struct ipc_case case_of(const struct contract *t, const struct mechanism *m, size_t size,
			enum pattern pattern, enum touch touch)
{
	struct ipc_case c = {
		.mechanism = m,
		.pattern = pattern,
		.size = size,
		.cpu = {-1, -1},
		.touch = touch,
		.directory = t->directory,
	};

	if (pattern == PACED)
		c.rate = RATE;
	c.wait = case_default_wait(m);
	if (m->variants)
		c.variant = m->variants[0];
	return c;
}

/* Of a stream, the first slice has enough messages to fill what is between the sides
 * several times over. */
static uint32_t messages_for(const struct ipc_case *c, size_t buffer, unsigned slice)
{
	const size_t size = c->size ? c->size : 1;
	const size_t fills = c->pattern == STREAM && slice == 0 ? 4 * buffer / size : 0;

	return (uint32_t)(fills < 20 ? 20 : fills > 100000 ? 100000 : fills);
}

int run_slices(struct contract *t, struct pair *pair, const struct ipc_case *c,
	       struct failure *failure)
{
	const uint32_t batch = c->pattern == PACED ? 1 : BATCH;
	struct outcome outcome;
	int r = 0;

	for (unsigned i = 0; i < SLICES && r == 0; i++)
		r = pair_run(&t->supervisor, pair,
			     messages_for(c, pair->granted[SET_BUFFER], i) / batch, batch,
			     &outcome, failure);
	if (r == 0 && outcome.end_ns <= outcome.begin_ns &&
	    !(c->mechanism->traits & MECH_CONTROL))
		r = failure_set(failure, "clock", -ERANGE);
	return r;
}

/* A case passes its messages and leaves nothing behind, or is refused with a reason. */
static void check_case(struct contract *t, const struct ipc_case *c)
{
	const struct traces before = traces_now(c->directory);
	struct failure failure = {0};
	struct pair *pair = NULL;
	char reason[REASON_SIZE];
	int r = pair_open(&t->supervisor, c, 0, &pair, &failure);
	const bool refused = r < 0 && failure_is_refusal(&failure);

	if (r == 0)
		r = run_slices(t, pair, c, &failure);
	pair_close(pair);
	if (r < 0)
		failure_slug(&failure, reason);

	const bool clean = traces_gone(&before, c->directory);

	tell(t, (r == 0 || refused) && clean, "%s, %zu bytes, touch %s%s%s%s%s%s",
	     pattern_name(c->pattern), c->size, c->touch == TOUCH_FULL ? "full" : "none",
	     c->variant ? ", " : "", c->variant ? c->variant : "",
	     clean ? "" : ", leaves something behind", r < 0 ? ", refused: " : "",
	     r < 0 ? reason : "");
}

static void check_sizes(struct contract *t)
{
	const struct mechanism *m = t->mechanism;
	const size_t count =
		m->traits & MECH_TOKEN ? 1 : sizeof(sizes) / sizeof(sizes[0]);

	for (size_t i = 0; i < count; i++)
		for (int pattern = 0; pattern < PACED; pattern++)
			for (int touch = 0; touch < TOUCH_COUNT; touch++) {
				const size_t size = m->traits & MECH_TOKEN ? 0 : sizes[i];
				const struct ipc_case c =
					case_of(t, m, size, (enum pattern)pattern,
						(enum touch)touch);

				check_case(t, &c);
			}
}

/* destroy() undoes what create() has done, also if that is nothing. */
static void check_undone(struct contract *t, const char *variant)
{
	const struct mechanism *m = t->mechanism;
	const struct traces before = traces_now(t->directory);
	struct channel ch = {
		.size = m->traits & MECH_TOKEN ? 0 : 64,
		.wait = case_default_wait(m),
		.variant = variant,
		.directory = t->directory,
	};

	if (!m->create || !m->destroy)
		return;
	ch.state = calloc(1, m->state_size);
	m->destroy(&ch);
	m->create(&ch);
	m->destroy(&ch);
	free(ch.state);
	tell(t, traces_gone(&before, t->directory), "is undone%s%s", variant ? ", " : "",
	     variant ? variant : "");
}

/* Every variant that is not the default. */
static void check_variants(struct contract *t)
{
	const struct mechanism *m = t->mechanism;

	check_undone(t, m->variants ? m->variants[0] : NULL);
	for (size_t i = 1; m->variants && m->variants[i]; i++) {
		check_undone(t, m->variants[i]);
		for (int pattern = 0; pattern < PACED; pattern++) {
			const size_t size = m->traits & MECH_TOKEN ? 0 : 4096;
			struct ipc_case c =
				case_of(t, m, size, (enum pattern)pattern, TOUCH_FULL);

			c.variant = m->variants[i];
			check_case(t, &c);
		}
	}
}

/* The bad and the least value of a knob, which may be too much for this machine. */
static void check_knob(struct contract *t, struct ipc_case c, const struct knob *knob)
{
	c.asked[SET_BUFFER] = 0;
	c.asked[knob->setting] = knob->bad;
	check_case(t, &c);
	c.asked[knob->setting] = knob->least;
	check_case(t, &c);
}

/* Every way to wait, and a buffer that is smaller than the message. */
static void check_settings(struct contract *t)
{
	const struct mechanism *m = t->mechanism;
	const size_t size = m->traits & MECH_TOKEN ? 0 : 8;

	for (int wait = 0; wait < WAIT_COUNT; wait++) {
		struct ipc_case c = case_of(t, m, size, ROUND_TRIP, TOUCH_FULL);

		if (!(m->waits & WAITS(wait)))
			continue;
		c.wait = (enum wait)wait;
		check_case(t, &c);
	}
	if (m->traits & MECH_TOKEN)
		return;
	for (int pattern = 0; pattern < PACED; pattern++) {
		struct ipc_case c =
			case_of(t, m, 8000, (enum pattern)pattern, TOUCH_FULL);

		c.asked[SET_BUFFER] = 4096;
		check_case(t, &c);
		for (const struct knob *k = m->knobs; k && k->how; k++)
			check_knob(t, c, k);
	}
}

/* A mechanism that may lose messages, or moves none, is not paced. */
static void check_paced(struct contract *t)
{
	const struct mechanism *m = t->mechanism;

	if (m->traits & (MECH_LOSSY | MECH_CONTROL))
		return;
	for (int touch = 0; touch < TOUCH_COUNT; touch++) {
		const struct ipc_case c = case_of(t, m, m->traits & MECH_TOKEN ? 0 : 64,
						  PACED, (enum touch)touch);

		check_case(t, &c);
	}
}

/* A side that dies in the middle of a slice is noticed at once. */
static void check_death(struct contract *t, enum side victim)
{
	const struct mechanism *m = t->mechanism;
	struct ipc_case c =
		case_of(t, m, m->traits & MECH_TOKEN ? 0 : 1, ROUND_TRIP, TOUCH_FULL);
	const struct traces before = traces_now(c.directory);
	struct failure failure = {0};
	struct outcome outcome;
	struct pair *pair = NULL;
	int r = pair_open(&t->supervisor, &c, 0, &pair, &failure);
	bool right;

	if (r == 0) {
		const pid_t pid = local_process(pair, victim);
		const pid_t killer = fork();
		uint64_t begin_ns;

		if (killer == 0) {
			const struct timespec delay = {.tv_nsec = 50000000};

			nanosleep(&delay, NULL);
			kill(pid, SIGKILL);
			_exit(0);
		}
		begin_ns = clock_ns();
		r = pair_run(&t->supervisor, pair, 1, UINT32_MAX, &outcome, &failure);
		right = r < 0 && clock_ns() - begin_ns < 1000000000;
		waitpid(killer, NULL, 0);
	} else {
		right = failure_is_refusal(&failure);
	}
	pair_close(pair);
	tell(t, right && traces_gone(&before, c.directory), "the %s is killed",
	     victim == CLIENT ? "client" : "server");
}

static void check_form(struct contract *t, const char *family)
{
	const char *fault = form_fault(t->mechanism, family);

	tell(t, !fault, "the description is sound%s%s", fault ? ": " : "",
	     fault ? fault : "");
}

static int check_mechanism(struct contract *t, const char *family)
{
	check_form(t, family);
	check_sizes(t);
	check_variants(t);
	check_settings(t);
	check_paced(t);

	/* The slice of null, which waits for nothing, ends before a side can be killed.
	 */
	if (!(t->mechanism->traits & MECH_CONTROL)) {
		check_death(t, CLIENT);
		check_death(t, SERVER);
	}
	tell(t, waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no process is left");
	printf("1..%u\n", t->number);
	return t->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* usage: contract MECHANISM [FAMILY] | broken | lossy | malformed | stall */
int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*check)(struct contract *t);
	} others[] = {
		{"broken", check_broken},
		{"lossy", check_lossy},
		{"malformed", check_malformed},
		{"stall", check_stall},
	};
	struct contract t = {.directory = "/tmp/ipcbench-test-XXXXXX"};
	int status = 99; /* what Meson calls an error */

	if (argc < 2 || supervisor_init(&t.supervisor) < 0 || !mkdtemp(t.directory))
		return status;
	t.supervisor.deadline_ms = 60000;
	t.mechanism = mechanism_find(argv[1]);
	if (t.mechanism)
		status = check_mechanism(&t, argc > 2 ? argv[2] : t.mechanism->family);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(argv[1], others[i].name) == 0)
			status = others[i].check(&t);
	rmdir(t.directory);
	return status;
}
