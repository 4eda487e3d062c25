#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: compare.sh IPCBENCH TURNS [RUNS [MECHANISM...]]
#
# Holds the suite's round trips on one CPU against hand-written ones, whose program, TURNS,
# stops the suite every 20 ms to take a turn of its own.  Each slice is divided by the
# median of the turn that is next to it in time; what is printed is the median over RUNS
# (9 unless told) fresh processes of the median over slices, and the least and the
# largest of them.  Exit status 1 if a median is a fifth off: then the two were not alone.

set -eu
ipcbench=$1 turns=$2 runs=${3:-9}
if [ $# -gt 3 ]; then
	shift 3
else
	set -- pipe unix-stream unix-dgram unix-seqpacket tcp posix-mq sysv-msg eventfd posix-sem \
		sysv-sem futex signal-queue
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# settings MECHANISM: 64 bytes, but a signal's value is a pointer.
settings()
{
	case $1 in
	signal-queue) size=8 ;;
	*) size=64 ;;
	esac
	echo "--size $size --placement same-cpu --pattern round-trip --touch none"
}

# ratio MECHANISM: of one run.
ratio()
{
	rm -rf "$work/suite"
	# shellcheck disable=SC2046 # several words
	$turns "$1" "$cpu" "$ipcbench" run "$1" $(settings "$1") --rounds 1 --exclusive --quiet \
		--output "$work/suite" >"$work/turns" 2>"$work/err" || {
		cat "$work/err" >&2
		return 1
	}
	awk '
		FILENAME == ARGV[1] {
			split($0, turn, " ")
			at[++n] = turn[1]
			by_hand[n] = turn[2]
			next
		}
		FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		{
			begin = $column["begin_ns"]
			best = 1
			for (i = 2; i <= n; i++)
				if ((at[i] - begin) ^ 2 < (at[best] - begin) ^ 2)
					best = i
			print $column["p50_ns"] / by_hand[best]
		}' "$work/turns" FS=, "$work/suite/slices.csv" | median | cut -d ' ' -f 1
}

# Of the numbers read: the median, the least, the largest.
median()
{
	sort -n | awk '{ a[NR] = $1 }
		END { printf "%.4f %.4f %.4f\n", (a[int((NR + 1) / 2)] + a[int(NR / 2) + 1]) / 2, a[1], a[NR] }'
}

# shellcheck disable=SC2046
cpu=$("$ipcbench" run pipe $(settings pipe) --dry-run | sed -n 's/.*(CPU \([0-9]*\)).*/\1/p')
run=0
while [ $run -lt "$runs" ]; do
	run=$((run + 1))
	for name in "$@"; do
		ratio "$name" >>"$work/$name"
	done
done
status=0
printf '%-16s %8s %8s %8s   suite over by hand, %d runs\n' mechanism median least largest "$runs"
for name in "$@"; do
	read -r middle least largest <<-END
		$(median <"$work/$name")
	END
	printf '%-16s %8s %8s %8s\n' "$name" "$middle" "$least" "$largest"
	awk "BEGIN { exit !($middle > 0.8 && $middle < 1.2) }" || status=1
done
exit $status
