#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The files of ipcbench run --output.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

short='--size 64 --placement same-cpu --pattern round-trip --quick'

ipcbench run all --dry-run --rounds 100000 --output "$work/dry"
check "--dry-run: exit status" status_is 0
check "--dry-run: prints the plan" grep -q pipe "$work/out"
check "--dry-run: makes no files" [ ! -e "$work/dry" ]

# shellcheck disable=SC2086 # several words
ipcbench run pipe fifo $short --rounds 2 --output "$work/results" \
	--label "$(printf 'caf\351, caf\303\251')"
check "--output: exit status" status_is 0
for name in trials slices summary histogram; do
	file=$work/results/$name.csv
	check "--output: $name.csv has whole rows" whole_rows "$file"
	check "--output: $name.csv ends with its schema" column_is schema 2 "$file"
done
check "--output: a row a trial" lines "$work/results/trials.csv" 5
check "--output: a row a case" lines "$work/results/summary.csv" 3
check "--output: many slices" [ "$(wc -l <"$work/results/slices.csv")" -gt 5 ]

# agree: p90 of each case that has one is where the shares of its bins reach nine tenths.
agree()
{
	awk -F, '
		FNR == 1 { file++; for (i = 1; i <= NF; i++) at[$i] = i; next }
		file == 1 { if ($at["rtt_p90_ns"]) p90[$1] = $at["rtt_p90_ns"]; next }
		{ reached[$1] += $at["share"] }
		reached[$1] > 0.9 - 1e-5 && !($1 in bin) { bin[$1] = $at["high_ns"] }
		END {
			for (name in p90)
				if (p90[name] > bin[name] * 1.00001 || p90[name] < bin[name] * 0.996)
					exit 1
		}' "$work/results/summary.csv" "$work/results/histogram.csv"
}
check "--output: the histogram has the percentiles of the summary" agree
check "--output: host.json is JSON" json "$work/results/host.json"
check "--output: host.json says when" grep -Eq '"begun": "20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-9:]{8}Z"' "$work/results/host.json"
check "--label: what is not UTF-8 is marked" \
	grep -q "\"label\": \"$(printf 'caf\357\277\275, caf\303\251')\"" "$work/results/host.json"

# shellcheck disable=SC2086 # several words
ipcbench run pipe $short --rounds 1 --no-slices --output "$work/short"
check "--no-slices: exit status" status_is 0
check "--no-slices: a row a trial" lines "$work/short/trials.csv" 2
check "--no-slices: all files but one" \
	[ "$(cd "$work/short" && echo *)" = "histogram.csv host.json summary.csv trials.csv" ]

cp -R "$work/results" "$work/copy"
# shellcheck disable=SC2086 # several words
ipcbench run pipe $short --rounds 1 --output "$work/results"
check "--output over results: refused" not status_is 0
check "--output over results: one line says why" lines "$work/err" 1
check "--output over results: not touched" diff -r "$work/results" "$work/copy"

# leaves_nothing WHAT DIRECTORY: an output that cannot be opened is refused, and the
# directories are as they were.
leaves_nothing()
{
	find "$work/output" | sort >"$work/before"
	# shellcheck disable=SC2086 # several words
	ipcbench run pipe $short --rounds 1 --output "$2"
	check "--output $1: refused" status_is 2
	find "$work/output" | sort >"$work/after"
	check "--output $1: nothing is left" cmp "$work/before" "$work/after"
}

mkdir -p "$work/output/half/slices.csv" "$work/output/late/host.json.new" "$work/output/there"
leaves_nothing "where one file is there" "$work/output/half"
leaves_nothing "where host.json cannot be" "$work/output/late"
leaves_nothing "with a name too long" "$work/output/there/new//newer/$(printf '%0300d' 0)"

check "nothing left in the directory for files" [ -z "$(ls -A "$TMPDIR")" ]

checked
