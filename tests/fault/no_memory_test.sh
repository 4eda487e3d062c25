#!/bin/sh
# SPDX-License-Identifier: MIT
#
# One request for memory is refused, each in turn: the program succeeds all the same, or says
# so and ends with a documented exit status.  It does not crash, nothing hangs, and nothing
# is left.
#
#	no_memory_test.sh IPCBENCH REFUSER
#
# REFUSER is refuser.c, built to be preloaded.  Prints a line for each check; exit status 1
# if one failed.

set -u

ipcbench=$(realpath "$1")
refuser=$(realpath "$2")
work=$(mktemp -d "${TMPDIR:-/tmp}/no-memory-test-XXXXXX")
TMPDIR=$work/tmp
IPCBENCH_TEST=$work
export TMPDIR IPCBENCH_TEST
mkdir "$TMPDIR"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

# refuse NUMBER COMMAND...: leaves out, err, status and, if there was such a request,
# refused in a directory of that number, where the command runs.
refuse()
{
	mkdir "$1" && cd "$1" || exit 1
	at=$1
	shift
	status=0
	timeout -k 10 120 env "LD_PRELOAD=$refuser" "IPCBENCH_REFUSE_AT=$at" \
		"IPCBENCH_REFUSED=$PWD/refused" "$@" >out 2>err </dev/null || status=$?
	echo $status >status
}

# ended_well NUMBER
ended_well()
{
	errors=$(grep -c '^ipcbench: ' "$1/err")
	case $(cat "$1/status") in
	0) [ -s "$1/out" ] && [ "$errors" -eq 0 ] && ! grep -qi nan "$1/out" ;;
	1 | 2) [ "$errors" -eq 1 ] ;;
	77) [ "$errors" -eq 0 ] && grep -q no-memory "$1/out" ;;
	*) false ;;
	esac
}

# refuse_each CALLED COMMAND...: eight at a time, since they sleep for most of it.
refuse_each()
{
	called=$1
	shift
	rm -rf "$work/each"
	mkdir "$work/each" && cd "$work/each" || exit 1
	number=0
	while [ $number -eq 0 ] || [ -e $number/refused ]; do
		for _ in 1 2 3 4 5 6 7 8; do
			number=$((number + 1))
			refuse $number "$@" &
		done
		wait
	done
	for number in *; do
		ended_well "$number" || echo "$number"
	done >"$work/bad"
	check "$called: there are requests to refuse" [ -e 8/refused ]
	check "$called: ends well whichever is refused" empty "$work/bad"
	while read -r number; do
		echo "# refused $number: exit status $(cat "$number/status")"
		sed 's/^/# stderr: /' "$number/err"
	done <"$work/bad" | head -n 40 >&2
	check "$called: no process left" await 10 no_process_left
	check "$called: nothing left in the directory for files" [ -z "$(ls -A "$TMPDIR")" ]
}

touch "$work/out" "$work/err"
short='--size 8 --placement same-cpu --pattern round-trip --quick'
if grep -q __asan_init "$ipcbench"; then
	skip "memory is refused" "AddressSanitizer has its own malloc()"
elif ! LD_PRELOAD=$refuser IPCBENCH_REFUSE_AT=0 IPCBENCH_REFUSED=none true 2>"$work/err"; then
	skip "memory is refused" "$(head -n 1 "$work/err")"
else
	# shellcheck disable=SC2086 # several words
	refuse_each run "$ipcbench" run null pipe $short --rounds 1 --output results
	for name in old new; do
		# shellcheck disable=SC2086 # several words
		"$ipcbench" run null $short --rounds 6 --quiet --output "$work/$name" \
			>"$work/out" 2>"$work/err"
	done
	refuse_each compare "$ipcbench" compare "$work/old" "$work/new"
fi

checked
