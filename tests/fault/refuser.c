/* SPDX-License-Identifier: MIT */
/*
 * Loaded into a program by LD_PRELOAD, refuses one request for memory: the one whose
 * number, counted from 1 over the program and all processes that it forks,
 * IPCBENCH_REFUSE_AT says. Creates the file that IPCBENCH_REFUSED names when it does.
 * Counts the requests that the program makes itself or through the C library, not those
 * that other libraries make.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

/* The C library's own: dlsym() may need memory itself. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static struct {
	const void *program, *c_library; /* where they are loaded */
	const char *refused;		 /* a file's name */
	unsigned long at;
	_Atomic unsigned long *count; /* shared memory; NULL: not yet counting */
} refuser;

static const void *loaded_at(const void *address)
{
	Dl_info info;

	return dladdr(address, &info) ? info.dli_fbase : NULL;
}

__attribute__((constructor)) static void refuser_load(void)
{
	const char *at = getenv("IPCBENCH_REFUSE_AT");
	void *shared = mmap(NULL, sizeof(*refuser.count), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	refuser.refused = getenv("IPCBENCH_REFUSED");
	if (!at || !refuser.refused || shared == MAP_FAILED)
		abort();
	refuser.program = loaded_at((const void *)getauxval(AT_ENTRY));
	refuser.c_library = loaded_at(dlsym(RTLD_NEXT, "fopen"));
	refuser.at = strtoul(at, NULL, 10);
	refuser.count = shared;
}

static bool is_refused(const void *caller)
{
	const void *from = refuser.count ? loaded_at(caller) : NULL;

	if (!from || (from != refuser.program && from != refuser.c_library) ||
	    atomic_fetch_add(refuser.count, 1) + 1 != refuser.at)
		return false;
	close(open(refuser.refused, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	errno = ENOMEM;
	return true;
}

#define IS_REFUSED() is_refused(__builtin_return_address(0))

void *malloc(size_t size)
{
	return IS_REFUSED() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return IS_REFUSED() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
	return IS_REFUSED() ? NULL : __libc_realloc(memory, size);
}

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
	void *(*next)(void *, size_t, int, int, int, off_t) =
		(__typeof__(next))dlsym(RTLD_NEXT, "mmap");

	return IS_REFUSED() ? MAP_FAILED
			    : next(address, size, protection, flags, fd, offset);
}
