# SPDX-License-Identifier: MIT
#
# What every chart shares: its series, its colours, its units. A chart sets FIGURE, the column
# it draws (or several, of which it gets the first there is), calls this file with its own arguments, sets the page's height in pixels (most by
# rows.gp or panels.gp) and loads page.gp. This file knows columns and families, no mechanism.

IN = ARG1
OUT = ARG2
THEME = ARG3
CONDITIONS = ARG4
FOOTER = ARG5
set encoding utf8
set micro
set datafile separator comma
set datafile columnheaders
set datafile missing NaN

# A column in the axis's unit: seconds, not ns. A series' rows have y, low, high and upper.
stats IN using (FIGURE = strcol("figure"), column("series")) nooutput
N = int(STATS_max)
SCALE = strstrt(FIGURE, "_ns") ? 1e-9 : 1.0
figure(name) = strcol(name) eq "" ? NaN : SCALE * column(name)

# Of the series 1..N: the name, the family, the number within the family, whether it sleeps
# while it waits, the number of its points, and its last. Of all: the families, the ranges,
# and which series have an interval, an upper figure, or one point only.
array LABEL[N]
array FAMILY[N]
array MEMBER[N]
array ASLEEP[N]
array COUNT[N]
array LAST_X[N]
array LAST[N]
FAMILIES = BANDED = TAILED = " "
LONGEST = LARGEST = PAYLOAD = HI = 0
LEAST = SMALLEST = LO = 2.0**62
min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b
add(list, item) = strstrt(list, " ".item." ") ? list : list.item." "
bound(name, other) = strcol(name) eq "" ? other : figure(name)
do for [i=1:N] { COUNT[i] = 0 }
note(i) = (LABEL[i] = strcol("label"), FAMILY[i] = strcol("family"), \
	MEMBER[i] = int(column("member")), ASLEEP[i] = int(column("asleep")), COUNT[i] = COUNT[i] + 1, \
	LAST_X[i] = column("x"), LAST[i] = figure("y"), PAYLOAD = max(PAYLOAD, column("size_bytes")), \
	FAMILIES = add(FAMILIES, FAMILY[i]), \
	BANDED = strcol("low") eq "" ? BANDED : add(BANDED, "".i), \
	TAILED = strcol("upper") eq "" ? TAILED : add(TAILED, "".i), \
	LONGEST = max(LONGEST, strlen(LABEL[i])), \
	LEAST = min(LEAST, LAST_X[i]), LARGEST = max(LARGEST, LAST_X[i]), \
	SMALLEST = LAST_X[i] > 0 ? min(SMALLEST, LAST_X[i]) : SMALLEST, \
	LO = min(LO, bound("low", LAST[i])), \
	HI = max(max(HI, LAST[i]), max(bound("upper", 0), bound("high", 0))), i)
stats IN using (note(int(column("series")))) nooutput

# The ends of the interval and the upper figure, of a series that never has them somewhere off
# the page: gnuplot warns of a line without points, and of a loop over nothing.
NOWHERE = 1e-30
edge(i, name) = strstrt(BANDED, " ".i." ") ? figure(name) : NOWHERE
tail(i) = strstrt(TAILED, " ".i." ") ? figure("upper") : NOWHERE

# A log axis from LO to HI with at least two decades on it, so that it has two labels.
floor10(v) = 10.0**floor(log10(v / 1.1))
ceil10(v) = 10.0**ceil(log10(v * 1.1))
BOTTOM = ceil10(HI) / floor10(LO) > 500 ? LO / 1.4 : floor10(LO)
TOP = ceil10(HI) / floor10(LO) > 500 ? HI * 1.4 : ceil10(HI)

# Okabe and Ito's hues, darker on white and lighter on black, for lines and text alike; two
# families share one where neither carries much in the other's charts. The first is for the
# control, and for a family this list does not know.
HUED = "file pipe queue shm semaphore signal socket notify direct library"
dark = THEME eq "dark"
HUES = dark ? "#8b949e #d0d7de #58a6e0 #f0ab1d #2cc295 #e6d84a #7cc8f2 #f0813a ". \
		"#7cc8f2 #e09bc0 #e6d84a" : \
	"#6e7781 #24292f #0072b2 #b97a00 #008a65 #8f8300 #2f86c1 #d55e00 ". \
		"#2f86c1 #b5548d #8f8300"
hue(family) = word(HUES, 1 + (sum [k=1:words(HUED)] k * (word(HUED, k) eq family)))
rgb(series) = int("0x".hue(FAMILY[int(series)])[2:])
dash(member) = (member - 1) % 5 + 1
dot(member) = int(word("7 5 9 13 11 15", (member - 1) % 6 + 1))
sign(i) = TEXT ? word("● ■ ▲ ◆ ▼ ★", (MEMBER[int(i)] - 1) % 6 + 1) : \
	dot(MEMBER[int(i)]) - !ASLEEP[int(i)]
PAPER = dark ? "#0d1117" : "#ffffff"
INK = dark ? "#e6edf3" : "#1f2328"
FAINT = dark ? "#9198a1" : "#59636e"
GREY = dark ? "#3d444d" : "#d1d9e0"
GRID = dark ? "#262c36" : "#dfe4e9"

# 65536 -> 64K, 6.3e-6 -> 6.30 µs, 1500 -> 1.5k
bytes(n) = n < 2**10 ? sprintf("%g", n) : n < 2**20 ? sprintf("%gK", n / 2.0**10) : \
	n < 2**30 ? sprintf("%gM", n / 2.0**20) : sprintf("%gG", n / 2.0**30)
three(x) = sprintf(x < 9.995 ? "%.2f" : x < 99.95 ? "%.1f" : "%.0f", x)
duration(s) = s < 1e-6 ? three(s * 1e9)." ns" : s < 1e-3 ? three(s * 1e6)." µs" : \
	s < 1 ? three(s * 1e3)." ms" : three(s)." s"
rate(y) = y < 1e3 ? three(y)." " : y < 1e6 ? three(y / 1e3)." k" : y < 1e9 ? \
	three(y / 1e6)." M" : y < 1e12 ? three(y / 1e9)." G" : three(y / 1e12)." T"
payload(size) = size > 0 ? bytes(size)." bytes" : "no payload"

# Pixels: the page's width, a character's, and what the heading and the footer take. On a text
# terminal a character is 8 pixels by 16.
TEXT = THEME eq "terminal"
W = 900
EM = TEXT ? 8 : 6.9
LEADING = TEXT ? 16 : 18
NAME_PITCH = TEXT ? 16 : 15
lines(text) = text eq "" ? 0 : 1 + (sum [k=1:strlen(text)] (text[k:k] eq "\n"))
HEAD = 60 + LEADING * lines(CONDITIONS)
FOOT = 14 + (TEXT ? 16 : 17) * lines(FOOTER)
