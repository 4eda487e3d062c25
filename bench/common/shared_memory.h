/* SPDX-License-Identifier: MIT */
/*
 * Memory that both sides see at the same address, and the ways to come by it:
 *
 *	posix		an object with a name in /dev/shm, for any process that its mode
 *			lets in; stays until it is unlinked
 *	sysv		a segment with a number or a key, for the same; stays until it is
 *			removed and no process has it attached
 *	memfd		a file without a name, for processes that inherit its descriptor
 *			or are sent it
 *	file		a file on a disk, to which the kernel writes it back in its own
 *			time
 *	anonymous	for processes that inherit it
 *	hugetlb		a memfd of huge pages, which the administrator has to set aside
 *
 * Once mapped they are the same, but for the size of their pages and for what a file
 * system does when a page is written.  Those that are files are reserved before they are
 * mapped, so that a full file system (/dev/shm has half of the machine's memory, in many
 * containers 64 MiB) is an error here and not SIGBUS later.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/names.h"
#include "mechanism.h"

#define CACHE_LINE 64 /* bytes between things that both sides write at a time */

struct shared_memory {
	void *address; /* NULL: none */
	size_t size;   /* in bytes; set before the memory is made */
};

/* Takes what mmap() or shmat() returned, as they fail alike. */
static inline int shared_memory_set(struct shared_memory *memory, void *address)
{
	if (address == MAP_FAILED)
		return -errno;
	memory->address = address;
	return 0;
}

/* Reserves and maps memory->size bytes of the file fd, which it closes; limit names what
 * is in the way if there is no room. */
static inline int shared_memory_map(struct channel *ch, struct shared_memory *memory,
				    int fd, const char *limit)
{
	const size_t size = memory->size;
	int r = -posix_fallocate(fd, 0, (off_t)size);

	if (r < 0)
		ch->limit = limit;
	else
		r = shared_memory_set(memory, mmap(NULL, size, PROT_READ | PROT_WRITE,
						   MAP_SHARED, fd, 0));
	close(fd);
	return r;
}

static inline int shared_memory_posix(struct channel *ch, struct shared_memory *memory)
{
	char name[NAME_SIZE];
	int r = name_make(name);

	if (r < 0)
		return r;
	int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return -errno;
	shm_unlink(name);
	return shared_memory_map(ch, memory, fd, "/dev/shm");
}

/* Once removed, a segment goes with the last process that has it attached. */
static inline int shared_memory_sysv(struct channel *ch, struct shared_memory *memory)
{
	int segment = shmget(IPC_PRIVATE, memory->size, 0600);

	if (segment < 0) {
		ch->limit = errno == EINVAL ? "kernel.shmmax" : "kernel.shmall";
		return errno == EINVAL ? -ENOSPC : -errno;
	}
	int r = shared_memory_set(memory, shmat(segment, NULL, 0));

	shmctl(segment, IPC_RMID, NULL);
	return r;
}

static inline int shared_memory_memfd(struct channel *ch, struct shared_memory *memory)
{
	int fd = memfd_create("ipcbench", MFD_CLOEXEC);

	return fd < 0 ? -errno : shared_memory_map(ch, memory, fd, NULL);
}

static inline int shared_memory_file(struct channel *ch, struct shared_memory *memory)
{
	char path[NAME_PATH_SIZE];
	int r = name_make_path(ch, path);

	if (r < 0)
		return r;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	r = fd < 0 ? -errno : shared_memory_map(ch, memory, fd, "directory");
	name_forget_path(path);
	return r;
}

static inline int shared_memory_anonymous(struct channel *ch,
					  struct shared_memory *memory)
{
	(void)ch;
	return shared_memory_set(memory, mmap(NULL, memory->size, PROT_READ | PROT_WRITE,
					      MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

/* Only whole huge pages can be mapped and unmapped; their size is the block size. */
static inline int shared_memory_hugetlb(struct channel *ch, struct shared_memory *memory)
{
	int fd = memfd_create("ipcbench", MFD_CLOEXEC | MFD_HUGETLB);
	struct stat status;

	if (fd < 0)
		return errno == ENOENT ? -ENOSYS : -errno;
	if (fstat(fd, &status) == 0) {
		const size_t page = (size_t)status.st_blksize;

		memory->size = (memory->size + page - 1) / page * page;
	}
	return shared_memory_map(ch, memory, fd, "vm.nr_hugepages");
}

struct shared_memory_backing {
	const char *name;
	int (*make)(struct channel *ch, struct shared_memory *memory);
};

/* All of them, the default first. */
#define SHARED_MEMORY_BACKINGS(X)                                                        \
	X(posix) X(sysv) X(memfd) X(file) X(anonymous) X(hugetlb)
#define SHARED_MEMORY_NAME(name) #name,
#define SHARED_MEMORY_BACKING(name) {#name, shared_memory_##name},

/* Makes size bytes of memory with the backing that ch->variant names, or else the
 * default one. */
static inline int shared_memory_create(struct channel *ch, struct shared_memory *memory,
				       size_t size)
{
	static const struct shared_memory_backing backings[] = {
		SHARED_MEMORY_BACKINGS(SHARED_MEMORY_BACKING)};
	const struct shared_memory_backing *backing = &backings[0];

	for (size_t i = 0; i < sizeof(backings) / sizeof(backings[0]); i++)
		if (ch->variant && strcmp(ch->variant, backings[i].name) == 0)
			backing = &backings[i];
	memory->size = size;
	return backing->make(ch, memory);
}

#ifndef MADV_POPULATE_WRITE /* in older headers */
#define MADV_POPULATE_WRITE 23
#endif

/* Maps every page in, so that no message pays for a page fault.  Kernels before 5.14
 * cannot; there the warm-up does it. */
static inline void shared_memory_populate(const struct shared_memory *memory)
{
	madvise(memory->address, memory->size, MADV_POPULATE_WRITE);
}

/* The number that belongs to the side, on a cache line of its own at the beginning of the
 * memory. */
static inline _Atomic uint32_t *shared_memory_number(const struct shared_memory *memory,
						     enum side side)
{
	return (void *)((char *)memory->address + side * CACHE_LINE);
}

/* Unmapping also detaches a System V segment. */
static inline void shared_memory_destroy(struct shared_memory *memory)
{
	if (memory->address)
		munmap(memory->address, memory->size);
	memory->address = NULL;
}

/* The same for a state that begins with the memory. */
static inline void shared_memory_destroy_state(struct channel *ch)
{
	shared_memory_destroy(ch->state);
}
