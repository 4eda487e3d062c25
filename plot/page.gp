# SPDX-License-Identifier: MIT
#
# Open the page, W by H pixels, and write TITLE, HOW to read it, CONDITIONS and FOOTER on it.
# px(x) and py(y) turn pixels from the upper left corner into screen coordinates; eval frame(x,
# y, wide, high) puts the axes around these pixels.

px(x) = TEXT ? floor(x / 8) / (W / 8 - 1.0) : x / (1.0 * W)
py(y) = TEXT ? 1 - floor(y / 16) / (H / 16 - 1.0) : 1 - y / (1.0 * H)
frame(x, y, wide, high) = sprintf( \
	"set margins at screen %f, at screen %f, at screen %f, at screen %f", \
	px(x), px(x + wide), py(y + high), py(y))
BOLD = "sans-serif:Bold,"

# The scales make the cairo terminals, whose points are those of 96 dpi, look like the SVG.
TERMINAL = TEXT ? sprintf("dumb size %d, %d mono", W / 8, H / 16) : \
	(FORMAT eq "svg" ? sprintf("svg size %d, %d", W, H) : \
	FORMAT eq "pdf" ? sprintf("pdfcairo size %f, %f", W / 72.0, H / 72.0). \
		" fontscale 0.75 linewidth 2 pointscale 1.3 dashlength 0.6" : \
	sprintf("pngcairo size %d, %d", 2 * W, 2 * H). \
		" fontscale 1.5 linewidth 2 pointscale 2.4 dashlength 0.6"). \
	" font 'sans-serif,12' background PAPER"
eval "set terminal ".TERMINAL." noenhanced"
set output "page.".FORMAT

set label 1 TITLE at screen px(16), py(22) font BOLD."16" tc rgb INK
set label 2 HOW at screen px(16), py(42) tc rgb FAINT
set label 3 CONDITIONS at screen px(16), py(42 + LEADING) tc rgb FAINT
set label 4 FOOTER at screen px(16), py(H - FOOT + 4) font ",11" tc rgb FAINT

unset key
set border 3 lc rgb FAINT
set tics nomirror out scale 0.6, 0.3 textcolor rgb INK
set xtics offset 0, 0.3
set xlabel offset 0, 0.4 textcolor rgb FAINT
set ylabel offset 2, 0 textcolor rgb FAINT
if (!TEXT) { set grid x y lt 1 dt 3 lw 0.8 lc rgb GRID }
