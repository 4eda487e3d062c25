#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The program as its users see it: exit status, messages, standard output, files, and what
# an interrupted run leaves behind.  No number that it measures is judged.
#
#	cli_test.sh IPCBENCH
#
# Prints a line for each check; exit status 1 if one failed.

set -u

# Where it may be had: System V objects and queues of its own, which nobody else's runs
# add to.
if [ -z "${IPCBENCH_CLI_ISOLATED:-}" ] && unshare --ipc true 2>/dev/null; then
	IPCBENCH_CLI_ISOLATED=1 exec unshare --ipc sh "$0" "$@"
fi

ipcbench=$1
here=$(dirname "$0")
work=$(mktemp -d "${TMPDIR:-/tmp}/cli-test-XXXXXX")
TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
pid=
trap 'kill -KILL $pid 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# shellcheck source=tests/tap.sh
. "$here/../tap.sh"

# ipcbench ARGUMENT...: leaves status, and in $work out and err.
ipcbench()
{
	run "$ipcbench" "$@"
}

# lines FILE COUNT
lines()
{
	[ "$(wc -l <"$1")" -eq "$2" ]
}

# A refusal is one line on stderr and nothing else.
refused_with()
{
	status_is 2 && empty "$work/out" && [ "$(cat "$work/err")" = "ipcbench: $1" ]
}

# above_zero NAME: there is one row, and in it a number above 0.
above_zero()
{
	column "$1" "$work/out" | awk '$1 + 0 > 0 { found++ } END { exit !(NR == 1 && found) }'
}

# Every row has as many fields as the header, and the last one ends.
whole_rows()
{
	awk -F, 'NR == 1 { fields = NF } NF != fields { bad = 1 } END { exit bad || NR < 1 }' "$1" &&
		[ -z "$(tail -c 1 "$1")" ]
}

# ---- what is said about the program ----

for command in '' run list ab trust compare tune agent; do
	# shellcheck disable=SC2086 # none or one word
	ipcbench $command --help
	check "${command:+$command }--help: exit status" status_is 0
	check "${command:+$command }--help: text" cmp "$work/out" "$here/help${command:+_$command}.txt"
	check "${command:+$command }--help: nothing on stderr" empty "$work/err"
done

for script in plot report shell; do
	ipcbench $script --help
	check "$script --help: exit status" status_is 0
	check "$script --help: its usage" grep -q '^usage: ' "$work/out"
	check "$script --help: nothing on stderr" empty "$work/err"
done

ipcbench --version
check "--version: exit status" status_is 0
check "--version: one line" lines "$work/out" 1

ipcbench list
check "list: exit status" status_is 0
check "list: names a mechanism" grep -q unix-stream "$work/out"
ipcbench list pipe
check "list of one: exit status" status_is 0
check "list of one: a page" grep -q '^mechanism: pipe$' "$work/out"
check "list of one: nothing on stderr" empty "$work/err"
ipcbench list pipe fifo --format csv
check "list --format csv: a header and a row each" lines "$work/out" 3
check "list --format csv: whole rows" whole_rows "$work/out"
check "list --format csv: they work" column_is works yes
check "list --format csv: ends with its schema" column_is schema 1
ipcbench list all --format csv
check "list all --format csv: exit status" status_is 0
check "list all --format csv: whole rows" whole_rows "$work/out"
column carries "$work/out" >"$work/carries"
column boundaries "$work/out" >"$work/boundaries"
check "list: none keeps boundaries, or does not, against its word" \
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
ipcbench list pipe --format json
check "list --format json: is JSON" json "$work/out"

# ---- what it refuses ----

ipcbench
check "no command" refused_with "no command; try ipcbench run, or ipcbench --help"

set -f
while read -r arguments && read -r message; do
	# shellcheck disable=SC2086 # one argument a word
	ipcbench $arguments
	check "$arguments" refused_with "$message"
done <"$here/usage_errors.txt"
set +f

for arguments in "" --help nowhere "$ipcbench 0" "$ipcbench pipe"; do
	# shellcheck disable=SC2086 # an argument a word
	run "$here/../../bench/crosscheck" $arguments
	check "crosscheck $arguments: exit status" status_is 2
	check "crosscheck $arguments: its usage" grep -q '^usage: ' "$work/err"
	check "crosscheck $arguments: nothing on stdout" empty "$work/out"
done

# ---- what it measures ----

short='--size 64 --placement same-cpu --pattern round-trip'

# shellcheck disable=SC2086
ipcbench run pipe $short --rounds 5 --format csv
check "run: exit status" status_is 0
check "run --format csv: a header and a row" lines "$work/out" 2
check "run --format csv: whole rows" whole_rows "$work/out"
check "run: status ok" column_is status ok
check "run: reason none" column_is reason none
check "run: the size that was asked for" column_is size_bytes 64
check "run: the placement that was asked for" column_is placement same-cpu
check "run --rounds 5: five rounds" column_is rounds 5
check "run: a round trip takes time" above_zero rtt_p50_ns
check "run: no progress where there is no terminal" not grep -q "$(printf '\r')" "$work/err"

ipcbench ab pipe 'pipe --buffer 4K' --rounds 6
check "ab: exit status" status_is 0
check "ab: names its arms" grep -q '^  pipe --buffer 4K .*%\].*6 rounds' "$work/out"
ipcbench ab pipe 'pipe --buffer 4K' --rounds 6 --format csv
check "ab --format csv: a header and a row for each arm" lines "$work/out" 3
check "ab --format csv: whole rows" whole_rows "$work/out"

ipcbench ab pipe --with "$ipcbench" --rounds 6
check "ab --with: exit status" status_is 0
check "ab --with: names this program" grep -q '^  pipe (this)  *[0-9.]* ' "$work/out"
check "ab --with: names the other" grep -q "^  pipe ($ipcbench) .*%\].*6 rounds" "$work/out"
ipcbench ab 'sysv-msg --size 32M' 'pipe --size 32M' --with "$ipcbench" --rounds 1 --format csv
check "ab --with: a case that cannot be is skipped" grep -q '^sysv-msg.*,skipped,message-too-large' "$work/out"
check "ab --with: the other is measured" grep -q '^pipe.*,ok,none,.*,other,1$' "$work/out"
ipcbench ab 'tcp --variant ipv4' 'shm-futex --placement any' --with "$ipcbench" \
	--pattern stream --size 4K --rounds 1 --format csv
check "ab --with: streams" column_is status ok

# shellcheck disable=SC2086
ipcbench run pipe fifo $short --rounds 1 --format json
check "run --format json: exit status" status_is 0
check "run --format json: is JSON" json "$work/out"
check "run --format json: has both" grep -q '"fifo"' "$work/json"

# shellcheck disable=SC2086
ipcbench run pipe $short --rounds 1
check "run: a table by default" grep -q pipe "$work/out"

# shellcheck disable=SC2086
ipcbench run pipe shm-yield --variant posix $short --rounds 1 --format csv
check "no files: no file system" column_is filesystem none
# shellcheck disable=SC2086
ipcbench run fifo file-poll shm-yield --variant file $short --rounds 1 --format csv
check "files: their file system is recorded" \
	[ "$(column filesystem "$work/out" | sort -u | grep -c '^[a-z0-9]*$')" = 1 ]
check "files: it is not none" not column_is filesystem none

# More than 16M is refused even to the superuser, whatever the machine's settings.
ipcbench run posix-mq --size 32M --placement same-cpu --pattern round-trip --rounds 1 --format csv
check "too large for a queue: nothing could run" status_is 77
check "too large for a queue: skipped" column_is status skipped
check "too large for a queue: the reason names the limit" \
	column_is reason message-too-large:fs.mqueue.msgsize_max

# A socket's name has 108 bytes, whatever the file system allows.
long=$work/$(printf '%0100d' 0)
mkdir "$long"
# shellcheck disable=SC2086
ipcbench run unix-stream --variant path $short --directory "$long" --rounds 1 --format csv
check "too long a path for a socket: nothing could run" status_is 77
check "too long a path for a socket: the reason names the limit" \
	column_is reason path-too-long:sun_path
check "too long a path for a socket: nothing is left there" [ -z "$(ls -A "$long")" ]

# shellcheck disable=SC2086
ipcbench run shm-spin $short --rounds 1 --format csv
check "spinning on one CPU: nothing could run" status_is 77
check "spinning on one CPU: skipped" column_is status skipped
check "spinning on one CPU: the reason" column_is reason polls-on-one-cpu

# shellcheck disable=SC2086
ipcbench run pipe shm-spin $short --rounds 1 --format csv
check "a skip among others is no error" status_is 0
check "a skip among others has a row" lines "$work/out" 3

ipcbench run pipe --size 64 --placement same-cpu --pattern paced --rate 500 --rounds 5 --format csv
check "run --pattern paced: exit status" status_is 0
check "run --pattern paced: the rate that was asked for" column_is rate_per_s 500
check "run --pattern paced: messages are delivered" above_zero delivered_per_s
check "run --pattern paced: no round trips" column_is rtt_p50_ns ""

# small_stack ARGUMENT...: as ipcbench, where 64 K are all the stack there is, for the sides
# and their threads as well.
small_stack()
{
	# shellcheck disable=SC2016 # it is the other shell's
	run sh -c 'ulimit -s 64 && exec "$@"' sh "$ipcbench" "$@"
}

# shellcheck disable=SC2086
small_stack run all $short --rounds 1 --format csv
check "a small stack: run" status_is 0
check "a small stack: no side has died of it" not grep -q ',failed,' "$work/out"
small_stack ab pipe --with "$ipcbench" --rounds 1 --format csv
check "a small stack: ab, and an agent" status_is 0

# ---- what it writes ----

ipcbench run all --dry-run --rounds 100000 --output "$work/dry"
check "--dry-run: exit status" status_is 0
check "--dry-run: prints the plan" grep -q pipe "$work/out"
check "--dry-run: makes no files" [ ! -e "$work/dry" ]

# shellcheck disable=SC2086
ipcbench run pipe fifo $short --rounds 2 --output "$work/results" --label "$(printf 'caf\351, caf\303\251')"
check "--output: exit status" status_is 0
for name in trials slices summary histogram; do
	file=$work/results/$name.csv
	check "--output: $name.csv has whole rows" whole_rows "$file"
	check "--output: $name.csv ends with its schema" column_is schema 1 "$file"
done
check "--output: a row a trial" lines "$work/results/trials.csv" 5
check "--output: a row a case" lines "$work/results/summary.csv" 3
check "--output: many slices" [ "$(wc -l <"$work/results/slices.csv")" -gt 5 ]
check "--output: host.json is JSON" json "$work/results/host.json"
check "--label: what is not UTF-8 is marked" \
	grep -q "\"label\": \"$(printf 'caf\357\277\275, caf\303\251')\"" "$work/results/host.json"

cp -R "$work/results" "$work/copy"
# shellcheck disable=SC2086
ipcbench run pipe $short --rounds 1 --output "$work/results"
check "--output over results: refused" not status_is 0
check "--output over results: one line says why" lines "$work/err" 1
check "--output over results: not touched" diff -r "$work/results" "$work/copy"

# leaves_nothing WHAT DIRECTORY: an output that cannot be opened is refused, and
# all is as it was.
leaves_nothing()
{
	find "$work/output" | sort >"$work/before"
	# shellcheck disable=SC2086
	ipcbench run pipe $short --rounds 1 --output "$2"
	check "--output $1: refused" status_is 2
	find "$work/output" | sort >"$work/after"
	check "--output $1: nothing is left" cmp "$work/before" "$work/after"
}

mkdir -p "$work/output/half/slices.csv" "$work/output/late/host.json.new" "$work/output/there"
leaves_nothing "where one file is there" "$work/output/half"
leaves_nothing "where host.json cannot be" "$work/output/late"
leaves_nothing "with a name too long" "$work/output/there/new//newer/$(printf '%0300d' 0)"

# ---- what it compares ----

# shellcheck source=tests/cli/compare.sh
. "$here/compare.sh"

# ---- what it leaves behind ----

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

endless='--size 64 --placement any --pattern round-trip --rounds 100000'

# stopped_by SIGNAL DIRECTORY ARGUMENT...: starts a long run and sends it the signal once
# it has results.  The shell has background processes ignore SIGINT, hence env.
stopped_by()
{
	signal=$1
	directory=$work/$2
	file=$directory/trials.csv
	shift 2
	things | sort >"$work/things"
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
}

check "nothing left in the directory for files" [ -z "$(ls -A "$TMPDIR")" ]

for row in INT:130 TERM:143 KILL:137; do
	name=${row%:*}
	# shellcheck disable=SC2086 # words
	stopped_by "$name" "$name" run all $endless
	check "SIG$name: exit status" status_is "${row#*:}"
	check "SIG$name: no process left" await 10 no_process_left
	check "SIG$name: there were finished rows" [ "$rows" -ge 3 ]
	check "SIG$name: they are kept" [ "$(wc -l <"$file")" -ge "$rows" ]
	check "SIG$name: nothing left in memory or on disk" await 10 nothing_new
	[ "$name" != KILL ] || continue
	check "SIG$name: whole rows" whole_rows "$file"
	check "SIG$name: the rows are summed up" [ -s "$work/$name/summary.csv" ]
done

# ---- tuning ----

# shellcheck source=tests/cli/tune.sh
. "$here/tune.sh"

# ---- agents ----

# shellcheck source=tests/cli/agent.sh
. "$here/agent.sh"

checked
