# SPDX-License-Identifier: MIT
#
# A logarithmic x axis of counts: rates, pairs. at(i) is the place of a row of series i.

at(i) = column("series") == i ? column("x") : NaN
set logscale x
set xrange [SMALLEST / 1.3:LARGEST * 1.3]
if (LARGEST / SMALLEST < 100) {
	set xtics ()
	do for [e=0:60] { if (2.0**e >= SMALLEST && 2.0**e <= LARGEST) { set xtics add (2.0**e) } }
	set logscale x 2
}
set format x "%.0s%c"
