# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables of common.sh, and for the tests
#
# How a long run is stopped, and what it leaves.

endless='--size 64 --placement any --pattern round-trip --rounds 100000'

# Whatever an ipcbench might leave on this machine: names, and System V objects that no
# process is attached to.
things()
{
	ls -A "$TMPDIR"
	find /dev/shm /dev/mqueue -name '*ipcbench*' 2>/dev/null
	for kind in msg sem shm; do
		awk -v kind=$kind 'NR > 1 && (kind != "shm" || $7 == 0) { print kind, $2 }' \
			/proc/sysvipc/$kind 2>/dev/null
	done
}

# nothing_new: since things were noted in $work/things.
nothing_new()
{
	[ -z "$(things | sort | comm -13 "$work/things" -)" ]
}

ended()
{
	! grep -qs '^State:[[:blank:]]*[^ZX[:blank:]]' "/proc/$pid/status"
}

# rows_or_end FILE COUNT
rows_or_end()
{
	ended || has_lines "$1" "$2"
}

# stopped_by SIGNAL DIRECTORY ARGUMENT...: starts a long run that writes to $work/DIRECTORY
# and sends it the signal once it has results.  Leaves its status, and in file and rows its
# trials and how many lines they had before.
stopped_by()
{
	signal=$1
	directory=$work/$2
	file=$directory/trials.csv
	shift 2
	things | sort >"$work/things"
	# The shell makes background processes ignore SIGINT, hence env.
	env --default-signal=INT "IPCBENCH_TEST=$work" "$ipcbench" "$@" \
		--output "$directory" >"$work/out" 2>"$work/err" </dev/null &
	pid=$!
	await 120 rows_or_end "$file" 3
	rows=$(wc -l <"$file")
	kill -s "$signal" $pid
	await 60 ended || kill -KILL $pid
	status=0
	wait $pid || status=$?
	pid=
	look_for_nan "$work/out"
}
