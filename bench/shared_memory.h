/* SPDX-License-Identifier: MIT */
/*
 * Memory that both sides see at the same address.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mechanism.h"
#include "names.h"

struct shared_memory {
	void *address; /* NULL: none */
	size_t size;
};

/* Reserves the memory, so that a full /dev/shm (64 MiB in many a container) is
 * an error here and not SIGBUS later. */
static inline int shared_memory_map(struct channel *ch, int fd, size_t size,
				    void **address)
{
	int r = -posix_fallocate(fd, 0, (off_t)size);

	if (r < 0) {
		ch->limit = "/dev/shm";
		return r;
	}
	*address = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (*address != MAP_FAILED)
		return 0;
	*address = NULL;
	return -errno;
}

/* A POSIX shared memory object, whose name is gone before anyone could use it. */
static inline int shared_memory_create(struct channel *ch, struct shared_memory *memory,
				       size_t size)
{
	char name[NAME_SIZE];
	int r = name_make(name);

	if (r < 0)
		return r;
	int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return -errno;
	shm_unlink(name);
	memory->size = size;
	r = shared_memory_map(ch, fd, size, &memory->address);
	close(fd);
	return r;
}

/* Maps every page in, so that no message pays for a page fault.  Kernels before
 * 5.14 cannot; there the warm-up does it. */
static inline void shared_memory_populate(const struct shared_memory *memory)
{
	madvise(memory->address, memory->size, MADV_POPULATE_WRITE);
}

static inline void shared_memory_destroy(struct shared_memory *memory)
{
	if (memory->address)
		munmap(memory->address, memory->size);
	memory->address = NULL;
}
