#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A bad environment: full, read-only, vanishing and odd directories; a full or closed standard
# output; limits; and being killed, alone and with the whole process group.  There is one
# error and the documented exit status, what was measured is kept, and nothing is left behind.
#
#	fault_test.sh IPCBENCH KILLER
#
# KILLER is killer.c, built to be preloaded.
#
# Prints a line for each check; exit status 1 if one failed.

set -u

# If possible, with System V objects and mounts of its own.
isolated=${IPCBENCH_FAULT_ISOLATED:-}
if [ -z "$isolated" ]; then
	for with in '--ipc --mount' --ipc; do
		# shellcheck disable=SC2086 # a list
		if unshare $with true 2>/dev/null; then
			IPCBENCH_FAULT_ISOLATED=$with exec unshare $with sh "$0" "$@"
		fi
	done
fi

ipcbench=$(realpath "$1")
killer=$(realpath "$2")
work=$(mktemp -d "${TMPDIR:-/tmp}/fault-test-XXXXXX")
TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR" "$work/mounted" "$work/queues"
pid=
clean()
{
	kill -KILL "$pid"
	umount "$work/mounted" "$work/queues"
	rm -rf "$work"
} 2>/dev/null
trap clean EXIT
trap 'exit 1' HUP INT TERM

# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

# run_to FILE COMMAND...: as run, but standard output goes to the file.
run_to()
{
	to=$1
	shift
	: >"$work/out"
	status=0
	timeout -k 10 120 "$@" >"$to" 2>"$work/err" </dev/null || status=$?
}

# errors_are TEXT: that is the one error; notes and warnings do not count.
errors_are()
{
	[ "$(grep '^ipcbench: ' "$work/err")" = "ipcbench: $1" ]
}

refused_with()
{
	status_is 2 && [ ! -s "$work/out" ] && [ "$(cat "$work/err")" = "ipcbench: $1" ]
}

has_table()
{
	grep -q '^  pipe .* us ' "$work/out"
}

# reason_is MECHANISM REASON
reason_is()
{
	grep -q "^$1,.*,skipped,$2," "$work/out"
}

cd "$work" || exit 1
short='--size 64 --placement same-cpu --pattern round-trip --rounds 1 --quick'

# ---- directories that are none ----

can='name a directory where files can be made'
: >file
ln -s nowhere/at/all dangling
mkfifo fifo
for row in 'file:Not a directory' 'fifo:Not a directory' 'dangling:No such file or directory'; do
	# shellcheck disable=SC2086 # several words
	run "$ipcbench" run pipe $short --output "${row%%:*}"
	check "--output that is a ${row%%:*}" refused_with "--output ${row%%:*}: ${row#*:}; $can"
done
for row in 'none:No such file or directory' 'file:Not a directory'; do
	run "$ipcbench" run fifo --directory "${row%%:*}"
	check "--directory that is ${row%%:*}" refused_with \
		"--directory ${row%%:*}: ${row#*:}; $can"
done
# shellcheck disable=SC2086 # several words
TMPDIR=$work/none run "$ipcbench" run fifo pipe $short --format csv
check "TMPDIR that is not there: exit status" status_is 0
check "TMPDIR that is not there: skipped" reason_is fifo no-directory:directory

# ---- results that cannot be written ----

# What a run writes at first fits into 8 blocks.
run sh -c 'ulimit -f 8 && exec "$@"' sh "$ipcbench" run pipe --size 64 --placement same-cpu \
	--pattern round-trip --quick --rounds 20 --output grown
check "files may not grow: exit status" status_is 1
check "files may not grow: it is said once" errors_are "grown: File too large"
check "files may not grow: the table is printed" has_table
check "files may not grow: the rows are kept" grep -q '^pipe,.*,ok,none,' grown/trials.csv
check "files may not grow: the run is not complete" \
	grep -q '"state": "interrupted"' grown/host.json
check "files may not grow: no half-written file" [ -z "$(ls grown/*.new 2>/dev/null)" ]

"$ipcbench" run pipe --size 64 --placement same-cpu --pattern round-trip --quick \
	--rounds 100000 --time-limit 3s --output gone >out 2>err </dev/null &
pid=$!
await 30 grep -qs ',ok,' gone/trials.csv
rm -rf gone
status=0
wait $pid || status=$?
pid=
check "the directory vanishes: exit status" status_is 1
check "the directory vanishes: it is said once" errors_are "gone: No such file or directory"
check "the directory vanishes: the table is printed" has_table

full="a full disk" readonly="a read-only file system"
if [ "${isolated#*--mount}" = "$isolated" ]; then
	skip "$full" "no mount namespaces"
	skip "$readonly" "no mount namespaces"
elif ! mount -t tmpfs -o size=4k tmpfs mounted 2>why; then
	skip "$full" "no tmpfs: $(head -n 1 why)"
	skip "$readonly" "no tmpfs: $(head -n 1 why)"
else
	# shellcheck disable=SC2086 # several words
	run "$ipcbench" run pipe $short --output mounted/full
	check "$full: exit status" status_is 1
	check "$full: it is said once" errors_are "mounted/full: No space left on device"
	check "$full: the table is printed" has_table
	mount -o remount,ro mounted
	# shellcheck disable=SC2086 # several words
	TMPDIR=$work/mounted run "$ipcbench" run fifo pipe $short --format csv
	check "$readonly: exit status" status_is 0
	check "$readonly: skipped" reason_is fifo read-only:directory
	umount mounted
fi

# ---- a full or closed standard output ----

if [ -c /dev/full ]; then
	for command in --help --version 'run --help' "run pipe $short --dry-run" \
		"run pipe $short --output unprinted" 'list null futex' 'list null'; do
		# shellcheck disable=SC2086 # several words
		run_to /dev/full "$ipcbench" $command
		check "$command >/dev/full: exit status" status_is 1
		check "$command >/dev/full: it is said once" \
			eval "errors_are 'standard output: No space left on device' ||
				errors_are 'list: No space left on device'"
	done
	check "standard output is full: files are whole" \
		grep -q '"state": "complete"' unprinted/host.json
else
	skip "standard output is full" "there is no /dev/full"
fi
# shellcheck disable=SC2086 # several words
run sh -c '"$@" <&- >&- 2>&-' sh "$ipcbench" run pipe fifo tcp $short --output closed
check "no standard descriptors: exit status" status_is 0
check "no standard descriptors: all is measured" [ "$(grep -c ',ok,' closed/summary.csv)" -eq 3 ]

# ---- limits ----

if command -v prlimit >/dev/null; then
	# shellcheck disable=SC2086 # several words
	run prlimit --sigpending=0 "$ipcbench" run signal-queue signalfd signal-handler pipe \
		--size 8 --placement same-cpu --pattern round-trip --rounds 1 --quick --format csv
	check "no signal may be pending: exit status" status_is 0
	for name in signal-queue signalfd signal-handler; do
		check "no signal may be pending: $name" \
			reason_is $name limit-reached:RLIMIT_SIGPENDING
	done
else
	skip "no signal may be pending" "there is no prlimit"
fi

# ---- the whole process group is killed ----

sysv_objects()
{
	tail -qn +2 /proc/sysvipc/msg /proc/sysvipc/sem /proc/sysvipc/shm 2>/dev/null
}

has_objects()
{
	[ -n "$(sysv_objects)" ]
}

no_objects()
{
	[ -z "$(sysv_objects)" ]
}

# Stops the process group when the supervisor and both sides of a pair are in it.
stop_whole_group()
{
	env kill -s STOP -- "-$pid"
	[ "$(pgrep -c -g "$pid")" -lt 3 ] || return 0
	env kill -s CONT -- "-$pid"
	return 1
}

# No member goes on: one that has just died stays, since its parent is stopped, too.  A side that
# its keeper, which has a group of its own, was just making joins only now.
group_is_stopped()
{
	env kill -s STOP -- "-$pid"
	for member in $(pgrep -g "$pid"); do
		case $(sed 's/.*) //' "/proc/$member/stat") in
		T* | Z*) ;;
		*) return 1 ;;
		esac
	done
}

if [ -z "$isolated" ]; then
	skip "the process group is killed" "no IPC namespaces"
elif ! command -v setsid >/dev/null || ! command -v pgrep >/dev/null; then
	skip "the process group is killed" "there is no setsid, or no pgrep"
else
	for i in 1 2; do
		IPCBENCH_TEST=$work setsid "$ipcbench" run sysv-msg sysv-sem shm-sysv-sem \
			--size 64 --placement same-cpu --pattern round-trip --rounds 100000 \
			--output "killed$i" >out 2>err </dev/null &
		pid=$!
		await 30 grep -qs ',ok,' "killed$i/trials.csv"
		# The pairs of a round live for most of it.
		await 30 has_objects
		check "the process group has both sides" await 30 stop_whole_group
		check "the process group is stopped: all its processes are" await 30 group_is_stopped
		env kill -s KILL -- -$pid
		status=0
		wait $pid || status=$?
		pid=
		check "the process group is killed: exit status" status_is 137
		check "the process group is killed: no process left" await 30 no_process_left
		check "the process group is killed: nothing left in the kernel" await 30 no_objects
	done
fi

# ---- killed while something is created ----

# left: everything but processes that a run may leave.
left()
{
	sysv_objects
	ls -A "$TMPDIR" "$work/queues"
	find /dev/shm -name '*ipcbench*'
}

nothing_new()
{
	[ -z "$(left | sort | comm -13 "$work/before" -)" ]
}

# killed_at CALL MECHANISM [VARIANT]: runs it until the call has created something.
killed_at()
{
	left | sort >"$work/before"
	# shellcheck disable=SC2086 # several words
	run env "LD_PRELOAD=$killer" ASAN_OPTIONS=verify_asan_link_order=0 \
		"IPCBENCH_KILL_AT=$1" "IPCBENCH_TEST=$work" "$ipcbench" run "$2" \
		${3:+--variant "$3"} $short
}

if [ -z "$isolated" ]; then
	skip "killed while something is created" "no IPC namespaces"
	skip "killed at any moment" "no IPC namespaces"
else
	mount -t mqueue mqueue queues 2>why ||
		skip "message queues can be seen" "no mqueue: $(head -n 1 why)"
	while read -r call mechanism variant; do
		deed="killed in $call() of $mechanism${variant:+, $variant}"
		killed_at "$call" "$mechanism" "$variant"
		if status_is 77; then
			skip "$deed" "$mechanism is not there"
			continue
		fi
		check "$deed: exit status" status_is 137
		check "$deed: no process left" await 10 no_process_left
		check "$deed: nothing left" await 10 nothing_new
	done <<-'END'
		msgget sysv-msg
		semget sysv-sem
		semget shm-sysv-sem
		shmget shm-futex sysv
		shm_open shm-futex posix
		mkdtemp shm-futex file
		sem_open posix-sem-named
		mq_open posix-mq
		mkdtemp file
		mkdtemp unix-stream path
		mkdtemp zeromq
		mkdtemp nng
		mkfifo fifo
	END

	# ipcbench list creates one pair after the other.
	left | sort >before
	moment=0
	while [ $moment -lt 60 ]; do
		for name in sysv-msg shm-sysv-sem fifo; do
			moment=$((moment + 1))
			IPCBENCH_TEST=$work "$ipcbench" list $name >out 2>err </dev/null &
			pid=$!
			sleep "0.0$((10 + moment))"
			kill -KILL $pid
			status=0
			wait $pid || status=$?
			pid=
		done
	done
	check "killed at any moment: no process left" await 10 no_process_left
	check "killed at any moment: nothing left" await 10 nothing_new
fi
check "nothing left in the directory for files" [ -z "$(ls -A "$TMPDIR")" ]

checked
