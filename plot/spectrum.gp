# SPDX-License-Identifier: MIT
#
# Round trip at one size by percentile, a panel per family. The axis is 1/(1-q): each "nine" is
# as wide as the one before, and a flat line is a predictable mechanism.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
SHAPE = "spectrum"
load "plot/style.gp"
TITLE = "Round trip by percentile, ".payload(PAYLOAD)
HOW = "a flat line is predictable; thin and dotted: fewer than 100 samples lie above; grey = all others"
AXIS_X = "percentile"
AXIS_Y = "round trip (lower is better)"
FORMAT_Y = "%.0s %cs"
PLACED = 0
MAIN = "lines"
THIN = "lines lw 0.9 dt 3"
place(x) = x
set logscale x
set xrange [1:PLACE[PLACES] * 1.2]
set xtics ("0" 1, "50" 2, "90 %%" 10, "99 %%" 100, "99.9" 1000, "99.99" 1e4, "99.999" 1e5, "99.9999" 1e6)
load "plot/panels.gp"
