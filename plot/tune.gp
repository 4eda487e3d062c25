# SPDX-License-Identifier: MIT
#
# What a setting is worth: message size by value of the setting. The colour is the share of the
# best of the same message size, so that each column shows where it is good enough.

SOURCE = "tune"
FIGURE = "ratio"
AXIS = "size_bytes"
CALLED = "value"
COLUMNS = "bytes_per_s rtt_p50_ns rounds"
WORDS = "role standing"
PAGES = "mechanism knob pattern placement touch"
load "plot/style.gp"
KNOB = PAGE_knob
TITLE = "Tuning ".PAGE_mechanism.": ".KNOB.", ".PAGE_pattern
HOW = "time to the default's, below 1 is faster; yellow = best of its size; frame = recommended, dashed = default; N rounds = dropped"

PITCH = 40
X = 40 + EM * max(LONGEST, 7)
Y = HEAD + 14
wide = min(W - X - 24, 190 * PLACES)
high = PITCH * N
H = Y + high + 56 + FOOT
load "plot/page.gp"
eval frame(X, Y, wide, high)
across_of(x) = sum [s=1:PLACES] s * (PLACE[s] == x)
array BEST[PLACES]
do for [s=1:PLACES] { BEST[s] = 2.0**62 }
stats IN using (s = int(across_of(column("x"))), BEST[s] = min(BEST[s], figure("y")), 0) nooutput
share(unused) = BEST[int(across_of(column("x")))] / figure("y")

set border 0
unset grid
set tics scale 0
set xrange [0.5:PLACES + 0.5]
set yrange [0.5:N + 0.5]
set xtics ()
do for [s=1:PLACES] { set xtics add (PLACE_TEXT[s] s) }
unset ytics
do for [i=1:N] { set label LABEL[i] at screen px(X - 9), first i right tc rgb INK }
set xlabel "message size (bytes)"
set label KNOB.(KNOB eq "spin" ? " (ns)" : KNOB eq "depth" ? " (messages)" : " (bytes)") \
	at screen px(22), py(Y + high / 2) center rotate tc rgb FAINT
set palette defined (0 "#440154", 0.25 "#3b528b", 0.5 "#21918c", 0.75 "#5ec962", 1 "#fde725")
set cbrange [0.5:1]
unset colorbox
level(unused) = strcol("bytes_per_s") ne "" ? rate(column("bytes_per_s"))."B/s" : \
	strcol("rtt_p50_ns") ne "" ? duration(1e-9 * column("rtt_p50_ns")) : " "
worth(y) = three(y)."×".(strcol("standing") eq "dropped" ? \
	sprintf(", %g rounds", column("rounds")) : strcol("low") eq strcol("high") ? "" : \
	sprintf(" ±%.1f %%", 50 * (figure("high") - figure("low")) / y))
shade(unused) = share(0) > 0.8 ? 0x000000 : 0xfefefe
framed(role) = strcol("role") eq role ? across_of(column("x")) : -9

plot IN using (across_of(column("x"))):(column("series")):(0.49):(0.48): \
		(share(0)) with boxxyerror fs solid noborder lc palette, \
	for [role in "default advice"] for [w=4:2:-2] \
		IN using (framed(role)):(column("series")):(0.46):(0.44) \
		with boxxyerror fs empty \
		lc rgb (w == 4 ? "#000000" : "#fefefe") lw w dt 1 + (role eq "default"), \
	IN using (across_of(column("x"))):(column("series")):(level(0)):(shade(0)) \
		with labels offset 0, 0.4 font ",11" tc rgb variable, \
	IN using (across_of(column("x"))):(column("series")):(worth(figure("y"))):(shade(0)) \
		with labels offset 0, -0.5 font ",10" tc rgb variable
