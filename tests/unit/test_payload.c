/* SPDX-License-Identifier: MIT */
/*
 * What is in a message: a check must see every bit of it, however long it is and wherever
 * it lies.  payload_offset(), which goes byte by byte, is the reference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "payload.h"

#define MARGIN 8 /* bytes on either side of a message, which are to stay as they are */
#define MOST 8193

static unsigned char memory[MARGIN + MOST + 2 * MARGIN];

/* The sizes that are tried: all small ones, and some around pages. */
static size_t next_size(size_t size)
{
	static const size_t longer[] = {510,  511,  512,  513,	520,  1000, 1023,
					1024, 1025, 2047, 4088, 4089, 4095, 4096,
					4097, 4103, 4104, 8191, 8192, 8193, 0};
	size_t i = 0;

	if (size < 300)
		return size + 1;
	while (longer[i] != 0 && longer[i] <= size)
		i++;
	return longer[i];
}

static void test_every_flipped_bit(void **state)
{
	unsigned char *bytes = memory + MARGIN;

	(void)state;
	for (size_t size = 1; size != 0; size = next_size(size)) {
		payload_write(bytes, size, size, SERVER);
		assert_true(payload_matches(bytes, size, size, SERVER));
		for (size_t bit = 0; bit < size * 8; bit++) {
			unsigned char *byte = &bytes[bit / 8];

			*byte ^= (unsigned char)(1u << bit % 8);
			assert_false(payload_matches(bytes, size, size, SERVER));
			if (bit % 8 == 0)
				assert_int_equal(
					payload_offset(bytes, size, size, SERVER),
					bit / 8);
			*byte ^= (unsigned char)(1u << bit % 8);
		}
	}
}

/* All bytes of the message are written, and no other; at any alignment. */
static void test_what_is_written(void **state)
{
	(void)state;
	for (size_t size = 1; size != 0; size = next_size(size))
		for (size_t shift = 0; shift < MARGIN; shift++) {
			unsigned char *bytes = memory + MARGIN + shift;

			memset(memory, 0xa5, sizeof(memory));
			payload_write(bytes, size, 77, CLIENT);
			assert_true(payload_matches(bytes, size, 77, CLIENT));
			assert_int_equal(payload_offset(bytes, size, 77, CLIENT), size);
			assert_int_equal(bytes[-1], 0xa5);
			assert_int_equal(bytes[size], 0xa5);
		}
}

/* One byte tells a message from its 255 neighbours, and from that of the other side. */
static void test_another_message(void **state)
{
	unsigned char *bytes = memory + MARGIN;

	(void)state;
	for (size_t size = 1; size != 0; size = next_size(size)) {
		payload_write(bytes, size, 1000, CLIENT);
		for (uint64_t other = 1; other < 256; other++) {
			assert_false(payload_matches(bytes, size, 1000 - other, CLIENT));
			assert_false(payload_matches(bytes, size, 1000 + other, CLIENT));
		}
		assert_false(payload_matches(bytes, size, 1000, SERVER));
		assert_int_equal(payload_offset(bytes, size, 999, CLIENT), 0);
	}
}

/* The number is read as far as the size tells it: of one byte, to the nearest. */
static void test_sequence(void **state)
{
	unsigned char *bytes = memory + MARGIN;

	(void)state;
	for (size_t size = 1; size != 0; size = next_size(size))
		for (uint64_t number = 1000; number < 1100; number++) {
			payload_write(bytes, size, number, SERVER);
			assert_int_equal(payload_sequence(bytes, size, 1050, SERVER),
					 number);
		}
	payload_write(bytes, 8, UINT64_MAX - 3, CLIENT);
	assert_int_equal(payload_sequence(bytes, 8, 5, CLIENT), UINT64_MAX - 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_flipped_bit),
		cmocka_unit_test(test_what_is_written),
		cmocka_unit_test(test_another_message),
		cmocka_unit_test(test_sequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
