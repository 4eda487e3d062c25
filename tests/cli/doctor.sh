#!/bin/sh
# SPDX-License-Identifier: MIT
#
# ipcbench doctor: what on this machine moves figures.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

ipcbench doctor
check "doctor: exit status" status_is 0
check "doctor: nothing on stderr" empty "$work/err"
check "doctor: the machine comes first" eval "head -n 1 '$work/out' | grep -q Linux"
check "doctor: says what is fine" grep -q '^  aslr  *address randomisation' "$work/out"
check "doctor: says what the kernel grants, and how to change it" \
	grep -q '> sudo sysctl fs.pipe-max-size=' "$work/out"
look_for_nan "$work/out"

ipcbench doctor --format csv
check "doctor --format csv: exit status" status_is 0
check "doctor --format csv: whole rows" whole_rows "$work/out"
check "doctor --format csv: it has measured a system call" \
	eval "grep -E '^system-call,(fine|noted),a system call takes [0-9]+ ns' '$work/out'"
check "doctor --format csv: nothing measured is unknown but what takes two CPUs" \
	eval "! grep -E '^(timer|slow-clock),unknown' '$work/out'"
check "doctor --format csv: ends with its schema" column_is schema 1

ipcbench doctor --format json
check "doctor --format json: is JSON" python3 -m json.tool "$work/out"

# One thing that is amiss wherever the test runs.
run setarch -R "$ipcbench" doctor --strict
check "doctor --strict: fails without address randomisation" status_is 1
check "doctor --strict: and says so" grep -q 'address randomisation is off' "$work/out"
