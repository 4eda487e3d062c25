/* SPDX-License-Identifier: MIT */
#include "remote/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOMENT_MS 500

/* The pipes between both: what the child reads, writes, and tells of its exec. */
enum pipes { INPUT, OUTPUT, TROUBLE, PIPE_COUNT };

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
	if (fcntl(pipes[INPUT][1], F_SETFL, O_NONBLOCK) < 0 ||
	    fcntl(pipes[OUTPUT][0], F_SETFL, O_NONBLOCK) < 0)
		return -errno;
	return 0;
}

/* The child until it is another program. */
static _Noreturn void launch_child(const struct supervisor *sv, const char *const *argv,
				   pid_t supervisor, int pipes[PIPE_COUNT][2])
{
	int error;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(1);
	supervisor_pin(sv, -1);
	if (dup2(pipes[INPUT][0], STDIN_FILENO) >= 0 &&
	    dup2(pipes[OUTPUT][1], STDOUT_FILENO) >= 0)
		execvp(argv[0], (char *const *)argv);
	error = errno;
	_exit(write(pipes[TROUBLE][1], &error, sizeof(error)) == sizeof(error));
}

/* 0 as soon as the child is the program, or the reason why it cannot be. */
static int launch_confirm(int trouble)
{
	int error;
	ssize_t n;

	do {
		n = read(trouble, &error, sizeof(error));
	} while (n < 0 && errno == EINTR);
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
	close(pipes[TROUBLE][1]);
	r = launch_confirm(pipes[TROUBLE][0]);
	pipes[INPUT][1] = pipes[OUTPUT][0] = pipes[TROUBLE][1] = -1;
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
	if (ended.fd < 0 || poll(&ended, 1, MOMENT_MS) <= 0)
		kill(launch->pid, SIGKILL);
	while (waitpid(launch->pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (ended.fd >= 0)
		close(ended.fd);
	*launch = (struct launch){0};
}
