#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A run that is stopped: what it has finished is kept, and nothing else is left.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/cli/stopped.sh
. "$here/stopped.sh"

for row in INT:130 TERM:143 KILL:137; do
	name=${row%:*}
	# shellcheck disable=SC2086 # several words
	stopped_by "$name" "$name" run all --quick $endless
	check "SIG$name: exit status" status_is "${row#*:}"
	check "SIG$name: no process left" await 10 no_process_left
	check "SIG$name: there were finished rows" [ "$rows" -ge 3 ]
	check "SIG$name: they are kept" [ "$(wc -l <"$file")" -ge "$rows" ]
	check "SIG$name: nothing left in memory or on disk" await 10 nothing_new
	[ "$name" != KILL ] || continue
	check "SIG$name: whole rows" whole_rows "$file"
	check "SIG$name: the rows are summed up" [ -s "$work/$name/summary.csv" ]
done

checked
