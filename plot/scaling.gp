# SPDX-License-Identifier: MIT
#
# Messages per second, of all pairs together, by the number of pairs that work at once, at one
# size, a panel per family.

PATTERN = "stream"
FIGURE = "messages_per_s"
AXIS = "pairs"
PAGES = "placement touch"
dir = ARG0[1:strlen(ARG0) - strlen("scaling.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
TITLE = "Scaling with pairs of processes, ".payload(PAYLOAD)
HOW = "all pairs together; line = median, band = its 95 % interval; grey = all others; same axes everywhere"
load dir."panels.gp"
load dir."counts.gp"
set logscale y
set yrange [BOTTOM:TOP]
AXIS_X = "pairs at work at the same time"
AXIS_Y = "messages per second (higher is better)"
FORMAT_Y = "%.0s%c"

do for [k=1:COUNT_PANELS] {
	load dir."panel.gp"
	plot for [i=1:N] IN using (at(i)):(figure("y")) with lines lw 1 lc rgb GREY, \
		for [i in own] IN using (at(i)):(edge(i, "low")):(edge(i, "high")) \
			with filledcurves fs transparent solid 0.25 noborder lc rgb hue(family), \
		for [i in own] IN using (at(i)):(figure("y")) with linespoints lw 1.7 \
			dt dash(MEMBER[int(i)]) pt sign(i) ps 0.5 lc rgb hue(family) title LABEL[int(i)]
}
unset multiplot
