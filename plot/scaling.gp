# SPDX-License-Identifier: MIT
#
# Messages per second, of all pairs together, by the number of pairs that work at once, at one
# size, a panel per family.

PATTERN = "stream"
FIGURE = "messages_per_s"
AXIS = "pairs"
PAGES = "placement touch"
load "plot/style.gp"
TITLE = "Scaling with pairs of processes, ".payload(PAYLOAD)
HOW = "all pairs together; line = median, band = its 95 % interval; grey = all others; same axes everywhere"
AXIS_X = "pairs at work at the same time"
AXIS_Y = "messages per second (higher is better)"
FORMAT_Y = "%.0s%c"
load "plot/panels.gp"
