#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Draws every fixture in both themes and looks into the SVG: every mechanism of the table is
# named, lines are not mixed, names do not touch. Then draws with a gnuplot that fails in every
# way it is known to: no chart may be left half drawn.
# Exit status: 0 passed, 1 failed, 77 there is no gnuplot.
# shellcheck disable=SC2016 # what stands in for gnuplot expands its own variables

set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
draw=$here/../../plot/draw
series=$here/../../plot/series.awk
command -v gnuplot >/dev/null || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
failures=0

fail() {
	echo "FAILED: $*" >&2
	failures=$((failures + 1))
}

# result_of FIXTURE: a result directory with it, its name not an easy one.
result_of() {
	result="$work/it's a result & <$1>"
	mkdir -p "$result"
	cp "$here/$1.csv" "$result/summary.csv"
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
	case $1 in bandwidth) pattern=stream ;; *) pattern=round-trip ;; esac
	awk -F, -v pattern=$pattern '$3 == pattern { print $1 }' "$result/summary.csv" | sort -u
}

# draws FIXTURE PAGES: so many files, nothing from gnuplot, and no mechanism passed over.
draws() {
	result_of "$1"
	"$draw" --theme both "$result" >"$work/paths" 2>"$work/errors" || fail "$1: exit status $?"
	grep -v '^draw: no' "$work/errors" && fail "$1: the lines above"
	[ "$(wc -l <"$work/paths")" -eq "$2" ] ||
		fail "$1: $(wc -l <"$work/paths") pages, not $2"
	while read -r path; do
		tail -c 16 "$path" | grep -q '</svg>' || fail "$path is not whole"
		expect 'a "fine" machine_1, Linux {6}' "$path"
	done <"$work/paths"
	for chart in latency bandwidth rank; do
		cat "$result/charts/$chart"-*.svg "$work/errors" >"$work/$chart.svg" 2>/dev/null
		for mechanism in $(mechanisms $chart); do
			expect "$mechanism" "$work/$chart.svg"
		done
	done
	[ -z "$(find "$result" -name '.draw*')" ] || fail "$1: left something behind"
}

# A series runs from small to large and has each size once, whatever the table holds.
runs_upward() {
	result_of "$1"
	awk -f "$series" -v pattern="$2" -v placement=same-node -v touch=full -v figure="$3" \
		-v conditions=/dev/null -v left_out=/dev/null <"$result/summary.csv" |
		awk -F, 'NR > 1 && NF && $1 == last && $7 <= size { bad = 1 }
			NR > 1 && NF { last = $1; size = $7 + 0; rows++ }
			END { exit bad || !rows }' || fail "$1: a series of $2 does not run upward"
}

# The names at the ends of the lines share a left edge; no two are closer than they are high.
names_apart() {
	sed -n 's/.*translate(\([0-9.]*\),\([0-9.]*\)).*font-size="12.00".*/\1 \2/p' "$1" |
		sort -k1,1n -k2,2n |
		awk '$1 == x && $2 - y < 16 { bad = 1 } { x = $1; y = $2 }
			END { exit bad || NR < 5 }' || fail "$(basename "$1"): names overlap"
}

# with_gnuplot SCRIPT STATUS: this one in its place ends so, and the old chart stays.
with_gnuplot() {
	mkdir -p "$work/bin"
	printf '#!/bin/sh\nout=$5\n%s\n' "$1" >"$work/bin/gnuplot"
	chmod +x "$work/bin/gnuplot"
	(PATH=$work/bin:$PATH && "$draw" --only rank "$result") >"$work/paths" 2>"$work/errors"
	status=$?
	[ $status -eq "$2" ] || fail "exit status $status, not $2, with gnuplot: $1"
	[ ! -s "$work/paths" ] || fail "a path is printed with gnuplot: $1"
	[ $status -ne 1 ] || expect rank-same-cpu.svg "$work/errors"
	[ "$(cd "$result" && find . -type f | sort)" = "$3" ] || fail "left behind by gnuplot: $1"
}

draws full 12
expect "harness alone (null) 2" "$work/latency.svg"
draws one 4
draws bare 6
draws skipped 0
expect "posix-mq (message-too-large:fs.mqueue.msgsize_max)" "$work/errors"
draws long 6
draws forty 6
names_apart "$result/charts/bandwidth-same-node.svg"
draws empty 0
expect "has no rows" "$work/errors"
draws token 4
expect "none" "$work/latency.svg"
expect "without payload" "$work/rank.svg"
draws settings 8
expect "posix-mq (spins; CPU 0 to 1)" "$work/latency.svg"
expect "tcp (CPU 1 to 0)" "$work/latency.svg"
expect "pipe (64K buffer; splice)" "$work/bandwidth.svg"
expect "touch none" "$result/charts/bandwidth-same-node-touch-none.svg"
for figure in "round-trip rtt_p50_ns" "stream bytes_per_s"; do
	# shellcheck disable=SC2086 # two words
	runs_upward settings $figure
	# shellcheck disable=SC2086
	runs_upward full $figure
done

result_of full
cd "$work" || exit 1
"$draw" --only rank "$(basename "$result")" >"$work/paths" || fail "not from another directory"
expect "eventfd (no payload)" "$result/charts/rank-same-cpu.svg"
expect "shm-spin (spins) (polls-on-one-cpu)" "$result/charts/rank-same-cpu.svg"
cp "$result/charts/rank-same-cpu.svg" before.svg
"$draw" --only rank "$result" >"$work/paths" || fail "not a second time"
cmp before.svg "$result/charts/rank-same-cpu.svg" || fail "two drawings differ"

for setting in "--format gif" "--theme grey" "--only nothing" "--colour red"; do
	# shellcheck disable=SC2086 # an option and its argument
	"$draw" $setting "$result" 2>/dev/null
	status=$?
	[ $status -eq 2 ] || fail "$setting: exit status $status"
done
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
