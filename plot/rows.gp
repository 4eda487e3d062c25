# SPDX-License-Identifier: MIT
#
# The page of a chart with a row for each series, the smallest LAST first, its name on the left. A
# chart sets RIGHT, the pixels it wants on the right for texts. ROW[i] is the row of series i,
# level(i) where it is on the screen, beside(x) a column of texts x pixels right. The x axis is
# that of times unless the chart makes another.

if (TEXT) { PITCH = 16 } else { if (!exists("PITCH")) { PITCH = N > 24 ? 20 : 26 } }
X = 26 + EM * LONGEST
Y = HEAD + 26
wide = W - X - RIGHT
high = PITCH * N
H = Y + high + 56 + FOOT
load "plot/page.gp"
eval frame(X, Y, wide, high)

array ROW[N]
do for [i=1:N] {
	ROW[i] = 1 + (sum [j=1:N] (LAST[j] < LAST[i] || (LAST[j] == LAST[i] && j < i)))
}
level(i) = py(Y + PITCH * (ROW[i] - 0.5))
beside(x) = px(X + wide + x)

set border 1
set logscale x
set xrange [BOTTOM:TOP]
set format x "%.0s %cs"
set yrange [N + 0.5:0.5]
set ytics 1 scale 0 format ""
if (!TEXT) { set grid y lt 1 dt 1 lw 0.8 lc rgb GRID }
do for [i=1:N] { set label LABEL[i] at screen px(X - 12), level(i) right tc rgb HUE[i] }
