# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion for ipcbench in bash (and, with bashcompinit, in zsh).  The program itself is asked
# for the words that may follow.

_ipcbench()
{
	local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} words
	local command=${COMP_WORDS[1]} before=${COMP_WORDS[COMP_CWORD - 1]}

	case $COMP_CWORD:$before:$word in
	1:*) words=$("$program" --help 2>/dev/null | awk '/^  [a-z]/ { print $1 }') ;;
	*:--output:* | *:--directory:* | *:--with:*)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	*:--pattern:* | *:--placement:* | *:--wait:* | *:--touch:* | *:--format:*)
		words=$("$program" "$command" --help 2>/dev/null |
			sed -n "s/^  $before [^ ]* *\\(how a side waits: \\)\\{0,1\\}//p" | tr -c 'a-z0-9-\n' ' ')
		;;
	*:-*) words=$("$program" "$command" --help 2>/dev/null | awk '/^  --/ { print $1 }') ;;
	*)
		case $command in
		plot | report | compare)
			mapfile -t COMPREPLY < <(compgen -d -- "$word")
			return
			;;
		esac
		words="all $("$program" list --no-probe 2>/dev/null | awk 'NR > 1 { print $1, $2 }')"
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _ipcbench ipcbench
