# SPDX-License-Identifier: MIT
#
# The headline: round trip by message size, a panel per family, the same axes everywhere.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
UPPER = "rtt_p99_ns"
AXIS = "size_bytes"
TITLE = "Round trip by message size, one family per panel"
HOW = "line = median, band = its 95 % interval, thin line = p99; grey = all others; same axes everywhere"
dir = ARG0[1:strlen(ARG0) - strlen("latency.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
load dir."panels.gp"
load dir."sizes.gp"
set logscale y
set yrange [BOTTOM:TOP]
AXIS_X = "message size (bytes)"
AXIS_Y = "round trip (lower is better)"
FORMAT_Y = "%.0s %cs"
lone(i) = COUNT[i] == 1 ? at(i) : NOWHERE

do for [k=1:COUNT_PANELS] {
	load dir."panel.gp"
	plot for [i=1:N] IN using (at(i)):(figure("y")) with lines lw 1.1 lc rgb GREY, \
		IN using (lone(int(column("series")))):(figure("y")) \
			with points pt 7 ps 0.3 lc rgb GREY, \
		for [i in own] IN using (at(i)):(edge(i, "low")):(edge(i, "high")) \
			with filledcurves fs transparent solid 0.25 noborder lc rgb hue(family), \
		for [i in own] IN using (at(i)):(tail(i)) \
			with linespoints pt 7 ps 0.2 lw 0.7 lc rgb hue(family), \
		for [i in own] IN using (at(i)):(figure("y")) with linespoints lw 1.7 \
			dt dash(MEMBER[int(i)]) pt sign(i) ps 0.5 lc rgb hue(family) \
			title LABEL[int(i)]
}
unset multiplot
