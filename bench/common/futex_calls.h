/* SPDX-License-Identifier: MIT */
/*
 * The two system calls that put a thread to sleep on a number in memory, and wake it.
 * Used between processes, so without FUTEX_PRIVATE_FLAG.
 */
#pragma once

#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Sleeps if *word is value.  May return for no reason, so look again. */
static inline void futex_wait(_Atomic uint32_t *word, uint32_t value)
{
	syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

/* Wakes at most count threads that sleep on *word. */
static inline void futex_wake(_Atomic uint32_t *word, int count)
{
	syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}
