# SPDX-License-Identifier: MIT
#
# Stream bandwidth by message size. A yardstick with sizes, such as a bare copy of that size,
# is the ceiling of what does the same and more: above it the page is shaded.

PATTERN = "stream"
FIGURE = "bytes_per_s"
AXIS = "size_bytes"
TITLE = "Stream bandwidth by message size"
HOW = "line = median, band = its 95 % interval; timed until the receiver has every byte"
dir = ARG0[1:strlen(ARG0) - strlen("bandwidth.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
is_ceiling(i) = FAMILY[i] eq "control" && COUNT[i] > 1
if (sum [i=1:N] is_ceiling(i)) { HOW = HOW."; grey = the ceiling of what copies its messages" }

X = 96
Y = HEAD
wide = W - X - 40 - EM * (LONGEST + 10)
high = max(400, NAME_PITCH * N)
H = Y + high + 56 + FOOT
load dir."page.gp"
load dir."sizes.gp"
load dir."names.gp"
eval frame(X, Y, wide, high)
set logscale y
set yrange [BOTTOM:TOP]
set format y "%.0s %cB/s"
set ylabel "bandwidth (higher is better)"

plot for [i=1:N] IN using (is_ceiling(i) ? at(i) : NOWHERE):(figure("y")):(TOP) \
		with filledcurves fs solid 0.45 noborder lc rgb GRID, \
	for [i=1:N] IN using (at(i)):(edge(i, "low")):(edge(i, "high")) \
		with filledcurves fs transparent solid 0.25 noborder lc rgb hue(FAMILY[i]), \
	for [i=1:N] IN using (at(i)):(figure("y")) with linespoints lw 1.7 \
		dt dash(MEMBER[i]) pt sign(i) ps 0.5 lc rgb hue(FAMILY[i])
