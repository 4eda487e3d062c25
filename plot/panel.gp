# SPDX-License-Identifier: MIT
#
# Get panel k of panels.gp ready: its axes, its family's name, its key; own are its series. A
# chart sets AXIS_X and AXIS_Y, the axes' names, and FORMAT_Y.

own = OWN[k]
family = word(FAMILIES, k)
inner = (k - 1) % across
top = PANEL_Y[k] - (TEXT ? 16 : GAP) * words(own)
eval frame(PANEL_X[k], PANEL_Y[k], wide, high)
unset label 5
set label 5 bold(family) at screen px(PANEL_X[k]), py(top - 18) font ",13" tc rgb hue(family)
set key at screen px(PANEL_X[k] - 10), py(top - (TEXT ? 0 : 9)) maxrows words(own)
set format y (inner ? "" : FORMAT_Y)
unset label 6
if (!inner) {
	set label 6 AXIS_Y at screen px(10), py(PANEL_Y[k] + high / 2) center rotate tc rgb FAINT
}
set xlabel (k + across > COUNT_PANELS ? AXIS_X : "")
if (k == 2) { unset label 1; unset label 2; unset label 3; unset label 4 }
