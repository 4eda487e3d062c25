#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: syscalls_test.sh IPCBENCH MECHANISM...
#
# Counts with strace which system calls a round trip makes, on both sides together, and
# holds them against calls.txt: none may be missing, and none of the harness's may be
# among them.  Each mechanism runs with two numbers of messages: the difference belongs to
# the messages alone, as nothing else depends on their number.  TAP.

set -eu
ipcbench=$1 calls=$(dirname "$0")/calls.txt
shift
few=100
warm_up=1001 # messages before those, in both runs: the cold one, and EXACT_WARM_UP

if ! strace -f -c -o /dev/null true 2>/dev/null; then
	echo "1..0 # SKIP there is no strace, or it may not trace"
	exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# count MECHANISM PLACEMENT MESSAGES: leaves what strace counted in $work/MESSAGES.
count()
{
	strace -f -c -o "$work/$3" "$ipcbench" run "$1" --exclusive --rounds 1 --messages "$3" \
		--size 8 --pattern round-trip --placement "$2" --quick --quiet --format csv \
		>"$work/out" 2>"$work/err" </dev/null
}

# Those that poll need two CPUs.
count_both()
{
	placement=same-cpu
	count "$1" $placement $few || {
		placement=any
		count "$1" $placement $few
	}
	count "$1" $placement $many
}

# The calls of a round trip: CALL=N ...; what happens less than once in a hundred round
# trips does not belong to the messages.  The clock is left out: some machines need a call
# to read it.
calls_made()
{
	awk -v messages=$((many - few)) '
		FNR == 1 { file++ }
		$1 ~ /^[0-9.]+$/ && $4 ~ /^[0-9]+$/ && $NF !~ /^(total|clock_gettime)/ {
			n[$NF] += file == 1 ? -$4 : $4
		}
		END {
			for (call in n) {
				each = n[call] / messages
				if (each >= 0.01 || each <= -0.01)
					printf "%s=%.2f\n", call, each
			}
		}' "$work/$few" "$work/$many" | sort | tr '\n' ' '
}

# wrong_calls EXPECTED MADE: prints what differs.  Where a range is expected, the two runs
# may have been at different ends of it, in their warm-ups, too.
wrong_calls()
{
	awk -v expected="$1" -v made="$2" -v messages=$((many - few)) \
		-v others=$((few + warm_up)) '
		BEGIN {
			count = split(made, words, " ")
			for (i = 1; i <= count; i++) {
				split(words[i], parts, "=")
				n[parts[1]] = parts[2]
			}
			count = split(expected, words, " ")
			for (i = 2; i <= count; i++) {
				split(words[i], parts, "=")
				ends = split(parts[2], range, /\.\./)
				least = range[1]
				most = range[ends] == "*" ? 1e9 : range[ends]
				found = 0
				alternatives = split(parts[1], names, "|")
				for (k = 1; k <= alternatives; k++) {
					found += n[names[k]]
					delete n[names[k]]
				}
				slack = 0.01 + (most - least) * others / messages
				if (found < least - slack || found > most + slack)
					printf " %s should be %s and is %s;", parts[1], parts[2], found
			}
			for (call in n)
				printf " %s should not be and is %s;", call, n[call]
		}'
}

# Why a mechanism did not run: the reason in its row.
reason()
{
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "reason") at = i; next }
		{ print $at; exit }' "$work/out"
}

number=0 failures=0
for name in "$@"; do
	number=$((number + 1)) status=0 many=2100
	expected=$(grep "^$name\( \|\$\)" "$calls") || many=1100 # to show them is enough
	count_both "$name" || status=$?
	if [ $status -eq 77 ]; then
		echo "ok $number - $name # SKIP $(reason)"
		continue
	fi
	made=$(calls_made)
	if [ $status -ne 0 ]; then
		failures=$((failures + 1))
		echo "not ok $number - $name"
		sed 's/^/# /' "$work/err"
	elif [ -z "$expected" ]; then
		echo "ok $number - $name # SKIP no line in calls.txt; it makes: $made"
	else
		wrong=$(wrong_calls "$expected" "$made")
		[ -z "$wrong" ] || failures=$((failures + 1))
		echo "${wrong:+not }ok $number - $name: ${made:-none}"
		[ -z "$wrong" ] || echo "#$wrong"
	fi
done
echo "1..$number"
[ $failures -eq 0 ]
