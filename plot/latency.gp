# SPDX-License-Identifier: MIT
#
# The headline: round trip by message size, a panel per family, the same axes everywhere.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
UPPER = "rtt_p99_ns"
AXIS = "size_bytes"
load "plot/style.gp"
TITLE = "Round trip by message size, one family per panel"
HOW = "line = median, band = its 95 % interval, thin line = p99; grey = all others; same axes everywhere"
AXIS_X = "message size (bytes)"
AXIS_Y = "round trip (lower is better)"
FORMAT_Y = "%.0s %cs"
load "plot/panels.gp"
