#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: compare.sh IPCBENCH PIPE_LOOP [PAIRS]
#
# Holds the suite's figure for a pipe against a hand-written loop's: both are run in turn,
# PAIRS times (21 unless told), and the median of the ratios is printed.  Nothing is judged
# here: on a busy machine single ratios are off by a fifth.

set -eu
ipcbench=$1 loop=$2 pairs=${3:-21}

figure()
{
	$ipcbench run pipe --size 64 --placement same-cpu --pattern round-trip --touch "$1" \
		--rounds 1 --format csv --quiet |
		awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			{ print $at["rtt_p50_ns"], $at["client_cpu"] }'
}

i=0
while [ $i -lt "$pairs" ]; do
	i=$((i + 1))
	full=$(figure full)
	by_hand=$($loop "${full#* }" 64 40000)
	none=$(figure none)
	echo "pair $i: by hand $by_hand, touch full ${full% *}, touch none ${none% *}" >&2
	echo "$by_hand ${full% *} ${none% *}"
done | awk '
	function median(a, n,   i, j, x) {
		for (i = 2; i <= n; i++) {
			x = a[i]
			for (j = i - 1; j > 0 && a[j] > x; j--)
				a[j + 1] = a[j]
			a[j + 1] = x
		}
		return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
	}
	{ full[NR] = $2 / $1; none[NR] = $3 / $1 }
	END {
		printf "pipe, 64 bytes: ipcbench / by hand = %.4f (touch full), %.4f (touch none)\n",
			median(full, NR), median(none, NR)
	}'
