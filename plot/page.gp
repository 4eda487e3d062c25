# SPDX-License-Identifier: MIT
#
# Open the page OUT, W by H pixels, and write TITLE, HOW to read it, CONDITIONS and FOOTER on
# it. px(x) and py(y) turn pixels from the upper left corner into screen coordinates; eval
# frame(x, y, wide, high) puts the axes around these pixels.

px(x) = x / (1.0 * W)
py(y) = 1 - y / (1.0 * H)
frame(x, y, wide, high) = sprintf( \
	"set margins at screen %f, at screen %f, at screen %f, at screen %f", \
	px(x), px(x + wide), py(y + high), py(y))

# The scales make the cairo terminals, whose points are those of 96 dpi, look like the SVG.
suffix = OUT[strlen(OUT) - 2:]
TERMINAL = suffix eq "svg" ? sprintf("svg size %d, %d", W, H) : \
	suffix eq "pdf" ? sprintf("pdfcairo size %f, %f", W / 72.0, H / 72.0). \
		" fontscale 0.75 linewidth 2 pointscale 1.3 dashlength 0.6" : \
	sprintf("pngcairo size %d, %d", 2 * W, 2 * H). \
		" fontscale 1.5 linewidth 2 pointscale 2.4 dashlength 0.6"
eval "set terminal ".TERMINAL." enhanced font 'sans-serif,13' background PAPER"
set output OUT

set label 1 "{/:Bold ".TITLE."}" at screen px(24), py(34) font ",20" tc rgb INK
set label 2 HOW at screen px(24), py(58) tc rgb FAINT noenhanced
set label 3 CONDITIONS at screen px(24), py(77) tc rgb FAINT noenhanced
set label 4 FOOTER at screen px(24), py(H - FOOT + 4) font ",12" tc rgb FAINT noenhanced

unset key
set border 3 lc rgb FAINT
set tics nomirror out scale 0.6, 0.3 textcolor rgb INK
set xtics offset 0, 0.3
set xlabel offset 0, 0.4 textcolor rgb FAINT
set ylabel offset 1, 0 textcolor rgb FAINT
set grid x y lt 1 dt 3 lw 0.8 lc rgb GRID
