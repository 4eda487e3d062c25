# SPDX-License-Identifier: MIT
#
# How round trips at one size are distributed: half violins, the smallest median first.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
SHAPE = "density"
load "plot/style.gp"
TITLE = "Distribution of round trips, ".payload(PAYLOAD)
HOW = "hill = density, each scaled to its peak; bar = median and quartiles; all rounds together"

stats IN using (LAST[int(column("series"))] = figure("p50"), 0) nooutput
RIGHT = 90
PITCH = 28
load "plot/rows.gp"
set xlabel "round trip (lower is better)"
set label "median" at screen beside(20), py(Y - 8) tc rgb FAINT
do for [i=1:N] { set label duration(LAST[i]) at screen beside(20), level(i) tc rgb INK }

plot for [i=1:N] of(i) using (figure("y")):(ROW[i] + 0.12 - 0.6 * column("x")):(ROW[i] + 0.12) \
		with filledcurves fs transparent solid 0.55 noborder lc rgb HUE[i], \
	for [i=1:N] of(i) using (figure("p50")):(ROW[i]):(figure("p25")):(figure("p75")): \
		(ROW[i] + 0.16):(ROW[i] + 0.3) every ::0::0 \
		with boxxyerror fs solid noborder lc rgb HUE[i], \
	for [i=1:N] of(i) using (figure("p50")):(ROW[i] + 0.23) every ::0::0 \
		with points pt 7 ps 0.45 lc rgb INK
