# SPDX-License-Identifier: MIT
#
# The page of a chart with a panel a family: for each 1..COUNT_PANELS its corner in PANEL_X and
# PANEL_Y and its series in OWN; all are wide by high pixels. The names stand above the axes,
# where they hide no data, each row of panels as deep as its largest family.

COUNT_PANELS = words(FAMILIES)
across = max(1, min(COUNT_PANELS == 4 ? 2 : min(COUNT_PANELS, 3), \
	int((W - 80) / (0.9 * EM * LONGEST + 64))))
wide = int((W - 80 - 26 * across) / across)
high = COUNT_PANELS == 1 ? 380 : across == 1 ? 220 : across == 2 ? 250 : 190
GAP = 14 # between names

array PANEL_X[COUNT_PANELS]
array PANEL_Y[COUNT_PANELS]
array OWN[COUNT_PANELS]
Y = HEAD
do for [k=1:COUNT_PANELS] {
	inner = (k - 1) % across
	if (inner == 0) {
		deep = 0
		do for [j=k:min(k + across - 1, COUNT_PANELS)] {
			members = sum [i=1:N] (FAMILY[i] eq word(FAMILIES, j))
			deep = max(deep, members)
		}
		Y = Y + 32 + (TEXT ? 16 : GAP) * deep + (k == 1 ? 0 : high + 42)
	}
	PANEL_X[k] = 80 + inner * (wide + 26)
	PANEL_Y[k] = Y
	OWN[k] = ""
	do for [i=1:N] { if (FAMILY[i] eq word(FAMILIES, k)) { OWN[k] = OWN[k].i." " } }
}
H = Y + high + 62 + FOOT
if (TEXT) { H = int(H / 16) * 16 }
load dir."page.gp"
set key left top Left reverse samplen 2.2 spacing 0.84 font ",11" textcolor rgb INK \
	noenhanced noautotitle
set multiplot
