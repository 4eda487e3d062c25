# SPDX-License-Identifier: MIT
#
# The places on the x axis in order, each once: PLACE[1..PLACE_COUNT].

PLACE_COUNT = 0
array PLACE[1000]
next_place = -1.0
while (next_place < LARGEST) {
	found = LARGEST
	stats IN using (found = column("x") > next_place ? min(found, column("x")) : found, 0) nooutput
	next_place = found
	PLACE_COUNT = PLACE_COUNT + 1
	PLACE[PLACE_COUNT] = found
}
