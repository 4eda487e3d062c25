/* SPDX-License-Identifier: MIT */
#include "pair/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define DEADLINE_MS 20000

int supervisor_init(struct supervisor *sv)
{
	sigset_t set;

	memset(sv, 0, sizeof(*sv));
	sv->deadline_ms = DEADLINE_MS;
	if (sched_getaffinity(0, sizeof(sv->allowed), sv->allowed) < 0)
		return -errno;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;

	/* A reader or a peer that has gone is an error to handle, and so is a file that
	 * may not grow. */
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
		return -errno;
	sv->stop_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return sv->stop_fd < 0 ? -errno : 0;
}

int supervisor_init_agent(struct supervisor *sv, int input)
{
	int r = supervisor_init(sv);

	if (r < 0)
		return r;
	close(sv->stop_fd);
	sv->stop_fd = input;
	sv->is_agent = true;
	return 0;
}

int supervisor_pin(const struct supervisor *sv, int cpu)
{
	cpu_set_t mask[8] = {0};

	if (cpu >= 0)
		CPU_SET_S((size_t)cpu, sizeof(mask), mask);
	return sched_setaffinity(0, sizeof(mask), cpu < 0 ? sv->allowed : mask) < 0
		       ? -ENXIO
		       : 0;
}

void supervisor_die_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it has died already: no signal will come */
		_exit(1);
}

int supervisor_stopped(struct supervisor *sv)
{
	struct pollfd input = {.fd = sv->stop_fd, .events = POLLIN};
	struct signalfd_siginfo info;

	if (sv->is_agent)
		sv->stop_signal = poll(&input, 1, 0) > 0 ? SIGHUP : 0;
	else if (read(sv->stop_fd, &info, sizeof(info)) == sizeof(info))
		sv->stop_signal = (int)info.ssi_signo;
	return sv->stop_signal ? -EINTR : 0;
}

int supervisor_sleep(struct supervisor *sv, int ms)
{
	struct pollfd fd = {.fd = sv->stop_fd, .events = POLLIN};

	poll(&fd, 1, ms);
	return supervisor_stopped(sv);
}
