#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What ipcbench says about itself, and what it refuses.

# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

for command in '' run list ab trust compare tune doctor agent; do
	# shellcheck disable=SC2086 # none or one word
	ipcbench $command --help
	check "${command:+$command }--help: exit status" status_is 0
	check "${command:+$command }--help: text" cmp "$work/out" "$here/help${command:+_$command}.txt"
	check "${command:+$command }--help: nothing on stderr" empty "$work/err"
done

for script in plot report shell; do
	ipcbench $script --help
	check "$script --help: exit status" status_is 0
	check "$script --help: its usage" grep -q '^usage: ' "$work/out"
	check "$script --help: nothing on stderr" empty "$work/err"
done

ipcbench --version
check "--version: exit status" status_is 0
check "--version: one line" lines "$work/out" 1

ipcbench
check "no command" refused_with "no command; try ipcbench run, or ipcbench --help"

set -f
while read -r arguments && read -r message; do
	# shellcheck disable=SC2086 # one argument a word
	ipcbench $arguments
	check "$arguments" refused_with "$message"
done <"$here/usage_errors.txt"
set +f

for arguments in "" --help nowhere "$ipcbench 0" "$ipcbench pipe"; do
	# shellcheck disable=SC2086 # an argument a word
	run "$here/../../bench/crosscheck" $arguments
	check "crosscheck $arguments: exit status" status_is 2
	check "crosscheck $arguments: its usage" grep -q '^usage: ' "$work/err"
	check "crosscheck $arguments: nothing on stdout" empty "$work/out"
done

checked
