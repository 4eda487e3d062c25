#!/bin/sh
# SPDX-License-Identifier: MIT
#
# ipcbench compare.  Waiting for sessions would take minutes, so they are made of one: each
# trial is repeated in each of them, every time a little slower.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

ipcbench run pipe fifo --size 64 --placement same-cpu --pattern round-trip --quick --rounds 2 \
	--output "$work/results"
check "run: exit status" status_is 0

# sessions COUNT FACTOR DIRECTORY [MECHANISM]: its times, or all, are multiplied by the factor,
# too.
sessions()
{
	mkdir "$3"
	cp "$work/results/host.json" "$3"
	awk -F, -v OFS=, -v sessions="$1" -v factor="$2" -v which="${4:-}" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
		{
			ns = $at["rtt_p50_ns"] * (which && which != $1 ? 1 : factor)
			for (session = 1; session <= sessions; session++) {
				$at["session"] = session
				$at["rtt_p50_ns"] = ns * (1 + session / 1000)
				print
			}
		}' "$work/results/trials.csv" >"$3/trials.csv"
}

sessions 5 1 "$work/five"
sessions 5 1.2 "$work/slower" fifo
sessions 5 1.2 "$work/all-slower"
sessions 2 1.2 "$work/two"

ipcbench compare "$work/five" "$work/five"
check "compare: nothing is slower than itself" status_is 0
check "compare: says so" grep -q '^2 cases: 2 same; .* each at 97.5%$' "$work/out"
check "compare: nothing to warn of" empty "$work/err"

ipcbench compare "$work/five" "$work/slower"
check "compare: slower: exit status" status_is 3
check "compare: slower: by its ratio" grep -q '^  fifo .* ratio to pipe  *1\.200  \[.*\]  slower; ' "$work/out"
check "compare: slower: the other is not, by its level" \
	grep -q '^  pipe .* level  *1\.000  \[.*\]  same within 5%; ' "$work/out"
ipcbench compare "$work/five" "$work/all-slower"
check "compare: all slower: exit status" status_is 3
check "compare: all slower: says that the reference is" \
	grep -q '^  ratios are to pipe, whose own level changed by +20.0% \[' "$work/out"
check "compare: all slower: by its level" grep -q '^  pipe .* level  *1\.200  \[.*\]  slower; ' "$work/out"
check "compare: all slower: ratios do not say it" \
	grep -q '^  fifo .* ratio to pipe  *1\.000  .* same within ' "$work/out"
ipcbench compare "$work/five" "$work/slower" --reference fifo
check "compare --reference" grep -q '^  pipe .* ratio to fifo  *0\.833  \[.*\]  faster; ' "$work/out"
ipcbench compare "$work/slower" "$work/five" --format csv
check "compare: faster: exit status" status_is 0
check "compare --format csv: a row each" lines "$work/out" 3
check "compare --format csv: whole rows" whole_rows "$work/out"
check "compare --format csv: faster" [ "$(column verdict | xargs)" = "faster same" ]
check "compare --format csv: what verdicts rest on" [ "$(column ratio_to | xargs)" = "pipe none" ]
check "compare --format csv: no reason" column_is reason none
check "compare --format csv: the key of summary.csv" [ \
	"$(head -n 1 "$work/out" | cut -d, -f1-14)" = \
	"$(head -n 1 "$work/results/summary.csv" | cut -d, -f1-14)" ]
check "compare --format csv: ends with its schema" column_is schema 2

ipcbench compare "$work/five" "$work/two"
check "compare: few sessions: nothing is called slower" status_is 0
check "compare: few sessions: indications" grep -q '^2 cases: 2 indicative$' "$work/out"
check "compare: few sessions: what would help" grep -q 'sessions 3 or more on both sides' "$work/err"
ipcbench compare "$work/five" "$work/two" --format json
check "compare --format json: is JSON" json "$work/out"

# Each case once more, as if the mechanism had been made another way.
mkdir "$work/ways"
cp "$work/results/host.json" "$work/ways"
awk -F, -v OFS=, '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
	{ $at["variant"] = "one-way"; print }
	$1 == "fifo" { $at["variant"] = "another-way"; print }' \
	"$work/five/trials.csv" >"$work/ways/trials.csv"
ipcbench compare "$work/ways" "$work/ways"
check "compare: names variants that are several" \
	[ "$(grep -cE '^  fifo (one|another)-way  ' "$work/out")" -eq 2 ]
check "compare: does not name one that is alone" grep -q '^  pipe   ' "$work/out"

mkdir "$work/other"
sed 's/,2$/,1/' "$work/five/trials.csv" >"$work/other/trials.csv"
ipcbench compare "$work/five" "$work/other"
check "compare: another schema" refused_with "$work/other/trials.csv: line 2: schema is '1', and \
this ipcbench knows only 2; compare with one that knows it, or measure again"

# Without its end, as after a power cut, on another machine, at another buffer.
sed 's/"cpu_model": "[^"]*"/"cpu_model": "Abacus"/' "$work/five/host.json" >"$work/other/host.json"
awk -F, -v OFS=, '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 && $1 == "pipe" { $at["buffer_granted_bytes"] = 12345 }
	{ print }' "$work/five/trials.csv" | head -c -3 >"$work/other/trials.csv"
ipcbench compare "$work/five" "$work/other"
check "compare: other conditions: exit status" status_is 0
check "compare: other conditions: the machine" grep -q '^warning: CPU: .*Abacus$' "$work/err"
check "compare: other conditions: the buffer" grep -q 'buffer_granted_bytes.*12345$' "$work/err"
check "compare: other conditions: the line that is cut off" grep -q 'line 21: is cut off' "$work/err"

rm "$work/other/host.json"
sed 's/^fifo,/cat,/' "$work/five/trials.csv" >"$work/other/trials.csv"
ipcbench compare "$work/five" "$work/other"
check "compare: other cases: exit status" status_is 0
check "compare: other cases: listed" grep -q '^3 cases: 1 same, 1 only in OLD, 1 only in NEW; ' "$work/out"
check "compare: without host.json: a warning" grep -q 'conditions are not compared$' "$work/err"

head -n 1 "$work/five/trials.csv" >"$work/other/trials.csv"
ipcbench compare "$work/five" "$work/other"
check "compare: nothing in common: exit status" status_is 2
cp "$work/five/host.json" "$work/other/trials.csv"
ipcbench compare "$work/five" "$work/other"
check "compare: no CSV: exit status" status_is 1
check "compare: no CSV: one line says why" lines "$work/err" 1
ipcbench compare "$work/five" "$work/nowhere"
check "compare: no results: exit status" status_is 1
check "compare: no results: one line says why" lines "$work/err" 1

checked
