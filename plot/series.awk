# SPDX-License-Identifier: MIT
#
# Choose the rows of one chart from summary.csv and gather them into series.
#
#   awk -f series.awk -v pattern=P -v placement=L -v touch=T -v figure=COLUMN -v one_size=0|1 \
#       -v conditions=FILE -v left_out=FILE summary.csv
#
# A series is a mechanism under one setting of everything but size, so that two settings are
# never joined into one line. Each is printed in order of size, then an empty line, which ends
# a drawn line; three columns come first: series (1, 2, ...), label, member (1, 2, ... in its
# family). With one_size only the smallest size that most rows share is kept, and no payload.
# What the chart cannot show goes to left_out with its reason; conditions says where and how
# often this was measured, and what a control without payload, the harness alone, costs: it is
# no competitor, and would stretch the axis. A label has no comma: the output is CSV again.

function value(name)
{
	return $column[name]
}

function bytes(n,    unit)
{
	for (unit = 0; n >= 1024 && n % 1024 == 0 && unit < 3; unit++)
		n /= 1024
	return n substr("KMG", unit, unit > 0)
}

function cpus()
{
	if (value("client_cpu") == value("server_cpu"))
		return value("client_cpu") == "" ? "" : "CPU " value("client_cpu")
	return "CPU " value("client_cpu") " to " value("server_cpu")
}

# The row's mechanism and, in parentheses, whatever it was set to that is not the default.
function label(    text, wait)
{
	wait = value("wait")
	if (wait != "block")
		text = text "; " (wait in waits ? waits[wait] : wait)
	if (value("buffer_requested_bytes") > 0)
		text = text "; " bytes(value("buffer_requested_bytes")) " buffer"
	if (value("variant") !~ /^(none|default|-|)$/)
		text = text "; " value("variant")
	if (value("pairs") > 1)
		text = text "; " value("pairs") " pairs"
	if (ways > 1 && cpus() != "")
		text = text "; " cpus()
	return value("mechanism") (text == "" ? "" : " (" substr(text, 3) ")")
}

function add_size(size,    i)
{
	for (i = sizes++; i > 0 && size_at[i - 1] > size; i--)
		size_at[i] = size_at[i - 1]
	size_at[i] = size
}

function most_shared(    i, best)
{
	best = 0
	for (i = 0; i < sizes; i++)
		if (size_at[i] > 0 && (best == 0 || shared_by[size_at[i]] > shared_by[best]))
			best = size_at[i]
	return best
}

function has_figure()
{
	return value("status") == "ok" && value(figure) > 0
}

# One row: into row[series, size], or into why[series, size] if there is nothing to draw.
function take_row(    name, size)
{
	name = label()
	size = value("size_bytes") + 0
	if (!(name in family)) {
		family[name] = value("family")
		series_at[series++] = name
	}
	if (one_size && size != 0 && size != shared)
		return
	measured[name] = 1
	cases++
	if (value("status") == "failed")
		why[name, size] = "failed: " value("reason")
	else if (value("status") != "ok")
		why[name, size] = value("reason")
	else if (!has_figure())
		why[name, size] = size == 0 ? "no-payload" : "no-figure"
	else if (value("family") == "control" && size == 0 && rivals)
		alone = alone sprintf(", harness alone (%s) %.3g", name, value(figure)) \
			(figure ~ /_ns$/ ? " ns" : "")
	else {
		row[name, size] = $0
		member[name] = 0
		rounds = value("rounds") + 0
		fewest = fewest == "" || rounds < fewest ? rounds : fewest
		most = rounds > most ? rounds : most
	}
}

function note_missing(name, reason)
{
	missing++
	if (!(reason in missed))
		reason_at[reasons++] = reason
	if (index(missed[reason] SUBSEP, SUBSEP name SUBSEP) == 0)
		missed[reason] = missed[reason] SUBSEP name
}

function print_series(name,    i, size, note)
{
	if (name in member) {
		shown++
		member[name] = ++members[family[name]]
	}
	for (i = 0; i < sizes; i++) {
		size = size_at[i]
		note = one_size && shared > 0 && size == 0 ? " (no payload)" : ""
		if ((name, size) in row)
			print shown "," name note "," member[name] "," row[name, size]
		else if ((name, size) in why)
			note_missing(name, why[name, size])
	}
	if (name in member)
		print ""
}

# " 16K..1M", the sizes a series lacks for this reason; "" if it has no others.
function lacking(name, reason,    i, first, last, count, list)
{
	if (one_size || !(name in member))
		return ""
	for (i = 0; i < sizes; i++)
		if (why[name, size_at[i]] == reason) {
			first = count++ ? first : i
			last = i
			list = list " " bytes(size_at[i])
		}
	if (count > 2 && count == last - first + 1)
		return " " bytes(size_at[first]) ".." bytes(size_at[last])
	return list
}

function print_left_out(    i, j, n, name, text)
{
	for (i = 0; i < reasons; i++) {
		n = split(substr(missed[reason_at[i]], 2), name, SUBSEP)
		for (j = 1; j <= n; j++)
			text = text (j > 1 ? ", " : i > 0 ? "; " : "") \
				name[j] lacking(name[j], reason_at[i])
		text = text " (" reason_at[i] ")"
	}
	print (missing ? "not shown, " missing " of " cases " cases: " text : "") > left_out
}

BEGIN {
	FS = ","
	waits["spin"] = "spins"
	waits["yield"] = "yields"
	waits["hybrid"] = "spins then blocks"
}

NR == 1 {
	for (i = 1; i <= NF; i++)
		column[$i] = i
	header = $0
	next
}

value("pattern") == pattern && value("placement") == placement && value("touch") == touch {
	line[lines++] = $0
	if (!(cpus() in way)) {
		way[cpus()] = 1
		ways++
		only_way = cpus()
	}
	size = value("size_bytes") + 0
	if (!(size in shared_by))
		add_size(size)
	shared_by[size] += has_figure()
	rivals += has_figure() && value("family") != "control"
}

END {
	shared = most_shared()
	for (i = 0; i < lines; i++) {
		$0 = line[i]
		take_row()
	}
	print "series,label,member," header
	for (i = 0; i < series; i++) {
		print_series(series_at[i])
		if (!(series_at[i] in measured)) {
			cases++
			note_missing(series_at[i], "not-measured-at-" bytes(shared))
		}
	}
	print_left_out()
	print placement (ways == 1 && only_way != "" ? ", " only_way : "") ", touch " touch \
		", " fewest (most > fewest ? " to " most : "") " rounds" alone > conditions
}
