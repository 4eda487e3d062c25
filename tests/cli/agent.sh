#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Agents: what one answers, and what becomes of a run whose agent is none, speaks another
# protocol, or dies.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/cli/stopped.sh
. "$here/stopped.sh"

# agent_is SCRIPT: makes $work/agent a program that does that.
agent_is()
{
	printf '#!/bin/sh\n%s\n' "$1" >"$work/agent"
	chmod +x "$work/agent"
}

ipcbench agent
check "agent: ends with its input" status_is 0
check "agent: says nothing unasked" empty "$work/out"
printf 'hello protocol=1 deadline-ms=1000\n' | timeout 10 "$ipcbench" agent >"$work/out" 2>&1
check "agent: answers" grep -q '^hello protocol=1 version=[^ ]* address=' "$work/out"
printf 'hello protocol=7\n' | timeout 10 "$ipcbench" agent >"$work/out" 2>&1
check "agent: says which protocol it speaks" grep -q '^hello protocol=1 ' "$work/out"
for request in nonsense 'open mechanism=pipe' 'run count=1 batch=1 delay=0'; do
	status=0
	echo "$request" | timeout 10 "$ipcbench" agent >"$work/out" 2>"$work/err" || status=$?
	check "agent: $request" refused_with "agent: that is no request; 'ipcbench ab --with' \
and another ipcbench make them"
done

ipcbench ab pipe --with "$work/none"
check "ab --with nothing" refused_with "--with '$work/none': it cannot be run: No such file or directory"
agent_is 'echo Welcome to this host; exec sleep 100'
ipcbench ab pipe --with "$work/agent"
check "ab --with a program that is no ipcbench" refused_with "--with '$work/agent': it does not \
answer like an ipcbench agent; name an ipcbench that has the command agent"
agent_is 'read hello; echo hello protocol=2; exec cat'
ipcbench ab pipe --with "$work/agent"
check "ab --with another protocol" refused_with "--with '$work/agent': it speaks version 2 of the \
agents' protocol, this ipcbench version 1; build both from closer versions"

things | sort >"$work/things"
agent_is "[ ! -e '$work/tried' ] || exec timeout --foreground -s KILL 0.25 '$ipcbench' agent
: >'$work/tried'
exec '$ipcbench' agent"
ipcbench ab sysv-msg --with "$work/agent" --rounds 2 --format csv
check "an agent that is killed: exit status" status_is 1
check "an agent that is killed: it is said so" grep -q 'failed: agent: the process died' "$work/err"
check "an agent that is killed: its arm has failed" grep -q ',failed,agent-died,' "$work/out"
check "an agent that is killed: the other goes on" grep -q ',ok,none,.*,this,1,2$' "$work/out"
check "an agent that is killed: nothing left" await 10 nothing_new

for row in INT:130 KILL:137; do
	name=${row%:*}
	# shellcheck disable=SC2086 # words
	stopped_by "$name" "with-$name" ab sysv-msg --with "$ipcbench" $endless
	check "ab --with, SIG$name: exit status" status_is "${row#*:}"
	check "ab --with, SIG$name: no process left" await 10 no_process_left
	check "ab --with, SIG$name: there were finished rows" [ "$rows" -ge 3 ]
	check "ab --with, SIG$name: nothing left" await 10 nothing_new
done

checked
