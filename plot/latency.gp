# SPDX-License-Identifier: MIT
#
# The headline: round trip by message size, a panel per family, the same axes everywhere.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
UPPER = "rtt_p99_ns"
TITLE = "Round trip by message size, one family per panel"
HOW = "line = median, band = its 95 % interval, thin line = p99; grey = all others"
dir = ARG0[1:strlen(ARG0) - strlen("latency.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5

count = words(FAMILIES)
across = count == 4 ? 2 : min(count, 3)
down = (count + across - 1) / across

# The names stand above the axes, where they hide no data: side by side if there is room.
abreast = LONGEST * across > 56 ? 1 : 2
deep = (MEMBERS + abreast - 1) / abreast
names = 26 + 18 * deep
W = 1200
wide = (W - 100 - 30 * across) / across
high = int(word("420 300 240", across))
pitch = names + high + 50
H = HEAD + down * pitch + 20 + FOOT
load dir."page.gp"
load dir."sizes.gp"
set logscale y
set yrange [BOTTOM:TOP]
set key left top Left reverse samplen 2.5 maxrows deep font ",12" textcolor rgb INK \
	noenhanced noautotitle

set multiplot
do for [k=1:count] {
	family = word(FAMILIES, k)
	own = ""
	do for [i=1:N] { if (FAMILY[i] eq family) { own = own.i." " } }
	inner = (k - 1) % across
	X = 100 + inner * (wide + 30)
	Y = HEAD + (k - 1) / across * pitch + names
	eval frame(X, Y, wide, high)
	upper = Y - names
	set label 5 "{/:Bold ".family."}" at screen px(X), py(upper + 12) font ",14" \
		textcolor rgb hue(family)
	set key at screen px(X - 8), py(upper + 20)
	set format y (inner ? "" : "%.0s %cs")
	set ylabel (inner ? "" : "round trip (lower is better)")
	set xlabel (k > count - across ? "message size (bytes)" : "")
	plot IN using (place(column("size_bytes"))):(figure(FIGURE)) \
			with linespoints pt 7 ps 0.35 lw 1.2 lc rgb GREY, \
		for [i in own] IN using (at(i)): \
			(edge(i, "rtt_p50_ns_low")):(edge(i, "rtt_p50_ns_high")) \
			with filledcurves fs transparent solid 0.25 noborder lc rgb hue(family), \
		for [i in own] IN using (at(i)):(tail(i)) \
			with linespoints pt 7 ps 0.3 lw 0.7 lc rgb hue(family), \
		for [i in own] IN using (at(i)):(figure(FIGURE)) with linespoints lw 2 \
			dt dash(MEMBER[int(i)]) pt dot(MEMBER[int(i)]) ps 0.6 lc rgb hue(family) \
			title LABEL[int(i)]
	unset label
}
unset multiplot
