/* SPDX-License-Identifier: MIT */
#include "registry.h"

#include <string.h>

#include "mechanisms.def" /* made by meson.build: MECHANISMS(X) X(null) X(pipe) ... */

#define DECLARE(id) extern const struct mechanism mechanism_##id;
MECHANISMS(DECLARE)

#define POINTER(id) &mechanism_##id,
const struct mechanism *const mechanisms[] = {MECHANISMS(POINTER)};
const size_t mechanism_count = sizeof(mechanisms) / sizeof(mechanisms[0]);

const struct mechanism *mechanism_find(const char *name)
{
	for (size_t i = 0; i < mechanism_count; i++)
		if (strcmp(mechanisms[i]->name, name) == 0)
			return mechanisms[i];
	return NULL;
}
