/* SPDX-License-Identifier: MIT */
#include "output/key.h"

#include <math.h>

#include "base/words.h"

static const struct {
	const char *name;
	bool is_number;
} keys[KEY_COUNT] = {
	[KEY_MECHANISM] = {"mechanism", false},
	[KEY_FAMILY] = {"family", false},
	[KEY_PATTERN] = {"pattern", false},
	[KEY_SIZE] = {"size_bytes", true},
	[KEY_PLACEMENT] = {"placement", false},
	[KEY_CLIENT_CPU] = {"client_cpu", true},
	[KEY_SERVER_CPU] = {"server_cpu", true},
	[KEY_WAIT] = {"wait", false},
	[KEY_TOUCH] = {"touch", false},
	[KEY_PAIRS] = {"pairs", true},
	[KEY_RATE] = {"rate_per_s", true},
	[KEY_BUFFER_REQUESTED] = {"buffer_requested_bytes", true},
	[KEY_BUFFER_GRANTED] = {"buffer_granted_bytes", true},
	[KEY_VARIANT] = {"variant", false},
	[KEY_DEPTH_REQUESTED] = {"depth_requested", true},
	[KEY_DEPTH_GRANTED] = {"depth_granted", true},
	[KEY_CHUNK_REQUESTED] = {"chunk_requested_bytes", true},
	[KEY_CHUNK_GRANTED] = {"chunk_granted_bytes", true},
	[KEY_SPIN_REQUESTED] = {"spin_requested_ns", true},
	[KEY_SPIN_GRANTED] = {"spin_granted_ns", true},
	[KEY_PROGRAM] = {"program", false},
	[KEY_ARM] = {"arm", true},
};

const char *key_name(enum key key)
{
	return keys[key].name;
}

bool key_is_number(enum key key)
{
	return keys[key].is_number;
}

void key_fill(struct key_value values[static KEY_COUNT], const struct ipc_case *c,
	      const size_t granted[static SETTING_COUNT], bool measured)
{
	static const enum key requested[SETTING_COUNT] = {
		[SET_BUFFER] = KEY_BUFFER_REQUESTED,
		[SET_DEPTH] = KEY_DEPTH_REQUESTED,
		[SET_CHUNK] = KEY_CHUNK_REQUESTED,
		[SET_SPIN] = KEY_SPIN_REQUESTED,
	};

	values[KEY_MECHANISM].text = c->mechanism->name;
	values[KEY_FAMILY].text = c->mechanism->family;
	values[KEY_PATTERN].text = pattern_name(c->pattern);
	values[KEY_SIZE].number = (double)c->size;
	values[KEY_PLACEMENT].text = placement_name(c->placement);
	values[KEY_CLIENT_CPU].number = c->cpu[CLIENT] < 0 ? (double)NAN : c->cpu[CLIENT];
	values[KEY_SERVER_CPU].number = c->cpu[SERVER] < 0 ? (double)NAN : c->cpu[SERVER];
	values[KEY_WAIT].text = wait_name(c->wait);
	values[KEY_TOUCH].text = touch_name(c->touch);
	values[KEY_PAIRS].number = 1;
	values[KEY_RATE].number = c->rate > 0 ? (double)c->rate : NAN;
	values[KEY_VARIANT].text = c->variant ? c->variant : "default";
	values[KEY_PROGRAM].text = program_name(c);
	values[KEY_ARM].number = c->arm;
	for (enum setting s = SET_BUFFER; s < SETTING_COUNT; s++) {
		const enum key key = requested[s];

		values[key].number = (double)c->asked[s];
		values[key + 1].number = measured ? (double)granted[s] : NAN;
	}
}
