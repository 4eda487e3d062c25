# SPDX-License-Identifier: MIT
#
# The page of a chart with a row for each series, ordered by the figures at the first places, and
# in each row a sign for each place, joined by a line. A chart sets AXIS_X, the axis's name, and
# ASIDE, the heading of the texts aside(i) on the right. FAR[i] is the figure at the last place.

array FAR[N]
do for [i=1:N] { FAR[i] = LAST[i]; LAST[i] = FIRST[i] }
mark(p) = TEXT ? word("● ■ ▲ ◆ ▼ ★ ○", (p - 1) % 7 + 1) : \
	int(word("7 4 9 12 11 14 5", (p - 1) % 7 + 1))

RIGHT = 110
load "plot/rows.gp"
set xlabel AXIS_X
set key at screen px(X), py(Y - 10) left bottom Left reverse horizontal samplen 1 font ",11" \
	textcolor rgb INK noautotitle
set label ASIDE at screen beside(20), py(Y - 8) tc rgb FAINT
do for [i=1:N] { set label aside(i) at screen beside(20), level(i) tc rgb INK }
is(p) = column("x") == PLACE[p] ? figure("y") : NaN

plot for [i=1:N] of(i) using (figure("y")):(ROW[i]) with lines lw 1 lc rgb HUE[i], \
	for [i=1:N] of(i) using (figure("y")):(ROW[i]):(or_dot("low")):(or_dot("high")): \
		(ROW[i] - 0.25):(ROW[i] + 0.25) \
		with boxxyerror fs transparent solid 0.35 noborder lc rgb HUE[i], \
	for [p=1:PLACES] IN using (is(p)):(ROW[int(column("series"))]):(rgb(column("series"))) \
		with points pt mark(p) ps 0.8 lw 1.5 lc rgb variable, \
	for [p=1:PLACES] NaN with points pt mark(p) ps 0.8 lw 1.5 lc rgb INK title PLACE_TEXT[p]
