# SPDX-License-Identifier: MIT
#
# Round trip at one size by percentile, a panel per family. The axis is 1/(1-q): each "nine" is
# as wide as the one before, and a flat line is a predictable mechanism.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
SHAPE = "spectrum"
dir = ARG0[1:strlen(ARG0) - strlen("spectrum.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
TITLE = "Round trip by percentile, ".payload(PAYLOAD)
HOW = "a flat line is predictable; thin and dotted: fewer than 100 samples lie above; grey = all others"
load dir."panels.gp"
at(i) = column("series") == i ? column("x") : NaN
set logscale xy
set xrange [1:LARGEST * 1.2]
set yrange [BOTTOM:TOP]
set xtics ("0" 1, "50" 2, "90 %%" 10, "99 %%" 100, "99.9" 1000, "99.99" 1e4, "99.999" 1e5, "99.9999" 1e6)
AXIS_X = "percentile"
AXIS_Y = "round trip (lower is better)"
FORMAT_Y = "%.0s %cs"

do for [k=1:COUNT_PANELS] {
	load dir."panel.gp"
	plot for [i=1:N] IN using (at(i)):(figure("y")) every 3 with lines lw 1 lc rgb GREY, \
		for [i in own] IN using (at(i)):(tail(i)) with lines lw 0.9 dt 3 lc rgb hue(family), \
		for [i in own] IN using (at(i)):(strcol("upper") eq "" ? figure("y") : NaN) \
			with lines lw 1.7 dt dash(MEMBER[int(i)]) lc rgb hue(family) title LABEL[int(i)]
}
unset multiplot
