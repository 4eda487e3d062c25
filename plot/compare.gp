# SPDX-License-Identifier: MIT
#
# Before and after: the ratio of the new figure to the old one, a row for each mechanism, a panel
# for each message size, all with the same axis; what lies beyond it stands at its edge.

SOURCE = "compare"
FIGURE = "ratio"
WORDS = "verdict"
AXIS = "size_bytes"
PAGES = "metric pattern placement touch"
load "plot/style.gp"
METRIC = PAGE_metric
SPREAD = max(HI, 1 / LO)
TITLE = "New over old: ".(METRIC eq "rtt_p50_ns" ? "round trip" : METRIC eq "message_ns" ? \
	"time per message of a stream" : METRIC)
HOW = "bar = 95 % interval; filled up = slower, filled down = faster, open = the same, cross = not certain"

RIGHT = 16
load "plot/rows.gp"
R = SPREAD < 1.08 ? 1.1 : SPREAD < 1.45 ? 1.5 : SPREAD < 1.9 ? 2.0 : 4.0
set xrange [R**-1.15:R**1.15]
T = R < 1.2 ? 1.05 : R < 1.8 ? 1.25 : R < 3 ? 1.5 : 2.0
set xtics (sprintf("%.2g", 1 / T) 1 / T, "1" 1, sprintf("%.3g", T) T)
cut(r) = max(1 / R, min(R, r))
shape(v) = v eq "slower" ? 9 : v eq "faster" ? 11 : v eq "same" ? 6 : 2
set arrow from first 1, graph 0 to first 1, graph 1 nohead lw 1 lc rgb FAINT
BETTER = METRIC[strlen(METRIC) - 2:] eq "_ns" ? "lower" : "higher"

set multiplot
do for [s=1:PLACES] {
	eval frame(X + (s - 1) * wide / PLACES, Y, wide / PLACES - 8, high)
	set title payload(PLACE[s]) offset 0, -0.6 tc rgb FAINT font ",11"
	set xlabel (s == (PLACES + 1) / 2 ? "new / old (".BETTER." is better)" : "")
	here(i) = column("x") == PLACE[s] ? ROW[int(i)] : NaN
	plot IN using (cut(figure("y"))):(here(column("series"))):(cut(or_dot("low"))): \
			(cut(or_dot("high"))):(rgb(column("series"))) \
			with xerrorbars pt 0 lw 1.4 lc rgb variable, \
		IN using (cut(figure("y"))):(here(column("series"))):(0.8): \
			(shape(strcol("verdict"))):(rgb(column("series"))) \
			with points ps variable pt variable lw 1.3 lc rgb variable
	unset label
}
unset multiplot
