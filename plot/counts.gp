# SPDX-License-Identifier: MIT
#
# A logarithmic x axis of counts: rates, pairs; each is labelled if they are few. at(i) is the
# place of a row of series i.

load dir."places.gp"
at(i) = column("series") == i ? column("x") : NaN
amount(n) = n < 1e3 ? sprintf("%g", n) : n < 1e6 ? sprintf("%.3gk", n / 1e3) : \
	sprintf("%.3gM", n / 1e6)
set logscale x
set xrange [SMALLEST / 1.3:LARGEST * 1.3]
if (PLACE_COUNT < 8) {
	set xtics ()
	do for [s=1:PLACE_COUNT] { set xtics add (amount(PLACE[s]) PLACE[s]) }
}
set format x "%.0s%c"
