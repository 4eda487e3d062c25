# SPDX-License-Identifier: MIT
#
# The same round trip between processes that are near and far: a row a mechanism, a sign a
# placement, joined by a line.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
AXIS = "placement"
PAGES = "touch pairs"
dir = ARG0[1:strlen(ARG0) - strlen("placement.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5
TITLE = "Round trip by placement, ".payload(PAYLOAD)
HOW = "sign = median, bar = its 95 % interval; in the order of the nearest placement of each"

# The rows of a series come from near to far.
PLACES = " "
array FIRST[N]
do for [i=1:N] { FIRST[i] = 0 }
stats IN using (i = int(column("series")), PLACES = add(PLACES, strcol("placement")), \
	FIRST[i] = FIRST[i] > 0 ? FIRST[i] : figure("y"), 0) nooutput
array FAR[N]
do for [i=1:N] { FAR[i] = LAST[i]; LAST[i] = FIRST[i] }
PLACES = ""
do for [p in "same-cpu smt same-cache same-node cross-node any elsewhere"] {
	stats IN using (strcol("placement") eq p ? 1 : 0) name "P" nooutput
	if (P_max > 0) { PLACES = PLACES.p." " }
}
mark(p) = TEXT ? word("● ■ ▲ ◆ ▼ ★ ○", p) : int(word("7 4 9 12 11 14 5", p))

RIGHT = 110
load dir."rows.gp"
set logscale x
set xrange [BOTTOM:TOP]
set format x "%.0s %cs"
set xlabel "round trip (lower is better)"
set key at screen px(X), py(Y - 10) left bottom Left reverse horizontal samplen 1 font ",11" \
	textcolor rgb INK noenhanced noautotitle
set label "far / near" at screen beside(20), py(Y - 8) tc rgb FAINT
do for [i=1:N] {
	if (COUNT[i] > 1) {
		set label sprintf("%.3g ×", FAR[i] / LAST[i]) at screen beside(20), level(i) tc rgb INK
	}
}
or_dot(name) = strcol(name) eq "" ? figure("y") : figure(name)
is(p) = strcol("placement") eq word(PLACES, p) ? figure("y") : NaN

plot for [i=1:N] IN using (figure("y")):(at(i)) with lines lw 1 lc rgb hue(FAMILY[i]), \
	for [i=1:N] IN using (figure("y")):(at(i)):(or_dot("low")):(or_dot("high")): \
		(at(i) - 0.25):(at(i) + 0.25) \
		with boxxyerror fs transparent solid 0.35 noborder lc rgb hue(FAMILY[i]), \
	for [p=1:words(PLACES)] IN using (is(p)):(ROW[int(column("series"))]): \
		(rgb(column("series"))) \
		with points pt mark(p) ps 0.8 lw 1.5 lc rgb variable, \
	for [p=1:words(PLACES)] NaN with points pt mark(p) ps 0.8 lw 1.5 lc rgb INK \
		title word(PLACES, p)
