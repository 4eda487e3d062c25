/* SPDX-License-Identifier: MIT */
#include "remote/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define END_MS 500

/* What the child does until it is the other program.  A vfork() shares its memory with
 * the parent, which waits until then: that is how *error gets there. */
static _Noreturn void launch_child(const struct supervisor *sv, const char *const *argv,
				   pid_t supervisor, int input, int output,
				   volatile int *error)
{
	supervisor_die_with(supervisor);
	supervisor_pin(sv, -1);
	if (dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0)
		execvp(argv[0], (char *const *)argv);
	*error = -errno;
	_exit(1);
}

int launch_start(const struct supervisor *sv, const char *const *argv, struct launch *ret)
{
	const pid_t supervisor = getpid();
	int input[2], output[2] = {-1, -1};
	volatile int r = 0;
	pid_t pid = -1;

	*ret = (struct launch){0};
	if (pipe2(input, O_CLOEXEC) < 0)
		return -errno;
	if (pipe2(output, O_CLOEXEC) == 0)
		pid = vfork();
	if (pid == 0)
		launch_child(sv, argv, supervisor, input[0], output[1], &r);
	if (pid < 0)
		r = -errno;
	close(input[0]);
	close(output[1]);
	if (pid < 0) {
		close(input[1]);
		close(output[0]);
		return r;
	}
	fcntl(input[1], F_SETFL, O_NONBLOCK);
	*ret = (struct launch){.pid = pid, .to = input[1], .from = output[0]};
	if (r < 0)
		launch_stop(ret);
	return r;
}

void launch_stop(struct launch *launch)
{
	struct pollfd ended = {.events = POLLIN};

	if (launch->pid == 0)
		return;
	close(launch->to);
	close(launch->from);
	ended.fd = (int)syscall(SYS_pidfd_open, launch->pid, 0);
	if (ended.fd < 0 || poll(&ended, 1, END_MS) <= 0)
		kill(launch->pid, SIGKILL);
	while (waitpid(launch->pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (ended.fd >= 0)
		close(ended.fd);
	*launch = (struct launch){0};
}
