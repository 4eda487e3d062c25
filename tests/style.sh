#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: style.sh [DIRECTORY]
#
# Holds the project, or what else is in DIRECTORY, against the rules of style and layering
# that a machine can judge.  Prints a line for each finding; style_test.sh shows that each
# rule finds something.
# Exit status: 0 no findings, 1 findings, 77 no findings but a tool was missing.

set -eu
cd "${1:-$(dirname "$0")/..}"

# What may stand only in one place: files (an extended regular expression), those among them
# that are excepted, what the others may not contain (the beginning of a word), and why.
rules()
{
	cat <<-'END'
	bench/.*\.[ch]         bench/(clock\.h|echo/.*) #include.<(stdio|getopt|time)\.h>       a mechanism neither prints nor times
	(bench|src)/.*\.[ch]   bench/clock\.h   (clock_gettime|gettimeofday|__rdtsc)    clock.h is the only clock
	(bench|src)/.*\.[ch]   src/(pair/keeper|remote/launch|list/probers)\.c (v?fork|clone3?|posix_spawnp?|system)\( only they make processes
	(bench|src)/.*\.[ch]   src/pair/supervisor\.c (sched|pthread)_setaffinity       only supervisor.c pins
	(bench|src)/.*\.[ch]   src/main\.c      exit\(                                  only main.c exits
	src/.*\.[ch]           src/output/.*    fopen\(.*"[wa]                          only output/ writes files
	src/.*\.[ch]           -                (posix-mq|sysv-msg|shm-spin|unix-stream)        src/ knows traits, not mechanisms
	plot/.*                -                (posix-mq|sysv-msg|shm-spin|unix-)      charts know columns, not mechanisms
	[^:]*\.[ch]            -                //[[:blank:]]                           comments are /* */
	END
}

# The names of the text files, in a repository or an unpacked archive.  Drawings are left
# out: gnuplot makes them as it likes.
files()
{
	{
		git ls-files -co --exclude-standard 2>/dev/null ||
			find . -type f ! -path './.git/*' ! -path './build*' | sed 's,^\./,,'
	} | grep -vE '\.(svg|png|pdf)$' | while read -r file; do
		[ ! -f "$file" ] || echo "$file"
	done | sort -u
}

# because REASON: adds it to each finding that is read.
because()
{
	sed "s|\$|: $1|"
}

white_space()
{
	grep -n '[[:space:]]$' "$@" | because "white space at the end of the line"
	grep -n "^[[:blank:]]* $(printf '\t')" "$@" | because "a space before a tab"
	for file in "$@"; do
		[ -z "$(tail -c 1 "$file")" ] || echo "$file: no newline at its end"
	done
}

# The text of the files as FILE:LINE:TEXT, without C comments.
code()
{
	grep -n '' "$@" | sed 's,/\*.*\*/,,; s,/\*.*,,; s,^\([^:]*:[0-9]*:\)[[:blank:]]*\*.*,\1,'
}

layering()
{
	text=$(code "$@")
	rules | while read -r where except what why; do
		printf '%s\n' "$text" | grep -E "^$where:[0-9]+:(.*[^_[:alnum:]])?$what" |
			grep -vE "^$except:" | because "$why"
	done
}

# What is not plain English, but for the files that speak of it.
prose()
{
	# shellcheck disable=SC2046 # names without blanks
	set -- $(printf '%s\n' "$@" |
		grep -vE '^(CONTRIBUTING\.md|tests/style.*\.sh|results/reference/.*)$')
	grep -nwE '(for|to|from|but|only|wakes) who' "$@" | because 'a bare "who"'
	grep -nE '; who [a-z]' "$@" | because 'a bare "who"'
	grep -nwE '(for|of|every|exactly|at|received) so many' "$@" | because '"so many" is not a number'
	grep -nwiE '(behavior|neighbor|(initial|normal|optim|organ|recogn|serial|summar|synchron)iz(e|es|ed|ing))s?' \
		"$@" | because "British spelling is used"
}

# Of the files named, those that are written in some language.
source_files()
{
	{
		printf '%s\n' "$@" | grep -E '\.(c|h|sh|gp|awk|py)$'
		grep -l '^#!/' "$@" | grep -v '\.md$'
	} | sort -u
}

form()
{
	# shellcheck disable=SC2046 # names without blanks
	set -- $(source_files "$@")
	grep -L 'SPDX-License-Identifier: MIT' "$@" | because "no licence line"
	wc -l "$@" | awk '$1 > 400 && $2 != "total" { print $2 ": " $1 " lines, 400 are enough" }'
	printf '%s\n' "$@" | grep '\.[ch]$' | xargs $clang_format --dry-run 2>&1 |
		sed -n 's/^\([^:]*\):.*\[-Wclang-format-violations\]$/\1/p' | uniq |
		because "not formatted: clang-format -i does it"
	# shellcheck disable=SC2046
	$shellcheck $(grep -lE '^(#!/bin/sh|# shellcheck shell=sh)' "$@")
}

# Another version of clang-format than the one that formatted the files judges differently.
status=0
shellcheck='shellcheck -x -f gcc'
if ! command -v shellcheck >/dev/null; then
	echo "skipped: there is no shellcheck"
	shellcheck=true status=77
fi
clang_format=clang-format
if ! clang-format --version 2>/dev/null | grep -q ' version 14\.'; then
	echo "skipped: there is no clang-format 14"
	clang_format=true status=77
fi

# shellcheck disable=SC2046 # names without blanks
set -- $(files)
findings=$(white_space "$@"; layering "$@"; prose "$@"; form "$@") || :
if [ -n "$findings" ]; then
	printf '%s\n' "$findings"
	exit 1
fi
exit $status
