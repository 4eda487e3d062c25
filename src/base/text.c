/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *text_format_size(char text[static TEXT_SIZE], uint64_t bytes)
{
	static const char *const units[] = {"", "K", "M", "G"};
	size_t unit = 0;

	while (unit < 3 && bytes && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	snprintf(text, TEXT_SIZE, "%llu%s", (unsigned long long)bytes, units[unit]);
	return text;
}

/* Writes three digits and the unit that suits @value, each of @count units being a
 * thousand of the one before. */
static const char *scaled(char *text, double value, const char *const *units,
			  size_t count)
{
	if (!isfinite(value))
		return strcpy(text, "-");
	/* 999.5 would be printed as 1e+03. */
	while (value >= 999.5 && count > 1) {
		value /= 1000;
		units++;
		count--;
	}
	snprintf(text, TEXT_SIZE, value < 999.5 ? "%.3g %s" : "%.0f %s", value, *units);
	return text;
}

const char *text_format_duration(char text[static TEXT_SIZE], double ns)
{
	static const char *const units[] = {"ns", "us", "ms", "s"};

	return scaled(text, ns, units, 4);
}

const char *text_format_frequency(char text[static TEXT_SIZE], double per_s)
{
	static const char *const units[] = {"/s", "k/s", "M/s", "G/s"};

	return scaled(text, per_s, units, 4);
}

const char *text_format_rate(char text[static TEXT_SIZE], double bytes_per_s)
{
	static const char *const units[] = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};

	return scaled(text, bytes_per_s, units, 5);
}
