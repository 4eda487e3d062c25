# SPDX-License-Identifier: MIT
#
# What every chart shares: its series, its units. A chart says what it draws (see README.md),
# loads this file, sets TITLE, HOW to read it and H, the page's height in pixels (most by rows.gp
# or panels.gp), loads page.gp, and plots. Neither this file nor a chart knows a mechanism.
#
# facts.gp says of the series 1..N: LABEL, FAMILY, HUE, MEMBER (its number in the family), ASLEEP
# (1 if it waits so), COUNT of points, FIRST and LAST figure, BANDED and TAILED (1 if it has an
# interval, an upper figure); of the families 1..PANELS: PANEL, the name, and OWN, the series; of
# the places 1..PLACES on the x axis: PLACE and PLACE_TEXT; of all: FIGURE, the column chosen, LO
# and HI, the ends of the y axis, PAYLOAD in bytes, LONGEST, the letters of the longest label,
# CONDITIONS and FOOTER, PAGE_column, what the rows have in common, and the colours.

load "facts.gp"
IN = "rows.csv" # of all series
of(i) = "".i.".csv" # of one
set encoding utf8
set micro
set datafile separator comma
set datafile columnheaders
set datafile missing NaN

# A column in the axis's unit: seconds, not ns. A series' rows have y, low, high and upper.
SCALE = strstrt(FIGURE, "_ns") ? 1e-9 : 1.0
figure(name) = strcol(name) eq "" ? NaN : SCALE * column(name)
min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b

# The ends of the interval and the upper figure, of a series that never has them somewhere off
# the page: gnuplot warns of a line without points, and of a loop over nothing.
NOWHERE = 1e-30
edge(i, name) = BANDED[int(i)] ? figure(name) : NOWHERE
tail(i) = TAILED[int(i)] ? figure("upper") : NOWHERE
or_dot(name) = strcol(name) eq "" ? figure("y") : figure(name)

# A log axis from LO to HI with at least two decades on it, so that it has two labels.
floor10(v) = 10.0**floor(log10(v / 1.1))
ceil10(v) = 10.0**ceil(log10(v * 1.1))
BOTTOM = ceil10(HI) / floor10(LO) > 500 ? LO / 1.4 : floor10(LO)
TOP = ceil10(HI) / floor10(LO) > 500 ? HI * 1.4 : ceil10(HI)

rgb(series) = int("0x".HUE[int(series)][2:])
dash(i) = (MEMBER[int(i)] - 1 + (MEMBER[int(i)] - 1) / 5) % 5 + 1
sign(i) = TEXT ? word("● ■ ▲ ◆ ▼ ★", (MEMBER[int(i)] - 1) % 6 + 1) : \
	int(word("7 5 9 13 11 15", (MEMBER[int(i)] - 1) % 6 + 1)) - !ASLEEP[int(i)]

# 65536 -> 64K, 6.3e-6 -> 6.30 µs
bytes(n) = n < 2**10 ? sprintf("%g", n) : n < 2**20 ? sprintf("%gK", n / 2.0**10) : \
	n < 2**30 ? sprintf("%gM", n / 2.0**20) : sprintf("%gG", n / 2.0**30)
three(x) = sprintf(x < 0.9995 ? "%#.3g" : x < 9.995 ? "%.2f" : x < 99.95 ? "%.1f" : "%.0f", x)
duration(s) = s < 1e-6 ? three(s * 1e9)." ns" : s < 1e-3 ? three(s * 1e6)." µs" : \
	s < 1 ? three(s * 1e3)." ms" : three(s)." s"
rate(y) = y < 1e3 ? three(y)." " : y < 1e6 ? three(y / 1e3)." k" : y < 1e9 ? \
	three(y / 1e6)." M" : y < 1e12 ? three(y / 1e9)." G" : three(y / 1e12)." T"
payload(size) = size > 0 ? bytes(size)." bytes" : "no payload"

# Pixels: the page's width, a character's, and what the heading and the footer take. On a text
# terminal a character is 8 pixels by 16.
TEXT = FORMAT eq "terminal"
W = 900
EM = TEXT ? 8 : 6.9
LEADING = TEXT ? 16 : 18
lines(text) = text eq "" ? 0 : 1 + (sum [k=1:strlen(text)] (text[k:k] eq "\n"))
HEAD = 60 + LEADING * lines(CONDITIONS)
FOOT = 14 + (TEXT ? 16 : 17) * lines(FOOTER)

# How panels.gp draws figures and upper ones, at the places of the axis.
PLACED = 1
CEILING = 0 # the series that none can be above
MAIN = "linespoints pt sign(i) ps 0.5"
THIN = "linespoints pt 7 ps 0.2 lw 0.7"
