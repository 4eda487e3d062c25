#!/bin/sh
# SPDX-License-Identifier: MIT
#
# ipcbench list: what each mechanism can do here.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

ipcbench list
check "list: exit status" status_is 0
check "list: names a mechanism" grep -q unix-stream "$work/out"
awk 'NR > 1 { print $1 }' "$work/out" | sort >"$work/names"
ipcbench list pipe
check "list of one: exit status" status_is 0
check "list of one: a page" grep -q '^mechanism: pipe$' "$work/out"
check "list of one: nothing on stderr" empty "$work/err"
ipcbench list pipe fifo --format csv
check "list --format csv: a header and a row each" lines "$work/out" 3
check "list --format csv: whole rows" whole_rows "$work/out"
check "list --format csv: they work" column_is works yes
check "list --format csv: ends with its schema" column_is schema 1

# A reader that has had enough is no error.
{
	"$ipcbench" list pipe fifo --format csv 2>"$work/err"
	echo $? >"$work/status"
} | true
check "list | true: exit status" grep -qx 0 "$work/status"
check "list | true: nothing on stderr" empty "$work/err"

# All of them, the families at the same time, since a prober mostly waits.
for family in control file pipe queue notify semaphore shm signal socket direct library; do
	"$ipcbench" list "family:$family" --format csv >"$work/$family.csv" 2>"$work/err" &
	pid="$pid $!"
done
status=0
for prober in $pid; do
	wait "$prober" || status=$?
done
pid=
awk 'FNR > 1 || NR == 1' "$work/"*.csv >"$work/out"
look_for_nan "$work/out"
check "list --format csv of all families: exit status" status_is 0
check "list --format csv of all families: whole rows" whole_rows "$work/out"
check "list --format csv of all families: each mechanism that list names" \
	eval "column mechanism | sort | cmp -s - '$work/names'"
column carries "$work/out" >"$work/carries"
column boundaries "$work/out" >"$work/boundaries"
check "list: what carries messages keeps boundaries, what carries a stream does not" \
	not eval "paste -d ' ' '$work/carries' '$work/boundaries' |
		grep -qE '^(messages merged|stream kept)$'"
ipcbench list pipe --format csv
check "list: a pipe keeps no boundaries" column_is boundaries merged
check "list: a pipe holds something" above_zero capacity_bytes
check "list: a pipe's largest message is as large as was tried" \
	column_is largest_message_bytes 16777216
ipcbench list posix-mq --format csv
check "list: a queue keeps boundaries" column_is boundaries kept
check "list: a queue's largest message has a limit" \
	column_is largest_message_limit message-too-large:fs.mqueue.msgsize_max
ipcbench list --no-probe --format csv
check "list --no-probe: whole rows" whole_rows "$work/out"
check "list --no-probe: each mechanism that list names" \
	eval "column mechanism | sort | cmp -s - '$work/names'"
check "list --no-probe: none is tried" column_is works untried
ipcbench list pipe --format json
check "list --format json: is JSON" json "$work/out"

checked
