# SPDX-License-Identifier: MIT
#
# The same round trip between processes that are near and far.

PATTERN = "round-trip"
FIGURE = "rtt_p50_ns"
AXIS = "placement"
PAGES = "touch"
load "plot/style.gp"
TITLE = "Round trip by placement, ".payload(PAYLOAD)
HOW = "sign = median, bar = its 95 % interval; in the order of the nearest placement of each"
AXIS_X = "round trip (lower is better)"
ASIDE = "far / near"
aside(i) = COUNT[i] > 1 ? three(FAR[i] / FIRST[i])." ×" : ""
load "plot/spread.gp"
