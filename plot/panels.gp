# SPDX-License-Identifier: MIT
#
# The page of a chart with a panel for each family, all with the same axes: the figures of its
# series, their intervals as bands, the upper figures as thin lines, all others in grey. The names
# stand above the axes, where they hide no data, each row of panels as deep as its largest
# family. A chart sets AXIS_X and AXIS_Y, the axes' names, and FORMAT_Y; one whose x axis has no
# places sets PLACED = 0, place(x) and that axis, and may choose other styles than MAIN and THIN.

LEFT = 80 + 16 * (strlen(FORMAT_Y) > 8)
across = max(1, min(PANELS == 4 ? 2 : min(PANELS, 3), int((W - LEFT) / (0.9 * EM * LONGEST + 64))))
wide = int((W - LEFT - 26 * across) / across)
high = PANELS == 1 ? 380 : across == 1 ? 220 : across == 2 ? 250 : 190
GAP = TEXT ? 16 : 14 # between names

array PANEL_X[PANELS]
array PANEL_Y[PANELS]
Y = HEAD
do for [k=1:PANELS] {
	inner = (k - 1) % across
	if (inner == 0) {
		deep = 0
		do for [j=k:min(k + across - 1, PANELS)] { deep = max(deep, words(OWN[j])) }
		Y = Y + 32 + GAP * deep + (k == 1 ? 0 : high + 42)
	}
	PANEL_X[k] = LEFT + inner * (wide + 26)
	PANEL_Y[k] = Y
}
H = Y + high + 62 + FOOT
if (TEXT) { H = int(H / 16) * 16 }
load "plot/page.gp"
if (PLACED) { load "plot/places.gp" }
set logscale y
set yrange [BOTTOM:TOP]
set key left top Left reverse samplen 2.2 spacing 0.84 font ",11" textcolor rgb INK noautotitle
lone(i) = COUNT[i] == 1 ? place(column("x")) : NOWHERE
body(i) = PLACED || strcol("upper") eq "" ? figure("y") : NaN

set multiplot
do for [k=1:PANELS] {
	own = OWN[k]
	top = PANEL_Y[k] - GAP * words(own)
	eval frame(PANEL_X[k], PANEL_Y[k], wide, high)
	set label 5 PANEL[k] at screen px(PANEL_X[k]), py(top - 18) font BOLD."13" \
		tc rgb HUE[int(word(own, 1))]
	set key at screen px(PANEL_X[k] - 10), py(top - (TEXT ? 0 : 9)) maxrows words(own)
	first = (k - 1) % across == 0
	set format y (first ? FORMAT_Y : "")
	set label 6 (first ? AXIS_Y : "") at screen px(10), py(PANEL_Y[k] + high / 2) \
		center rotate tc rgb FAINT
	set xlabel (k + across > PANELS ? AXIS_X : "")
	plot of(max(1, CEILING)) using (CEILING ? place(column("x")) : NOWHERE):(figure("y")):(TOP) \
			with filledcurves fs solid 0.45 noborder lc rgb GRID, \
		IN using (place(column("x"))):(figure("y")) every PLACED ? 1 : 3 \
			with lines lw 1.1 lc rgb GREY, \
		IN using (lone(int(column("series")))):(figure("y")) \
			with points pt 7 ps 0.3 lc rgb GREY, \
		for [i in own] of(i) using (place(column("x"))):(edge(i, "low")):(edge(i, "high")) \
			with filledcurves fs transparent solid 0.25 noborder lc rgb HUE[int(i)], \
		for [i in own] of(i) using (place(column("x"))):(tail(i)) \
			with @THIN lc rgb HUE[int(i)], \
		for [i in own] of(i) using (place(column("x"))):(body(i)) \
			with @MAIN lw 1.7 dt dash(i) lc rgb HUE[int(i)] title LABEL[int(i)]
	unset label
}
unset multiplot
