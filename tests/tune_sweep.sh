#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Holds the advice of tune against all settings: every buffer with every chunk is measured,
# and the five that come out best are compared with the advice slice against slice.  None
# may be certainly more than 5 % better.
#
#	tune_sweep.sh IPCBENCH [MECHANISM..] [PLACEMENT..] [SIZE..] [TIME]
#
# The lists are words in one argument; TIME is how long each tuning may take.

set -eu

ipcbench=$1
mechanisms=${2:-pipe unix-stream}
placements=${3:-same-cpu same-cache}
sizes=${4:-4K 64K 1M}
time=${5:-20s}
work=$(mktemp -d "${TMPDIR:-/tmp}/tune-sweep-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# named AWK-PROGRAM FILE: a program that calls its columns by name, v["size_bytes"].
named()
{
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
		{ for (i = 1; i <= NF; i++) v[name[i]] = $i }'"$1" "$2"
}

# values KNOB: those that were tried.
values()
{
	named '{ if (v["knob"] == "'"$1"'" && v["value"] > 0 && v["role"] != "bad") print v["value"] }' \
		"$work/tune.csv" | paste -sd, -
}

# The settings of a row, as options.
options='function options() {
	return (v["buffer_requested_bytes"] > 0 ? " --buffer " v["buffer_requested_bytes"] : "") \
		(v["chunk_requested_bytes"] > 0 ? " --chunk " v["chunk_requested_bytes"] : "")
}'

# sweep MECHANISM PLACEMENT SIZE: prints what came of it.
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
		sort -g | head -n 5 | sed "s/^[^ ]*/$1/" >"$work/best"

	set -- "$1" "$2" "$3" "$1$advice"
	while read -r arm; do
		set -- "$@" "$arm"
	done <"$work/best"
	mechanism=$1 placement=$2 size=$3
	shift 3
	# shellcheck disable=SC2086
	"$ipcbench" ab "$@" $case --time-limit 20s --quiet --format csv >"$work/ab.csv"
	named "$options"'
		BEGIN { least = 1 }
		FNR > 2 && v["ratio"] < least {
			least = v["ratio"]; low = v["ratio_low"]; high = v["ratio_high"]
			best = options()
		}
		FNR > 2 && v["ratio_high"] != "" && v["ratio_high"] < 0.95 { beaten = 1 }
		END {
			printf "%s: advice%s; ", "'"$mechanism, $placement, $size"'",
				"'"${advice:- to leave it}"'"
			if (best == "")
				print "nothing else is faster"
			else
				printf "fastest else%s, %.3f of its time [%s, %s]\n", best,
					least, low, high
			exit beaten
		}' "$work/ab.csv"
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
