# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the tests of the command line share.  Each of them is
#
#	TEST.sh IPCBENCH
#
# prints a line for each check, as TAP has it, and has exit status 1 if one failed.  They look
# at the program as its users see it: exit status, messages, standard output, files, and what
# an interrupted run leaves behind.  None judges a number that was measured.

set -u

# System V objects and queues of its own, where possible: nobody else's runs add to them.
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
