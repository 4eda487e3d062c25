# SPDX-License-Identifier: MIT
#
# Stream bandwidth by message size. A ceiling, such as a bare copy of that size, needs no more
# than rows of the family control: like every control they are grey.

PATTERN = "stream"
FIGURE = "bytes_per_s"
UPPER = "bytes_per_s_high"
TITLE = "Stream bandwidth by message size"
HOW = "line = median, band = its 95 % interval; timed until the receiver has every byte"
dir = ARG0[1:strlen(ARG0) - strlen("bandwidth.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5

X = 116
Y = HEAD
W = 1200
wide = W - X - 40 - 7 * (LONGEST + 10)
high = max(500, 18 * N)
H = Y + high + 66 + FOOT
load dir."page.gp"
load dir."sizes.gp"
load dir."names.gp"
eval frame(X, Y, wide, high)
set logscale y
set yrange [BOTTOM:TOP]
set format y "%.0s %cB/s"
set ylabel "bandwidth (higher is better)"

plot for [i=1:N] IN using (at(i)):(edge(i, "bytes_per_s_low")):(edge(i, "bytes_per_s_high")) \
		with filledcurves fs transparent solid 0.25 noborder lc rgb hue(FAMILY[i]), \
	for [i=1:N] IN using (at(i)):(figure("bytes_per_s")) with linespoints lw 2 \
		dt dash(MEMBER[i]) pt dot(MEMBER[i]) ps 0.6 lc rgb hue(FAMILY[i])
