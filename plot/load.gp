# SPDX-License-Identifier: MIT
#
# Latency under offered load at one size, a panel per family, the same axes everywhere.

PATTERN = "paced"
FIGURE = "latency_p50_ns"
UPPER = "latency_p99_ns"
AXIS = "rate_per_s"
load "plot/style.gp"
TITLE = "Latency under offered load, ".payload(PAYLOAD)
HOW = "from the intended send time; line = median, band = its 95 % interval, thin = p99; ends where it cannot keep up; grey = all others"
AXIS_X = "offered load (messages per second)"
AXIS_Y = "latency (lower is better)"
FORMAT_Y = "%.0s %cs"
load "plot/panels.gp"
