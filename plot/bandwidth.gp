# SPDX-License-Identifier: MIT
#
# Stream bandwidth by message size, a panel per family. A yardstick with sizes, such as a bare
# copy of that size, is the ceiling of what does the same and more: above it panels are shaded.

PATTERN = "stream"
FIGURE = "bytes_per_s"
AXIS = "size_bytes"
load "plot/style.gp"
TITLE = "Stream bandwidth by message size, one family per panel"
HOW = "line = median, band = its 95 % interval; timed until the receiver has every byte; grey = all others"
do for [i=1:N] { if (FAMILY[i] eq "control" && COUNT[i] > 1) { CEILING = i } }
if (CEILING) { HOW = HOW.", shaded: above ".LABEL[CEILING] }
AXIS_X = "message size (bytes)"
AXIS_Y = "bandwidth (higher is better)"
FORMAT_Y = "%.0s %cB/s"
load "plot/panels.gp"
