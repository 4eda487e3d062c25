# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the tests of the whole program share: running it, looking at what it said, and a line
# for each check, as TAP has it.  Sourced by scripts that have set work, a directory.

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
	check "standard output has never nan or inf for a number" [ ! -e "$work/no_number" ]
	[ ! -e "$work/no_number" ] || sed 's/^/# no number: /' "$work/no_number" >&2
	echo "1..$checks"
	[ $failures -eq 0 ]
}

# look_for_nan FILE: lines with nan or inf, perhaps with a unit behind it, are remembered.
look_for_nan()
{
	lines=$(grep -iE '(^|[^[:alnum:]_/])(nan|inf)(x|[^[:alnum:]_/]|$)' "$1") || return 0
	printf '%s\n' "$lines" >>"$work/no_number"
}

# run COMMAND...: leaves status, and in $work out and err.
run()
{
	status=0
	timeout -k 10 300 "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
	look_for_nan "$work/out"
}

status_is()
{
	[ "$status" -eq "$1" ]
}

empty()
{
	[ ! -s "$1" ]
}

# has_lines FILE COUNT: at least that many.
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

# column_is NAME VALUE [FILE]: there are rows, and all have that value.
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

# Processes that were started with IPCBENCH_TEST=$work are recognised by it, as are all their
# descendants, even orphans.
no_process_left()
{
	! grep -qs "IPCBENCH_TEST=$work" /proc/[0-9]*/environ
}
