# SPDX-License-Identifier: MIT
#
# Put the distribution of each series in its place.
#
#   awk -f histogram.awk -v shape=spectrum|density -v left_out=FILE SERIES histogram.csv
#
# SERIES is what series.awk made of summary.csv for a chart without an axis: a row a series,
# found in histogram.csv by the columns that both files have. The columns of the chart remain,
# with family, size_bytes, p25, p50 and p75. Of a spectrum, y is the latency of the share x of
# the samples, x being 1/(1-q), so that each "nine" is as wide as the one before; upper is y
# where fewer than 100 samples lie above. Of a density, x is the density at latency y, 1 at its
# peak, in bins of 1/40 decade. A series without a histogram is added to left_out.

function key(    i, text)
{
	for (i = 1; i <= keys; i++)
		text = text SUBSEP $column[file, key_name[i]]
	return text
}

function print_row(s, x, y, upper)
{
	printf "%s,%.6g,%.6g,,,%s,%s,%s\n", start[s], x, y, upper, finish[s], quartiles
}

# A point wherever x has grown by a fifth, and the last; where samples become few, the point
# before stands twice, so that the two parts of the line meet.
function print_spectrum(s,    i, sum, x, last, y, few)
{
	for (i = 1; i <= bins[s]; i++) {
		sum += count[s, i]
		x = total[s] / (total[s] - sum + 1)
		if (i > 1 && i < bins[s] && x <= last * 1.2)
			continue
		if (!few && total[s] - sum < 100) {
			few = 1
			if (i > 1)
				print_row(s, last, y, y)
			else
				print_row(s, x, high[s, i], "")
		}
		print_row(s, last = x, y = high[s, i], few ? y : "")
	}
}

function quantile(s, q,    i, sum)
{
	for (i = 1; i < bins[s] && (sum += count[s, i]) < q * total[s]; i++)
		;
	return high[s, i]
}

function bin_of(ns)
{
	return int(40 * log(ns) / log(10))
}

# Samples count half for the bins beside theirs, as one of the histogram may be as wide.
function print_density(s,    i, bin, first, last, density, peak)
{
	split("", density)
	first = bin_of(high[s, 1]) - 2
	last = bin_of(high[s, bins[s]]) + 2
	for (i = 1; i <= bins[s]; i++) {
		bin = bin_of(high[s, i])
		density[bin] += count[s, i]
		density[bin - 1] += count[s, i] / 2
		density[bin + 1] += count[s, i] / 2
	}
	for (i = first; i <= last; i++)
		peak = density[i] > peak ? density[i] : peak
	for (i = first; i <= last; i++)
		if (density[i] + density[i - 1] + density[i + 1] > 0)
			print_row(s, density[i] / peak, 10 ^ ((i + 0.5) / 40), "")
}

BEGIN {
	FS = ","
}

FNR == 1 {
	file++
	for (i = 1; i <= NF; i++)
		column[file, $i] = i
	for (i = 1; i <= NF && file == 2; i++)
		if ((1, $i) in column && $i != "schema")
			key_name[++keys] = $i
	next
}

file == 1 && NF {
	line[++series] = $0
	start[series] = $1 "," $2 "," $3 "," $4 "," $5
	finish[series] = $column[1, "family"] "," $column[1, "size_bytes"]
}

file == 2 {
	if (FNR == 2) {
		here = $0
		file = 1
		for (s = 1; s <= series; s++) {
			$0 = line[s]
			series_of[key()] = s
		}
		file = 2
		$0 = here
	}
	if ((s = series_of[key()]) == 0)
		next
	low[s, ++bins[s]] = $column[2, "low_ns"]
	high[s, bins[s]] = $column[2, "high_ns"]
	total[s] += count[s, bins[s]] = $column[2, "count"]
}

END {
	print "series,label,member,asleep,figure,x,y,low,high,upper,family,size_bytes,p25,p50,p75"
	for (s = 1; s <= series; s++) {
		if (bins[s] == 0) {
			split(start[s], field, ",")
			batched = batched (batched == "" ? "" : ", ") field[2]
			continue
		}
		quartiles = quantile(s, 0.25) "," quantile(s, 0.5) "," quantile(s, 0.75)
		sub(/^[0-9]+/, ++shown, start[s])
		if (shape == "spectrum")
			print_spectrum(s)
		else
			print_density(s)
		print ""
	}
	if (batched != "")
		print "no distribution, as several messages were timed at once: " batched >> left_out
}
