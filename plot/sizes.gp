# SPDX-License-Identifier: MIT
#
# The x axis of message sizes: logarithmic, labels at some powers of two, and "none"
# at its left end for what carries no payload, since a log axis has no zero.

if (LARGEST == 0) { SMALLEST = 8.0 }
power(size) = log(size) / log(2)
STEP = int(ceil(power(max(LARGEST, SMALLEST) / SMALLEST) / (wide / 52.0) + 0.01))
NONE = SMALLEST / 2.0**STEP
place(size) = size > 0 ? size : NONE
at(i) = column("series") == i ? place(column("x")) : NaN

set logscale x 2
set xrange [place(LEAST) / 1.4:place(LARGEST) * 1.4]
set xlabel "message size (bytes)"
set xtics ()
do for [e=floor(power(SMALLEST)):floor(power(place(LARGEST))):STEP] {
	set xtics add (bytes(2.0**e) 2.0**e)
}
if (LEAST == 0) { set xtics add ("none" NONE) }
