# SPDX-License-Identifier: MIT
#
# The shell's own ways, as whole commands: wall time by size of the file. What is right of the
# signs of the command that needs no communication is what communication, and the processes it
# takes, cost.

SOURCE = "shell"
FIGURE = "wall_ns"
AXIS = "size_bytes"
load "plot/style.gp"
TITLE = "Lines of a file counted by the shell, in several ways"
HOW = "sign = median wall time of the whole command for a file of that size, bar = its 95 % interval"
AXIS_X = "wall time (lower is better)"
ASIDE = "largest"
aside(i) = duration(FAR[i])
load "plot/spread.gp"
