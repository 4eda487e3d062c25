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

/* The pipes between the two: the child's standard input and output, and the errno of an
 * exec that fails. */
enum pipes { INPUT, OUTPUT, EXEC_ERROR, PIPE_COUNT };

static void pipes_close(int pipes[PIPE_COUNT][2])
{
	for (int i = 0; i < PIPE_COUNT; i++)
		for (int end = 0; end < 2; end++)
			if (pipes[i][end] >= 0)
				close(pipes[i][end]);
}

static int pipes_open(int pipes[PIPE_COUNT][2])
{
	memset(pipes, -1, PIPE_COUNT * sizeof(pipes[0]));
	for (int i = 0; i < PIPE_COUNT; i++)
		if (pipe2(pipes[i], O_CLOEXEC) < 0)
			return -errno;
	return fcntl(pipes[INPUT][1], F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

/* What the child does until it is the other program. */
static _Noreturn void launch_child(const struct supervisor *sv, const char *const *argv,
				   pid_t supervisor, int pipes[PIPE_COUNT][2])
{
	int error;

	supervisor_die_with(supervisor);
	supervisor_pin(sv, -1);
	if (dup2(pipes[INPUT][0], STDIN_FILENO) >= 0 &&
	    dup2(pipes[OUTPUT][1], STDOUT_FILENO) >= 0)
		execvp(argv[0], (char *const *)argv);
	error = errno;
	_exit(write(pipes[EXEC_ERROR][1], &error, sizeof(error)) == sizeof(error));
}

/* Returns 0 as soon as the child is the other program, or the -errno of its exec. */
static int launch_confirm(int exec_error)
{
	int error;
	const ssize_t n = read(exec_error, &error, sizeof(error));

	return n == sizeof(error) ? -error : n < 0 ? -errno : 0;
}

int launch_start(const struct supervisor *sv, const char *const *argv, struct launch *ret)
{
	const pid_t supervisor = getpid();
	int pipes[PIPE_COUNT][2];
	int r = pipes_open(pipes);

	*ret = (struct launch){0};
	if (r == 0) {
		ret->pid = fork();
		if (ret->pid == 0)
			launch_child(sv, argv, supervisor, pipes);
		r = ret->pid < 0 ? -errno : 0;
	}
	if (r < 0) {
		pipes_close(pipes);
		ret->pid = 0;
		return r;
	}
	ret->to = pipes[INPUT][1];
	ret->from = pipes[OUTPUT][0];
	close(pipes[EXEC_ERROR][1]);
	r = launch_confirm(pipes[EXEC_ERROR][0]);
	pipes[INPUT][1] = pipes[OUTPUT][0] = pipes[EXEC_ERROR][1] = -1;
	pipes_close(pipes);
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
