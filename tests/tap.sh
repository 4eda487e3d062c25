# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the tests of the whole program share: running it, looking at what it said, and a
# line for each check, as TAP has it.  Sourced by scripts that have set work, a directory.

: "${work:?where to keep what a command says}"
checks=0
failures=0
status=0

# check WHAT COMMAND...: the command must succeed.
check()
{
	what=$1
	shift
	checks=$((checks + 1))
	if "$@"; then
		echo "ok - $what"
		return
	fi
	failures=$((failures + 1))
	echo "not ok - $what"
	{
		echo "# failed: $*"
		echo "# exit status $status"
		sed 's/^/# stdout: /' "$work/out"
		sed 's/^/# stderr: /' "$work/err"
	} | head -n 40 >&2
}

# skip WHAT WHY
skip()
{
	checks=$((checks + 1))
	echo "ok - $1 # SKIP $2"
}

# Says how many checks there were; fails if one did.
checked()
{
	echo "1..$checks"
	[ $failures -eq 0 ]
}

# run COMMAND...: leaves status, and in $work out and err.
run()
{
	status=0
	timeout -k 10 300 "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

status_is()
{
	[ "$status" -eq "$1" ]
}

empty()
{
	[ ! -s "$1" ]
}

# has_lines FILE COUNT: so many at least.
has_lines()
{
	[ -s "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]
}

# column NAME [FILE]: the values of a column, one a line.
column()
{
	awk -F, -v name="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		{ print at ? $at : "no column " name }' "${2:-$work/out}"
}

# column_is NAME VALUE [FILE]: all rows have it, and there is one at least.
column_is()
{
	[ "$(column "$1" "${3:-$work/out}" | sort -u)" = "$2" ]
}

json()
{
	python3 -m json.tool "$1" >"$work/json" 2>&1
}

# not COMMAND...
not()
{
	! "$@"
}

# await SECONDS COMMAND...: waits until the command succeeds.
await()
{
	tries=$(($1 * 10))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.1
	done
}

# Processes started with IPCBENCH_TEST=$work are known by it, and so are their children,
# even those that nobody knows any more.
no_process_left()
{
	! grep -qs "IPCBENCH_TEST=$work" /proc/[0-9]*/environ
}
