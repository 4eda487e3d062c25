# SPDX-License-Identifier: MIT
#
# Latency under offered load at one size, a panel per family, the same axes everywhere.

PATTERN = "paced"
FIGURE = "latency_p50_ns"
UPPER = "latency_p99_ns"
AXIS = "rate_per_s"
dir = ARG0[1:strlen(ARG0) - strlen("load.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
TITLE = "Latency under offered load, ".payload(PAYLOAD)
HOW = "from the intended send time; line = median, band = its 95 % interval, thin = p99; ends where it cannot keep up; grey = all others"
load dir."panels.gp"
load dir."counts.gp"
set logscale y
set yrange [BOTTOM:TOP]
AXIS_X = "offered load (messages per second)"
AXIS_Y = "latency (lower is better)"
FORMAT_Y = "%.0s %cs"

do for [k=1:COUNT_PANELS] {
	load dir."panel.gp"
	plot for [i=1:N] IN using (at(i)):(figure("y")) with lines lw 1 lc rgb GREY, \
		for [i in own] IN using (at(i)):(edge(i, "low")):(edge(i, "high")) \
			with filledcurves fs transparent solid 0.25 noborder lc rgb hue(family), \
		for [i in own] IN using (at(i)):(tail(i)) with lines lw 0.8 lc rgb hue(family), \
		for [i in own] IN using (at(i)):(figure("y")) with linespoints lw 1.7 \
			dt dash(MEMBER[int(i)]) pt sign(i) ps 0.5 lc rgb hue(family) title LABEL[int(i)]
}
unset multiplot
