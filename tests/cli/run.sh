#!/bin/sh
# SPDX-License-Identifier: MIT
#
# ipcbench run and ab: what they measure, and what they skip and why.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

# ipcbench_run ARGUMENT...: a short run of one case of each mechanism.
ipcbench_run()
{
	ipcbench run --size 64 --placement same-cpu --pattern round-trip --format csv "$@"
}

ipcbench_run pipe --rounds 5
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

ipcbench_run pipe fifo --quick --rounds 1 --format json
check "run --format json: exit status" status_is 0
check "run --format json: is JSON" json "$work/out"
check "run --format json: has both" grep -q '"fifo"' "$work/json"

ipcbench run pipe --size 64 --placement same-cpu --pattern round-trip --quick --rounds 1
check "run: a table by default" grep -q '^  pipe .* us ' "$work/out"

ipcbench run pipe --size 64 --placement same-cpu --pattern paced --rate 5K --quick --rounds 5 \
	--format csv
check "run --pattern paced: exit status" status_is 0
check "run --pattern paced: the rate that was asked for" column_is rate_per_s 5000
check "run --pattern paced: messages are delivered" above_zero delivered_per_s
check "run --pattern paced: no round trips" column_is rtt_p50_ns ""

# ---- two settings, or two programs ----

ipcbench ab pipe 'pipe --buffer 4K' --rounds 6
check "ab: exit status" status_is 0
check "ab: names its arms" grep -q '^  pipe --buffer 4K .*%\].*6 rounds' "$work/out"
ipcbench ab pipe 'pipe --buffer 4K' --rounds 6 --format csv
check "ab --format csv: a header and a row for each arm" lines "$work/out" 3
check "ab --format csv: whole rows" whole_rows "$work/out"

ipcbench ab pipe pipe --rounds 1 --format csv
check "ab: equal arms are told apart" [ "$(column arm | xargs)" = "1 2" ]

ipcbench ab pipe --with "$ipcbench" --rounds 6
check "ab --with: exit status" status_is 0
check "ab --with: names this program" grep -q '^  pipe (this)  *[0-9.]* ' "$work/out"
check "ab --with: names the other" grep -q "^  pipe ($ipcbench) .*%\].*6 rounds" "$work/out"
ipcbench ab 'sysv-msg --size 32M' pipe --with "$ipcbench" --rounds 1 --format csv
check "ab --with: a case that cannot be is skipped" \
	grep -q '^sysv-msg.*,skipped,message-too-large' "$work/out"
check "ab --with: the other is measured" grep -q '^pipe.*,ok,none,.*,other,2,2$' "$work/out"
ipcbench ab 'tcp --variant ipv4 --placement any' 'shm-futex --placement any' --with "$ipcbench" \
	--pattern stream --size 4K --rounds 1 --format csv
check "ab --with: streams" column_is status ok

# ---- where files are ----

ipcbench_run pipe shm-yield --variant posix --quick --rounds 1
check "no files: no file system" column_is filesystem none
ipcbench_run fifo file-poll shm-yield --variant file --quick --rounds 1
check "files: their file system is recorded" \
	[ "$(column filesystem "$work/out" | sort -u | grep -c '^[a-z0-9]*$')" = 1 ]
check "files: it is not none" not column_is filesystem none

# ---- what cannot be measured ----

# More than 16M is refused even to the superuser, whatever the machine's settings.
ipcbench run posix-mq --size 32M --placement same-cpu --pattern round-trip --quick --rounds 1 \
	--format csv
check "too large for a queue: nothing could run" status_is 77
check "too large for a queue: skipped" column_is status skipped
check "too large for a queue: the reason names the limit" \
	column_is reason message-too-large:fs.mqueue.msgsize_max

# A socket's name has 108 bytes, whatever the file system allows.
long=$work/$(printf '%0100d' 0)
mkdir "$long"
ipcbench_run unix-stream --variant path --directory "$long" --quick --rounds 1
check "too long a path for a socket: nothing could run" status_is 77
check "too long a path for a socket: the reason names the limit" \
	column_is reason path-too-long:sun_path
check "too long a path for a socket: nothing is left there" [ -z "$(ls -A "$long")" ]

ipcbench_run shm-spin --quick --rounds 1
check "spinning on one CPU: nothing could run" status_is 77
check "spinning on one CPU: skipped" column_is status skipped
check "spinning on one CPU: the reason" column_is reason polls-on-one-cpu

ipcbench_run pipe shm-spin --quick --rounds 1
check "a skip among others is no error" status_is 0
check "a skip among others has a row" lines "$work/out" 3

# ---- sessions, and time ----

ipcbench_run pipe --quick --rounds 2 --sessions 2 --session-gap 1ms --time-limit 20s
check "two sessions: both are measured" column_is sessions 2
check "two sessions: with all their rounds" column_is rounds 4

run "$ipcbench" run pipe --placement same-cpu --size 1..2K*2 --time-limit 1ms --format csv
check "no time: the first group is measured all the same" \
	[ "$(grep -c ',ok,none,' "$work/out")" -ge 1 ]
check "no time: the others are left out" [ "$(grep -c ',skipped,no-time,' "$work/out")" -ge 20 ]
check "no time: a note says so" grep -q '^note: .*left out.*--time-limit' "$work/err"

# ---- a small stack ----

# small_stack ARGUMENT...: as ipcbench, with 64 K of stack for it, its sides and threads.
small_stack()
{
	# shellcheck disable=SC2016 # it is the other shell's
	run sh -c 'ulimit -s 64 && exec "$@"' sh "$ipcbench" "$@"
}

small_stack run all --size 64 --placement same-cpu --pattern round-trip --quick --rounds 1 \
	--format csv
check "a small stack: run" status_is 0
check "a small stack: no side has died of it" not grep -q ',failed,' "$work/out"
small_stack ab pipe --with "$ipcbench" --rounds 1 --format csv
check "a small stack: ab, and an agent" status_is 0

check "nothing left in the directory for files" [ -z "$(ls -A "$TMPDIR")" ]

checked
