#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Draws every fixture in both themes and looks into the SVG: every mechanism of the table is
# named, lines are not mixed, texts do not overlap, several can stand in one page. Then draws
# with a gnuplot that fails in every way it is known to: no chart may be left half drawn.
# Exit status: 0 passed, 1 failed, 77 there is no gnuplot.
# shellcheck disable=SC2016 # what stands in for gnuplot expands its own variables

set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
draw=$here/../../plot/draw
command -v gnuplot >/dev/null || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
failures=0
mkdir "$work/fixtures" && cd "$work/fixtures" && awk -f "$here/make_fixtures.awk" || exit 1

fail() {
	echo "FAILED: $*" >&2
	failures=$((failures + 1))
}

# result_of FIXTURE: a result directory with it, its name not an easy one.
result_of() {
	result="$work/it's a result & <$1>"
	mkdir -p "$result"
	cp "$1.csv" "$result/summary.csv"
	for table in histogram tune compare; do
		[ ! -e "$1.$table.csv" ] || cp "$1.$table.csv" "$result/$table.csv"
	done
	printf '{\n  "conditions": "a \\"fine\\" machine_1, Linux {6}",\n  "cpus": 2\n}\n' \
		>"$result/host.json"
}

# expect TEXT FILE: the file has it, as SVG writes it.
expect() {
	sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' "$2" | grep -qF -- "$1" ||
		fail "$(basename "$2") does not say: $1"
}

# The mechanisms of the table with the pattern of a chart.
mechanisms() {
	case $1 in bandwidth) pattern=stream ;; load) pattern=paced ;; *) pattern=round-trip ;; esac
	awk -F, -v pattern=$pattern '$3 == pattern { print $1 }' "$result/summary.csv" | sort -u
}

# whole PATHS: a list of SVGs of good form, in which no text lies over another.
whole() {
	python3 -c 'import sys, xml.etree.ElementTree as tree
for path in open(sys.argv[1]): tree.parse(path.rstrip("\n"))' "$1" || fail "no good XML"
	while read -r path; do
		awk -f "$here/overlap.awk" "$path" >"$work/overlap"
		[ ! -s "$work/overlap" ] ||
			fail "$(basename "$path"): texts overlap: $(head -n 1 "$work/overlap")"
		expect 'a "fine" machine_1, Linux {6}' "$path"
		grep -qiw nan "$path" && fail "$(basename "$path") says nan"
	done <"$1"
}

without_colours() {
	sed 's/rgb([^)]*)//g; s/#[0-9A-Fa-f]\{6\}//g' "$1"
}

# The pages of a result can stand in one document: no two of a theme have the same id, and each
# refers to its own; light and dark are the same but for colours.
apart() {
	rm -rf "$work/light" && mkdir "$work/light"
	for path in "$result/charts/"*-dark.svg; do
		cp "${path%-dark.svg}.svg" "$work/light/"
		[ "$(without_colours "$path")" = "$(without_colours "${path%-dark.svg}.svg")" ] ||
			fail "$1: $(basename "$path") is another drawing than the light one"
	done
	grep -oh " id=['\"][^'\"]*" "$work/light/"*.svg | cut -c 6- | sort >"$work/ids"
	grep -oh "href=['\"]#[^'\"]*" "$work/light/"*.svg | cut -c 8- | sort -u >"$work/references"
	[ -z "$(uniq -d "$work/ids")" ] || fail "$1: an id stands twice: $(uniq -d "$work/ids" | head -n 1)"
	[ -z "$(comm -13 "$work/ids" "$work/references")" ] || fail "$1: an id is missing"
}

# draws FIXTURE PAGES: so many files, nothing from gnuplot, and no mechanism passed over.
draws() {
	result_of "$1"
	"$draw" --theme both "$result" >"$work/paths" 2>"$work/errors" || fail "$1: exit status $?"
	grep -v '^draw: no' "$work/errors" && fail "$1: the lines above"
	[ "$(wc -l <"$work/paths")" -eq "$2" ] ||
		fail "$1: $(wc -l <"$work/paths") pages, not $2"
	whole "$work/paths"
	[ "$2" -eq 0 ] || apart "$1"
	for chart in latency bandwidth rank cpu spectrum distribution placement load; do
		cat "$result/charts/$chart"*.svg "$work/errors" >"$work/$chart.svg" 2>/dev/null
		[ -s "$work/$chart.svg" ] || continue
		for mechanism in $(mechanisms $chart); do
			grep -q "draw: no $chart chart" "$work/errors" || expect "$mechanism" "$work/$chart.svg"
		done
	done
	[ -z "$(find "$result" -name '.draw*')" ] || fail "$1: left something behind"
}

# with_gnuplot SCRIPT STATUS: this one in its place ends so, and the old chart stays.
with_gnuplot() {
	mkdir -p "$work/bin"
	printf '#!/bin/sh\nout=page.svg\n%s\n' "$1" >"$work/bin/gnuplot"
	chmod +x "$work/bin/gnuplot"
	(PATH=$work/bin:$PATH && "$draw" --only rank "$result") >"$work/paths" 2>"$work/errors"
	status=$?
	[ $status -eq "$2" ] || fail "exit status $status, not $2, with gnuplot: $1"
	[ ! -s "$work/paths" ] || fail "a path is printed with gnuplot: $1"
	[ $status -ne 1 ] || expect rank-same-cpu.svg "$work/errors"
	[ "$(cd "$result" && find . -type f | sort)" = "$3" ] || fail "left behind by gnuplot: $1"
}

draws full 26
expect "harness alone (null) 2" "$work/latency.svg"
expect "same-cpu" "$result/charts/placement.svg"
draws one 10
grep -q "1–1" "$result/charts/rank-same-cpu.svg" && fail "a ratio to itself has an interval"
draws bare 10
expect "as several messages were timed at once: shm-spin (spins)" \
	"$result/charts/spectrum-same-node.svg"
draws skipped 0
expect "posix-mq (message-too-large:fs.mqueue.msgsize_max)" "$work/errors"
draws long 12
draws forty 30
draws empty 0
expect "has no paced rows" "$work/errors"
draws token 10
expect "none" "$work/latency.svg"
expect "no payload" "$work/rank.svg"
draws settings 14
expect "posix-mq (spins; CPU 0 to 1)" "$work/latency.svg"
expect "tcp (CPU 1 to 0)" "$work/latency.svg"
expect "pipe (64K buffer; splice)" "$work/bandwidth.svg"
expect "unix-stream (socketpair; CPU 0 to 1)" "$work/latency.svg"
expect "unix-stream (path)" "$result/charts/bandwidth-same-node-touch-none.svg"
expect "touch none" "$result/charts/bandwidth-same-node-touch-none.svg"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /_(user|system)_ns_|^(depth|chunk|spin)_|^program$/) gone[i] = 1 }
	{ line = $1; for (i = 2; i <= NF; i++) if (!(i in gone)) line = line "," $i; print line }' \
	one.csv >old.csv
draws old 6
draws knobs 14
expect "posix-mq (depth 8)" "$work/rank.svg"
expect "unix-stream (32K chunk)" "$work/bandwidth.svg"
expect "fifo (other build)" "$work/cpu.svg"
draws polling 12
draws load 8
expect "offered load" "$result/charts/load-same-node.svg"
expect "default" "$result/charts/tune-pipe-buffer-stream-same-cpu.svg"
expect ">5000<" "$result/charts/tune-hybrid-spin-round-trip-same-cpu.svg"
expect "5000 (bad)" "$result/charts/tune-hybrid-spin-round-trip-same-cpu.svg"
expect "×, 2 rounds" "$result/charts/tune-hybrid-spin-round-trip-same-cpu.svg"
for fixture in load forty; do
	result_of $fixture
	"$draw" --theme both "$result/compare.csv" >"$work/paths" || fail "$fixture is not compared"
	[ "$(wc -l <"$work/paths")" -eq 2 ] || fail "$fixture: not two pages of a comparison"
	whole "$work/paths"
done
expect "new-only" "$result/charts/compare-rtt-p50-ns-round-trip-same-cpu.svg"
cat >overlapping.svg <<'END'
<g transform="translate(10,20)" font-size="12"><text>this stands</text></g>
<g transform="translate(30,24)" font-size="12"><text>where that is</text></g>
<g transform="translate(30,90)" font-size="12"><text>alone</text></g>
END
[ "$(awk -f "$here/overlap.awk" overlapping.svg | wc -l)" -eq 1 ] || fail "overlap.awk sees nothing"
# The shell's commands, whose table is not a run's.
result_of one
cp one.commands.csv "$result/shell.csv"
"$draw" --theme both --only shell "$result" >"$work/paths" || fail "the shell's commands are not drawn"
whole "$work/paths"
expect "command-14" "$result/charts/shell-any.svg"

result_of full
rm -r "$result/charts"
"$draw" --terminal "$result" >"$work/terminal" 2>"$work/errors" || fail "no terminal chart"
for mechanism in $(mechanisms rank); do
	expect "$mechanism" "$work/terminal"
done
[ -s "$work/errors" ] && fail "a terminal chart: $(cat "$work/errors")"
grep -qiw nan "$work/terminal" && fail "a terminal chart says nan"
[ ! -e "$result/charts" ] || fail "a terminal chart leaves files"
"$draw" --only rank --size 4K "$result" >"$work/paths" || fail "not at 4K"
expect "4K bytes" "$result/charts/rank-same-cpu.svg"
for format in png pdf; do
	[ -n "$(fc-list 2>/dev/null)" ] || continue
	gnuplot -e "set terminal ${format}cairo" 2>/dev/null || continue
	"$draw" --only cpu --format $format "$result" >"$work/paths" || fail "no $format"
	[ -s "$result/charts/cpu-same-cpu.$format" ] || fail "an empty $format"
done
rm -r "$result/charts"

cd "$work" || exit 1
"$draw" --only rank "$(basename "$result")" >"$work/paths" || fail "not from another directory"
expect "eventfd (no payload)" "$result/charts/rank-same-cpu.svg"
expect "shm-spin (spins) (polls-on-one-cpu)" "$result/charts/rank-same-cpu.svg"
cp "$result/charts/rank-same-cpu.svg" before.svg
"$draw" --only rank "$result" >"$work/paths" || fail "not a second time"
cmp before.svg "$result/charts/rank-same-cpu.svg" || fail "two drawings differ"

for setting in "--format gif" "--theme grey" "--only nothing" "--colour red" "--size 4Q"; do
	# shellcheck disable=SC2086 # an option and its argument
	"$draw" $setting "$result" 2>/dev/null
	status=$?
	[ $status -eq 2 ] || fail "$setting: exit status $status"
done
"$draw" --help >"$work/help" 2>"$work/errors" || fail "--help: exit status $?"
[ ! -s "$work/errors" ] || fail "--help writes to stderr"
expect "usage: draw" "$work/help"
expect " rank " "$work/help"
"$draw" "$work/nowhere" 2>/dev/null && fail "draws what is not there"

kept=$(cd "$result" && find . -type f | sort)
with_gnuplot 'printf "<svg></svg>" >"$out"; echo warning: no valid points >&2' 1 "$kept"
with_gnuplot 'printf "<svg>" >"$out"' 1 "$kept"
with_gnuplot 'exit 3' 1 "$kept"
with_gnuplot 'printf "<svg>" >"$out"; kill -s INT $PPID' 130 "$kept"
with_gnuplot 'printf "<svg>" >"$out"; kill -s TERM $PPID' 143 "$kept"
cmp before.svg "$result/charts/rank-same-cpu.svg" || fail "a failed drawing replaced a good one"
rm -r "$result/charts"
kept=$(cd "$result" && find . -type f | sort)
with_gnuplot 'printf "<svg>" >"$out"; kill -s INT $PPID' 130 "$kept"
[ ! -e "$result/charts" ] || fail "an empty directory is left behind"

[ $failures -eq 0 ] && echo "all charts are as they should be"
exit $((failures > 0))
