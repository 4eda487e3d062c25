# SPDX-License-Identifier: MIT
#
# Choose the rows of one page of a chart from a table and gather them into series.
#
#   awk -f rows.awk -f series.awk -v only="COLUMN=TEXT ..." -v axis=COLUMN -v called=COLUMN \
#       -v figure="COLUMN ..." -v upper=COLUMN -v also="COLUMN ..." -v size=BYTES \
#       -v conditions=FILE -v left_out=FILE TABLE
#
# The figure is the first of those named that any row has. A series is a mechanism under one
# setting of everything but the axis, so that two settings are never joined into one line; it
# is called by its label, or by a column of the table, and what was chosen to be bad says so.
# Each is printed in order of the axis, then an empty line, which ends a drawn line; there is
# one in a gap too. Columns of the chart come first: series (1, 2, ...), label, member (1, 2,
# ... in its family), asleep (1 if it waits so), figure (its name), x, y (the figure), low,
# high, upper, and empty ones for what else the chart wants and an older table does not have.
# With another axis than the size one size is kept, the smallest that most rows share unless
# one is asked for, and no payload.
# What the chart cannot show goes to left_out with its reason; conditions says where and how
# often this was measured, and what a control without payload, the harness alone, costs: it is
# no competitor, and would stretch the axis. A label has no comma: the output is CSV again.

# The row's place on the axis; a chart without one has a single place.
function place()
{
	if (axis == "placement")
		return index(PLACEMENTS, value(axis))
	return axis == "" ? 0 : value(axis) + 0
}

function place_text(x)
{
	return axis == "size_bytes" ? (x > 0 ? bytes(x) : "none") : axis == "placement" ? \
		substr(PLACEMENTS, x, index(substr(PLACEMENTS, x), " ") - 1) : count_text(x)
}

# Adds x to the sorted list at[0..n-1], and says how long it is then.
function insert(at, n, x,    i)
{
	for (i = n + 0; i > 0 && at[i - 1] > x; i--)
		at[i] = at[i - 1]
	at[i] = x
	return n + 1
}

function is_meant(    name)
{
	for (name in meant)
		if (value(name) != meant[name])
			return 0
	return 1
}

function choose_figure(    i)
{
	for (i = 1; i < figures && !measured_by[i]; i++)
		;
	figure = figure_at[i]
}

function most_shared(    i, best)
{
	best = 0
	for (i = 0; i < sizes; i++)
		if (size_at[i] > 0 && (best == 0 || shared_by[size_at[i]] > shared_by[best]))
			best = size_at[i]
	return best
}

# Why a row has nothing to draw, or "". A comparison has a verdict in place of a status.
function refusal(    reason)
{
	reason = value("reason")
	if (value("status") == "failed")
		return "failed: " reason
	if (value("status") != "ok" && value("status") != "")
		return reason
	if (value(figure) > 0)
		return ""
	if (value("verdict") != "")
		return value("verdict") (reason == "none" ? "" : ": " reason)
	if (value("saturated") == 1)
		return "could-not-keep-up"
	return value("size_bytes") == 0 ? "no-payload" : "no-figure"
}

function series_name(    text)
{
	if (called == "")
		return label(axis, ways[value("placement")] > 1)
	text = value(called)
	text = text == 0 ? "default" : text ~ /^[0-9]+$/ ? bytes(text) : text
	return text (value("role") == "bad" ? " (bad)" : "")
}

# One row: into row[series, place], or into why[series, place] if there is nothing to draw.
function take_row(    name, payload, x)
{
	name = series_name()
	payload = value("size_bytes") + 0
	x = place()
	if (!(name in family)) {
		family[name] = value("family")
		series_at[series++] = name
	}
	if (axis != "size_bytes" && payload != 0 && payload != shared)
		return
	measured[name] = 1
	cases++
	if (refusal() != "")
		why[name, x] = refusal()
	else if (value("family") == "control" && payload == 0 && rivals)
		alone = alone sprintf(", harness alone (%s) %.3g", name, value(figure)) \
			(figure ~ /_ns(_|$)/ ? " ns" : "") \
			(axis == "placement" ? " " place_text(x) : "")
	else {
		row[name, x] = (value("wait") == "block") "," figure "," x "," value(figure) "," \
			value(figure "_low") "," value(figure "_high") "," value(upper) "," blanks $0
		member[name] = 0
		rounds = value("rounds") + 0
		fewest = fewest == "" || rounds < fewest ? rounds : fewest
		most = rounds > most ? rounds : most
	}
	empty[name, x] = payload == 0
}

function note_missing(name, reason)
{
	missing++
	if (!(reason in missed))
		reason_at[reasons++] = reason
	if (index(missed[reason] SUBSEP, SUBSEP name SUBSEP) == 0)
		missed[reason] = missed[reason] SUBSEP name
}

function print_series(name,    i, x, note, drawn, gap)
{
	if (name in member) {
		shown++
		member[name] = ++members[family[name]]
	}
	for (i = 0; i < places; i++) {
		x = place_at[i]
		note = axis != "size_bytes" && shared > 0 && empty[name, x] ? " (no payload)" : ""
		if ((name, x) in row) {
			print (gap ? "\n" : "") shown "," name note "," member[name] "," row[name, x]
			drawn = 1
			gap = 0
		} else if ((name, x) in why) {
			note_missing(name, why[name, x])
			gap = drawn
		}
	}
	if (name in member)
		print ""
}

# " 16K..1M", the places a series lacks for this reason; "" if it has no others.
function lacking(name, reason,    i, first, last, count, list)
{
	if (axis == "" || !(name in member))
		return ""
	for (i = 0; i < places; i++)
		if (why[name, place_at[i]] == reason) {
			first = count++ ? first : i
			last = i
			list = list " " place_text(place_at[i])
		}
	if (count > 2 && count == last - first + 1)
		return " " place_text(place_at[first]) ".." place_text(place_at[last])
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

function print_conditions(    text)
{
	if ("placement" in meant)
		text = ", " meant["placement"] (ways[meant["placement"]] == 1 && only_way != "" ? \
			", " only_way : "")
	text = text ", touch " meant["touch"]
	if (meant["pairs"] > 1)
		text = text ", " meant["pairs"] " pairs"
	if (most > 0)
		text = text ", " fewest (most > fewest ? " to " most : "") " rounds"
	print substr(text alone, 3) > conditions
}

BEGIN {
	PLACEMENTS = "same-cpu smt same-cache same-node cross-node any elsewhere "
	conditions_count = split(only, wanted, /[ =]/)
	for (i = 1; i < conditions_count; i += 2)
		meant[wanted[i]] = wanted[i + 1]
	figures = split(figure, figure_at, " ")
}

is_meant() {
	line[lines++] = $0
	if (!((value("placement"), cpus()) in way)) {
		way[value("placement"), cpus()] = 1
		ways[value("placement")]++
		only_way = cpus()
	}
	if (!((x = place()) in placed)) {
		placed[x] = 1
		places = insert(place_at, places, x)
	}
	payload = value("size_bytes") + 0
	if (!(payload in shared_by))
		sizes = insert(size_at, sizes, payload)
	shared_by[payload] += 0
	for (i = 1; i <= figures; i++)
		measured_by[i] += value(figure_at[i]) > 0
}

END {
	choose_figure()
	wishes = split(also, wish, " ")
	for (i = 1; i <= wishes; i++)
		if (!(wish[i] in column)) {
			absent = absent wish[i] ","
			blanks = blanks ","
		}
	for (i = 0; i < lines; i++) {
		$0 = line[i]
		shared_by[value("size_bytes") + 0] += refusal() == ""
		rivals += refusal() == "" && value("family") != "control"
	}
	shared = size > 0 ? size : most_shared()
	for (i = 0; i < lines; i++) {
		$0 = line[i]
		take_row()
	}
	print "series,label,member,asleep,figure,x,y,low,high,upper," absent header
	for (i = 0; i < series; i++) {
		print_series(series_at[i])
		if (!(series_at[i] in measured)) {
			cases++
			note_missing(series_at[i], "not-measured-at-" bytes(shared))
		}
	}
	print_left_out()
	print_conditions()
}
