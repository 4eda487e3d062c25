# SPDX-License-Identifier: MIT
#
# The shell's own ways, as whole commands: wall time by size of the file. What is above the
# line of the command that needs no communication is what communication, and the processes it
# takes, cost.

SOURCE = "shell"
FIGURE = "wall_ns"
AXIS = "size_bytes"
TITLE = "Lines of a file counted by the shell, in several ways"
HOW = "line = median wall time of the whole command, bar = its 95 % interval"
dir = ARG0[1:strlen(ARG0) - strlen("shell.gp")]
call dir."style.gp" ARG1 ARG2 ARG3 ARG4 ARG5

X = 96
Y = HEAD
wide = W - X - 40 - EM * (LONGEST + 10)
high = max(400, NAME_PITCH * N)
H = Y + high + 56 + FOOT
load dir."page.gp"
load dir."sizes.gp"
load dir."names.gp"
eval frame(X, Y, wide, high)
set logscale y
set yrange [BOTTOM:TOP]
set format y "%.0s %cs"
set xlabel "size of the file (bytes)"
set ylabel "wall time (lower is better)"

plot for [i=1:N] IN using (at(i)):(figure("y")):(edge(i, "low")):(edge(i, "high")) \
		with yerrorbars lw 0.7 pt 0 lc rgb GREY, \
	for [i=1:N] IN using (at(i)):(figure("y")) with linespoints lw 1.7 \
		dt dash(MEMBER[i]) pt sign(i) ps 0.6 lc rgb hue(FAMILY[i])
