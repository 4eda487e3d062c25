# SPDX-License-Identifier: MIT
#
# Name every line at its end, right of the frame (X, Y, wide, high): a thin leader runs to the
# name, dotted where the line ends before the largest size. The names stand in the order of the
# ends, at least NAME_PITCH pixels apart: each is pushed below the one before it, and then, from
# the lower edge up, above the one after it.

array ORDER[N]
array SPOT[N]
ahead(i, j) = LAST[j] > LAST[i] || (LAST[j] == LAST[i] && j < i)
do for [i=1:N] { ORDER[1 + (sum [j=1:N] ahead(i, j))] = i }
do for [k=1:N] {
	SPOT[k] = Y + high * log(TOP / LAST[ORDER[k]]) / log(TOP / BOTTOM)
	if (k > 1) { SPOT[k] = max(SPOT[k], SPOT[k - 1] + NAME_PITCH) }
}
do for [k=N:1:-1] {
	SPOT[k] = min(SPOT[k], Y + high - NAME_PITCH * (N - k))
	i = ORDER[k]
	early = LAST_X[i] < LARGEST
	dots = early ? 3 : 1
	# One width for each dash: the SVG terminal overlooks a change of dash alone.
	set arrow from place(LAST_X[i]), LAST[i] to screen px(X + wide + 22), py(SPOT[k]) nohead \
		dt dots lw (early ? 0.9 : 0.7) lc rgb hue(FAMILY[i])
	set label LABEL[i].(early ? " (to ".bytes(LAST_X[i]).")" : "") noenhanced \
		at screen px(X + wide + 26), py(SPOT[k]) font ",11" tc rgb hue(FAMILY[i])
}
