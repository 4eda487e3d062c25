/* SPDX-License-Identifier: MIT */
/*
 * Arrays that grow by one element at a time.
 */
#pragma once

#include <stdlib.h>

/*
 * Makes room for one element behind the count that the array has; NULL is an array of
 * none.  Returns the array, which may have moved, or NULL if there is no memory, and then
 * the array is as it was.  Room doubles whenever count is a power of two, so that it need
 * not be stored.
 */
static inline void *array_grow(void *array, size_t count, size_t size)
{
	return count & (count - 1) ? array
				   : realloc(array, (count ? 2 * count : 1) * size);
}
