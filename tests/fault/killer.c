/* SPDX-License-Identifier: MIT */
/*
 * Loaded into a program by LD_PRELOAD, kills the program's first process as soon as that,
 * or a process that it has forked, has created something with the call that
 * IPCBENCH_KILL_AT names.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

static pid_t victim;

__attribute__((constructor)) static void killer_load(void)
{
	victim = getpid();
}

static void killer_strike(const char *call)
{
	const char *at = getenv("IPCBENCH_KILL_AT");

	if (at && strcmp(at, call) == 0)
		kill(victim, SIGKILL);
}

/* Defines the call, which passes its arguments on to the C library's. */
#define CALL(type, name, parameters, arguments, failed)                                  \
	type name parameters                                                             \
	{                                                                                \
		type(*next) parameters = (__typeof__(next))dlsym(RTLD_NEXT, #name);      \
		type made = next arguments;                                              \
                                                                                         \
		if (made != (failed))                                                    \
			killer_strike(#name);                                            \
		return made;                                                             \
	}

CALL(int, msgget, (key_t key, int flags), (key, flags), -1)
CALL(int, semget, (key_t key, int count, int flags), (key, count, flags), -1)
CALL(int, shmget, (key_t key, size_t size, int flags), (key, size, flags), -1)
CALL(int, shm_open, (const char *name, int flags, mode_t mode), (name, flags, mode), -1)
CALL(int, mkfifo, (const char *path, mode_t mode), (path, mode), -1)
CALL(char *, mkdtemp, (char *path), (path), NULL)

/* These are only called to create one. */
mqd_t mq_open(const char *name, int flags, ...)
{
	mqd_t (*next)(const char *, int, ...) =
		(__typeof__(next))dlsym(RTLD_NEXT, "mq_open");
	va_list more;
	mqd_t made;

	va_start(more, flags);
	const mode_t mode = va_arg(more, mode_t);
	made = next(name, flags, mode, va_arg(more, struct mq_attr *));
	va_end(more);
	if (made != (mqd_t)-1)
		killer_strike("mq_open");
	return made;
}

sem_t *sem_open(const char *name, int flags, ...)
{
	sem_t *(*next)(const char *, int, ...) =
		(__typeof__(next))dlsym(RTLD_NEXT, "sem_open");
	va_list more;
	sem_t *made;

	va_start(more, flags);
	const mode_t mode = va_arg(more, mode_t);
	made = next(name, flags, mode, va_arg(more, unsigned));
	va_end(more);
	if (made != SEM_FAILED)
		killer_strike("sem_open");
	return made;
}
