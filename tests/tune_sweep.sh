#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Compares what tune advises with all other settings: every buffer with every chunk is
# measured, and the five best are compared with the advice slice against slice.  The best of
# those may not be certainly more than 5 % better.  If it seems to be, it is compared once
# more alone, as being the best of many is partly luck.
#
#	tune_sweep.sh IPCBENCH [MECHANISM..] [PLACEMENT..] [SIZE..] [TIME]
#
# Each list is one argument, its words separated by blanks.  TIME is how long each tuning may
# take.

set -eu

ipcbench=$1
mechanisms=${2:-pipe unix-stream}
placements=${3:-same-cpu same-cache}
sizes=${4:-4K 64K 1M}
time=${5:-20s}
work=$(mktemp -d "${TMPDIR:-/tmp}/tune-sweep-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# named AWK-PROGRAM FILE: runs a program to which columns have names, v["size_bytes"].
named()
{
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
		{ for (i = 1; i <= NF; i++) v[name[i]] = $i }'"$1" "$2"
}

# values KNOB: prints those that were tried.
values()
{
	named '{ if (v["knob"] == "'"$1"'" && v["value"] > 0 && v["role"] != "bad") print v["value"] }' \
		"$work/tune.csv" | paste -sd, -
}

# The settings of a row, as options.  A chunk of the message's size is the whole message.
options='function options() {
	return (v["buffer_requested_bytes"] > 0 ? " --buffer " v["buffer_requested_bytes"] : "") \
		(v["chunk_requested_bytes"] > 0 && \
		 v["chunk_requested_bytes"] < +v["size_bytes"] ? \
			" --chunk " v["chunk_requested_bytes"] : "")
}'

# against ARM...: compares the first with the others.  Prints the settings of the best of
# these, its ratio and the interval, separated by commas; nothing if none is faster.
against()
{
	# shellcheck disable=SC2086 # words
	"$ipcbench" ab "$@" $case --time-limit 20s --quiet --format csv >"$work/ab.csv"
	named "$options"'
		BEGIN { least = 1 }
		FNR > 2 && v["ratio"] < least {
			least = v["ratio"]
			best = options() "," least "," v["ratio_low"] "," v["ratio_high"]
		}
		END { print best }' "$work/ab.csv"
}

# is_beaten RESULT: whether what against() printed is certainly more than 5 % better.
is_beaten()
{
	echo "$1" | awk -F, '{ exit !($4 != "" && $4 < 0.95) }'
}

# sweep MECHANISM PLACEMENT SIZE: prints the advice and the best of the others.
sweep()
{
	case="--pattern stream --placement $2 --size $3"
	"$ipcbench" tune "$1" --placement "$2" --size "$3" --time-limit "$time" --quiet \
		--format csv >"$work/tune.csv"
	advice=$(named "$options"'
		v["role"] == "advice" { advice = options() } END { print advice }' "$work/tune.csv")

	# The settings are words.
	# shellcheck disable=SC2046,SC2086
	"$ipcbench" run "$1" $case --buffer "$(values buffer)" $(
		chunks=$(values chunk)
		[ -z "$chunks" ] || echo "--chunk $chunks,$3"
	) --quick --rounds 6 --quiet --format csv >"$work/all.csv"
	named "$options"'
		v["status"] == "ok" { print v["ratio"] options() }' "$work/all.csv" |
		sort -g | sed 's/^[^ ]*//' | grep -vxF -e "$advice" | head -n 5 >"$work/best"

	mechanism=$1 placement=$2 size=$3
	set -- "$mechanism$advice"
	while read -r arm; do
		set -- "$@" "$mechanism $arm"
	done <"$work/best"
	result=$(against "$@")
	is_beaten "$result" && result=$(against "$mechanism$advice" "$mechanism${result%%,*}")
	echo "$mechanism, $placement, $size: advice${advice:- to leave it}; $(
		echo "$result" | awk -F, '
			!NF { print "nothing else is faster" }
			NF { printf "fastest else%s, %.3f of its time [%s, %s]\n", $1, $2, $3, $4 }'
	)"
	! is_beaten "$result"
}

status=0
for mechanism in $mechanisms; do
	for placement in $placements; do
		for size in $sizes; do
			sweep "$mechanism" "$placement" "$size" || {
				echo "  more than 5 % better than the advice"
				status=1
			}
		done
	done
done
exit $status
