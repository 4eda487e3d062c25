# SPDX-License-Identifier: MIT
#
# Round trip at one size, fastest first. Dots, not bars: on a log axis a bar's length says
# nothing but where the axis starts.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
UPPER = "rtt_p99_ns"
COLUMNS = "ratio ratio_low ratio_high"
WORDS = "ratio_to"
load "plot/style.gp"
TITLE = "Round trip, ".payload(PAYLOAD).", fastest first"
HOW = "dot = median, bar = its 95 % interval, tick = p99; open dot = does not sleep while it waits"

# What stands beside a row as text; of the reference its ratio to itself is 1, without interval.
array P99[N]
array RATIO[N]
reference = ""
range(low, high) = strcol(low) eq strcol(high) ? "" : \
	" (".three(column(low))."–".three(column(high)).")"
ratio(interval) = column("ratio") == 1 && interval eq "" ? "1" : three(column("ratio")).interval
note_beside(i) = (P99[i] = strcol("upper") eq "" ? "" : duration(figure("upper")), \
	reference = strcol("ratio") eq "" ? reference : strcol("ratio_to"), \
	RATIO[i] = strcol("ratio") eq "" ? "" : ratio(range("ratio_low", "ratio_high")), i)
stats IN using (note_beside(int(column("series")))) nooutput

RIGHT = 160 + EM * strlen("0.00123 (0.00123–0.00123)")
load "plot/rows.gp"
set xlabel "round trip (lower is better); overlapping bars are a tie".(reference eq "" ? "" : \
	", unless the ratio tells them apart")
set label "median" at screen beside(20), py(Y - 8) tc rgb FAINT
set label "p99" at screen beside(90), py(Y - 8) tc rgb FAINT
if (reference ne "") { set label "ratio to ".reference at screen beside(160), py(Y - 8) tc rgb FAINT }
do for [i=1:N] {
	set label duration(LAST[i]) at screen beside(20), level(i) tc rgb INK
	set label P99[i] at screen beside(90), level(i) tc rgb FAINT
	set label RATIO[i] at screen beside(160), level(i) tc rgb FAINT
}
has_p99(i) = TAILED[i] ? ROW[i] : -9
knob(i) = TEXT ? (ASLEEP[i] ? "●" : "○") : ASLEEP[i] ? 7 : 6

plot for [i=1:N] of(i) using (figure("y")):(has_p99(i)):(figure("y")):(or_dot("upper")) \
		with xerrorbars pt 0 lw 1.5 lc rgb HUE[i], \
	for [i=1:N] of(i) using (figure("y")):(ROW[i]):(or_dot("low")):(or_dot("high")): \
		(ROW[i] - 0.25):(ROW[i] + 0.25) \
		with boxxyerror fs transparent solid 0.35 noborder lc rgb HUE[i], \
	for [i=1:N] of(i) using (figure("y")):(ROW[i]) \
		with points pt knob(i) ps 0.8 lw 1.5 lc rgb HUE[i]
