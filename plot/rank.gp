# SPDX-License-Identifier: MIT
#
# Round trip at one size, fastest first. Dots, not bars: on a log axis a bar's length says
# nothing but where the axis starts.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
UPPER = "rtt_p99_ns"
ONE_SIZE = 1
HOW = "dot = median, bar = its 95 % interval, tick = p99; overlapping bars are a tie"
dir = ARG0[1:strlen(ARG0) - strlen("rank.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
TITLE = "Round trip ".(LARGEST > 0 ? "of ".bytes(LARGEST)." bytes" : "without payload")
TITLE = TITLE.", fastest first"

# What stands beside a row as text.
array P99[N]
array RATIO[N]
reference = ""
range(low, high) = strcol(low) eq "" ? "" : \
	sprintf(" (%.3g–%.3g)", column(low), column(high))
beside(i) = (P99[i] = strcol(UPPER) eq "" ? "" : duration(figure(UPPER)), \
	reference = strcol("ratio") eq "" ? reference : strcol("ratio_to"), \
	RATIO[i] = strcol("ratio") eq "" ? "" : \
		sprintf("%.3g", column("ratio")).range("ratio_low", "ratio_high"), i)
stats IN using (beside(int(column("series")))) nooutput
if (reference ne "") { HOW = HOW." unless the paired ratio tells them apart" }

W = 1200
X = 40 + 7.6 * LONGEST
Y = HEAD + 24
wide = W - X - 430
high = 30 * N
H = Y + high + 66 + FOOT
load dir."page.gp"
eval frame(X, Y, wide, high)
set border 1
set logscale x
set xrange [BOTTOM:TOP]
set yrange [N + 0.5:0.5]
set ytics 1 scale 0 format ""
set grid y lt 1 dt 1 lw 0.8 lc rgb GRID
set format x "%.0s %cs"
set xlabel "round trip (lower is better)"

# A series is one row here, and stands below all that are faster.
row(i) = 1 + (sum [j=1:N] (LAST[j] < LAST[i] || (LAST[j] == LAST[i] && j < i)))
at(i) = column("series") == i ? row(i) : NaN
or_dot(name) = strcol(name) eq "" ? figure(FIGURE) : figure(name)

set label "median" at screen px(X + wide + 30), py(Y - 6) tc rgb FAINT
set label "p99" at screen px(X + wide + 115), py(Y - 6) tc rgb FAINT
if (reference ne "") {
	set label "ratio to ".reference at screen px(X + wide + 200), py(Y - 6) \
		tc rgb FAINT noenhanced
}
do for [i=1:N] {
	level = py(Y + 30 * (row(i) - 0.5))
	set label LABEL[i] at screen px(X - 12), level right tc rgb hue(FAMILY[i]) noenhanced
	set label duration(LAST[i]) at screen px(X + wide + 30), level tc rgb INK
	set label P99[i] at screen px(X + wide + 115), level tc rgb FAINT
	set label RATIO[i] at screen px(X + wide + 200), level tc rgb FAINT
}

plot for [i=1:N] IN using (figure(FIGURE)):(at(i)):(figure(FIGURE)):(or_dot(UPPER)) \
		with xerrorbars pt 0 lw 1.5 lc rgb hue(FAMILY[i]), \
	for [i=1:N] IN using (figure(FIGURE)):(at(i)):(or_dot("rtt_p50_ns_low")): \
		(or_dot("rtt_p50_ns_high")):(at(i) - 0.25):(at(i) + 0.25) \
		with boxxyerror fs transparent solid 0.35 noborder lc rgb hue(FAMILY[i]), \
	for [i=1:N] IN using (figure(FIGURE)):(at(i)) \
		with points pt 7 ps 0.9 lc rgb hue(FAMILY[i])
