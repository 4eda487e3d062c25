# SPDX-License-Identifier: MIT
#
# CPU time of a round trip at one size, the client's to the left, the server's to the right.
# Bars, as the axis begins at 0; one that is far longer than most is cut, and says so.

PATTERN = "round-trip"
FIGURE = "client_cpu_ns_per_message"
COLUMNS = "client_cpu_ns_per_message server_cpu_ns_per_message client_user_ns_per_message server_user_ns_per_message"
load "plot/style.gp"
TITLE = "CPU time per round trip, ".payload(PAYLOAD)
HOW = "dark = user, light = kernel (told apart by clock ticks, roughly; the sum is exact)"

cost(side) = figure(side."_cpu_ns_per_message")
own_part(side) = strcol(side."_user_ns_per_message") eq "" ? 0 : figure(side."_user_ns_per_message")
longer(unused) = max(cost("client"), cost("server"))
array LONGER[N]
stats IN using (i = int(column("series")), LAST[i] = cost("client") + cost("server"), \
	LONGER[i] = longer(0)) name "ALL" nooutput
stats IN using (longer(0) < 6 * ALL_median ? longer(0) : 0) name "SHORT" nooutput
EDGE = SHORT_max

RIGHT = 150
load "plot/rows.gp"
unset logscale x
set xrange [-EDGE * 1.05:EDGE * 1.05]
tick = 10.0**floor(log10(EDGE))
tick = tick * (EDGE / tick < 2 ? 0.5 : EDGE / tick < 5 ? 1 : 2)
set xtics ()
do for [k=-int(EDGE / tick):int(EDGE / tick)] {
	set xtics add ((k == 0 ? "0" : gprintf("%.0s %cs", abs(k) * tick)) k * tick)
}
set xlabel "◂ client      CPU time (lower is better)      server ▸"
set arrow from first 0, graph 0 to first 0, graph 1 nohead front lw 1 lc rgb INK
set label "client + server" at screen beside(20), py(Y - 8) tc rgb FAINT
do for [i=1:N] {
	set label duration(LAST[i]).(LONGER[i] > EDGE ? "  (cut)" : "") \
		at screen beside(20), level(i) tc rgb INK
}
cut(t) = min(t, EDGE * 1.05)

plot for [i=1:N] of(i) using (0):(ROW[i]):(-cut(cost("client"))):(cut(cost("server"))): \
		(ROW[i] - 0.34):(ROW[i] + 0.34) \
		with boxxyerror fs transparent solid 0.4 noborder lc rgb HUE[i], \
	for [i=1:N] of(i) using (0):(ROW[i]):(-cut(own_part("client"))):(cut(own_part("server"))): \
		(ROW[i] - 0.34):(ROW[i] + 0.34) \
		with boxxyerror fs solid noborder lc rgb HUE[i]
