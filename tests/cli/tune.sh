#!/bin/sh
# SPDX-License-Identifier: MIT
#
# ipcbench tune.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/cli/stopped.sh
. "$here/stopped.sh"

ipcbench tune pipe --size 4K --placement same-cpu --time-limit 3s --format csv
check "tune: exit status" status_is 0
check "tune --format csv: whole rows" whole_rows "$work/out"
check "tune: one knob makes a difference at that size" column_is knob buffer
for role in default bad candidate; do
	check "tune: $role" grep -q ",$role," "$work/out"
done
check "tune: ends with its schema" column_is schema 2
column standing "$work/out" >"$work/standing"
check "tune: nothing is dropped after one round" [ -z "$(column rounds "$work/out" |
	paste -d ' ' "$work/standing" - | grep 'dropped [01]$')" ]
ipcbench tune pipe --size 4K --placement same-cpu --time-limit 1s --format json
check "tune --format json: is JSON" json "$work/out"
ipcbench tune posix-mq --size 1K --placement same-cpu --time-limit 3s --verify
check "tune: says what to do" grep -q '^posix-mq, 1K bytes, same-cpu: ' "$work/out"
ipcbench tune posix-mq --size 32M --placement same-cpu --time-limit 1s
check "tune, too large for a queue: nothing could run" status_is 77
check "tune, too large for a queue: the reason" \
	grep -q 'same-cpu: message-too-large:fs.mqueue.msgsize_max' "$work/out"
# told LIMIT: what was measured of the first of two knobs is reported, and no reason is given
# instead.
told()
{
	! grep -q ',buffer,0,.*,default,.*,ok,' "$work/$1/tune.csv" ||
		! grep -q out-of-time "$work/out"
}
for limit in 700 750 800 850; do
	ipcbench tune unix-stream --size 64K --placement same-cpu --time-limit "${limit}ms" \
		--output "$work/$limit"
	check "tune, ${limit} ms for two knobs: what is known is told" told "$limit"
done

# The most sweeps of a round, and the least if they differ, as host.json has them.
sweeps()
{
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) name[$i] = i; next }
		$name["sweep"] >= sweeps[$name["round"]] { sweeps[$name["round"]] = $name["sweep"] + 1 }
		END {
			for (round in sweeps) {
				if (sweeps[round] > most) most = sweeps[round]
				if (!least || sweeps[round] < least) least = sweeps[round]
			}
			print "  \"sweeps_per_round\": " most ","
			if (least < most) print "  \"sweeps_per_round_least\": " least ","
		}' "$work/host/slices.csv"
}
ipcbench tune tcp --size 64 --placement same-cpu --time-limit 3s --output "$work/host" --quiet
check "tune, host.json: how long pairs slept" grep -q '"settle_ms": 100,' "$work/host/host.json"
check "tune, host.json: the sweeps of its rounds" \
	[ "$(grep sweeps "$work/host/host.json")" = "$(sweeps)" ]
check "tune, host.json: complete" grep -q '"state": "complete"' "$work/host/host.json"

# The disk is full: no file may be longer than that.
(trap '' XFSZ && ulimit -f 60 && ipcbench tune pipe --size 4K --placement same-cpu \
	--time-limit 20s --output "$work/full" && exit "$status")
check "tune, disk full: not complete" grep -q '"state": "interrupted"' "$work/full/host.json"

stopped_by INT tune tune pipe posix-mq --size 4K --placement any --time-limit 1h
check "tune, SIGINT: exit status" status_is 130
check "tune, SIGINT: no process left" await 10 no_process_left
check "tune, SIGINT: nothing left in memory or on disk" await 10 nothing_new
check "tune, SIGINT: what is finished is told" grep -q '^pipe, 4K bytes, any: ' "$work/out"
check "tune, SIGINT: whole rows" whole_rows "$work/tune/tune.csv"
check "tune, SIGINT: there are some" [ "$(wc -l <"$work/tune/tune.csv")" -gt 1 ]

checked
