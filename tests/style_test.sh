#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Plants a violation of each rule of style.sh in a directory of its own, and compares what
# style.sh finds with what it should find.
# Exit status: 0 passed, 1 failed, 77 a tool is missing.

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
command -v shellcheck >/dev/null || exit 77
clang-format --version 2>/dev/null | grep -q ' version 14\.' || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir "$tree"
cp "$here/../.clang-format" "$tree"

# plant FILE LINE...: a file with these lines, after those that every file of its kind has.
plant()
{
	file=$tree/$1
	shift
	mkdir -p "$(dirname "$file")"
	case $file in
	*.[ch]) echo '/* SPDX-License-Identifier: MIT */' ;;
	*.sh) printf '#!/bin/sh\n# SPDX-License-Identifier: MIT\n' ;;
	*.gp) echo '# SPDX-License-Identifier: MIT' ;;
	esac >"$file"
	printf '%s\n' "$@" >>"$file"
}

fail()
{
	echo "FAILED: $1"
	cat "$work/found"
	exit 1
}

# What may stand in one place only is not found there, nor in comments or longer words.
plant bench/clock.h '#include <time.h>' 'int now = clock_gettime(0);'
plant src/main.c 'int end = exit(0);'
plant src/pair/keeper.c 'int child = fork();'
plant src/pair/supervisor.c 'int pinned = sched_setaffinity();'
plant src/output/csv.c 'void *file = fopen(path, "wxe");'
plant src/fine.c '/* exit(0), or // this */' '/*' ' * fork(), too' ' */' 'int end = _exit(0);' \
	'void *file = fopen(path, "re");'
plant fine.sh 'echo fine'
plant fine.md "It depends on who asks; so many asked that its neighbours' optimisation failed."
plant plot/names.gp 'set title "pipe"'
"$here/style.sh" "$tree" >"$work/found" || fail "something is found where nothing is wrong"

plant bench/prints.c '#include <stdio.h>'
plant bench/times.c 'int now = clock_gettime(0);'
plant src/forks.c 'int child = fork();'
plant src/names.c 'const char *name = "sysv-msg";'
plant src/pins.c 'int pinned = sched_setaffinity();'
plant src/exits.c 'int end = exit(0);'
plant src/writes.c 'void *file = fopen(path, "we");'
plant plot/knows.gp 'set title "unix-stream"'
plant src/comment.c 'int x; // a comment'
plant trailing.md 'a line '
plant mixed.md " $(printf '\t')a line"
printf 'a line' >"$tree/endless.md"
plant who.md 'There is a bell for who sleeps.' 'It rings; who waits is not told.'
plant many.md 'It is busy for so many steps.'
plant spelling.md 'Optimized behavior.'
echo 'int x;' >"$tree/src/unlicensed.c"
plant src/long.c "$(yes 'int x;' | head -n 400)"
plant src/crooked.c 'int  x;'
# shellcheck disable=SC2016 # it is to be found there
plant quotes.sh 'echo $1'
cat >"$work/expected" <<'END'
bench/prints.c:2:#include <stdio.h>: a mechanism neither prints nor times
bench/times.c:2:int now = clock_gettime(0);: clock.h is the only clock
endless.md: no newline at its end
many.md:1:It is busy for so many steps.: "so many" is not a number
mixed.md:1: 	a line: a space before a tab
plot/knows.gp:2:set title "unix-stream": charts know columns, not mechanisms
quotes.sh:3:6: note: Double quote to prevent globbing and word splitting. [SC2086]
spelling.md:1:Optimized behavior.: British spelling is used
src/comment.c:2:int x; // a comment: comments are /* */
src/crooked.c: not formatted: clang-format -i does it
src/exits.c:2:int end = exit(0);: only main.c exits
src/forks.c:2:int child = fork();: only they make processes
src/long.c: 401 lines, 400 are enough
src/names.c:2:const char *name = "sysv-msg";: src/ knows traits, not mechanisms
src/pins.c:2:int pinned = sched_setaffinity();: only supervisor.c pins
src/unlicensed.c: no licence line
src/writes.c:2:void *file = fopen(path, "we");: only output/ writes files
trailing.md:1:a line : white space at the end of the line
who.md:1:There is a bell for who sleeps.: a bare "who"
who.md:2:It rings; who waits is not told.: a bare "who"
END
status=0
"$here/style.sh" "$tree" >"$work/output" || status=$?
LC_ALL=C sort "$work/output" >"$work/found"
[ $status -eq 1 ] || fail "exit status $status, not 1"
diff "$work/expected" "$work/found" || fail "what is found is not what was planted"

# The last column of the table of rules: every reason must have been given.
sed -nE '/^rules\(\)/,/^}/s/^	([^ ]+ +){3}//p' "$here/style.sh" >"$work/reasons"
[ -s "$work/reasons" ] || fail "no rule is read"
while read -r reason; do
	grep -qF ": $reason" "$work/expected" || fail "no violation is planted for: $reason"
done <"$work/reasons"
