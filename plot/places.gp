# SPDX-License-Identifier: MIT
#
# The x axis of sizes or rates: logarithmic, with a tick at each place and its text where there
# is room for it. What has no payload is at the left end, since a log axis has no zero.

SMALLEST = PLACE[1] > 0 ? PLACE[1] : PLACES > 1 ? PLACE[2] : 8.0
BEYOND = max(2.0, (max(PLACE[PLACES], SMALLEST) / SMALLEST)**(40.0 / wide))
place(x) = x > 0 ? x : SMALLEST / BEYOND
set logscale x 2
set xrange [place(PLACE[1]) / 1.4:place(PLACE[PLACES]) * 1.4]
set xtics ()
roomy = 0.0
do for [s=1:PLACES] {
	x = place(PLACE[s])
	set xtics add ((x > roomy ? PLACE_TEXT[s] : "") x)
	if (x > roomy) { roomy = x * BEYOND * 0.999 }
}
