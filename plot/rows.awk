# SPDX-License-Identifier: MIT
#
# What the awk programs here share: the fields of a result's row by name, and how its setting
# and its figures are said. A table names its columns in its first row.

function read_header(    i)
{
	for (i = 1; i <= NF; i++)
		column[$i] = i
}

# "" for a column that the table does not have: older results have fewer.
function value(name)
{
	return name in column ? $column[name] : ""
}

function bytes(n,    unit)
{
	for (unit = 0; n >= 1024 && n % 1024 == 0 && unit < 3; unit++)
		n /= 1024
	return n substr("KMG", unit, unit > 0)
}

# 1500 -> 1.5k
function count_text(n,    unit)
{
	for (unit = 0; n >= 1000 && unit < 3; unit++)
		n /= 1000
	return sprintf("%.3g", n) substr("kMG", unit, unit > 0)
}

function nanoseconds(n)
{
	return n < 1000 ? n " ns" : n < 1e6 ? n / 1000 " us" : n / 1e6 " ms"
}

function cpus()
{
	if (value("client_cpu") == value("server_cpu"))
		return value("client_cpu") == "" ? "" : "CPU " value("client_cpu")
	return "CPU " value("client_cpu") " to " value("server_cpu")
}

# Whatever was asked for that is not the default: every column NAME_requested_UNIT above 0.
function requests(    i, name, unit, text)
{
	for (i = 1; i <= NF; i++) {
		if (!(i in request_name) || $i <= 0)
			continue
		name = request_name[i]
		unit = request_unit[i]
		text = text "; " (unit == "_bytes" ? bytes($i) : unit == "_ns" ? nanoseconds($i) : $i) \
			" " name
	}
	return text
}

function read_requests(    name, i)
{
	for (name in column)
		if ((i = index(name, "_requested")) > 0) {
			request_name[column[name]] = substr(name, 1, i - 1)
			request_unit[column[name]] = substr(name, i + length("_requested"))
		}
}

# The row's mechanism and, in parentheses, whatever it was set to that is not the default,
# but for what the axis shows. How a yardstick waits is nobody's choice. Which variants there
# are is known when the whole table has been read: one that is alone needs no name.
function label(axis, with_cpus,    text, wait)
{
	wait = value("wait")
	if (wait != "block" && value("family") != "control")
		text = text "; " (wait in waits ? waits[wait] : wait)
	text = text requests()
	if (variants[value("mechanism")] > 1 && value("variant") !~ /^(none|default|-|)$/)
		text = text "; " value("variant")
	if (value("pairs") > 1 && axis != "pairs" && !("pairs" in meant))
		text = text "; " value("pairs") " pairs"
	if (value("rate_per_s") > 0 && axis != "rate_per_s")
		text = text "; " count_text(value("rate_per_s")) "/s"
	if (with_cpus && cpus() != "")
		text = text "; " cpus()
	return value("mechanism") (text == "" ? "" : " (" substr(text, 3) ")")
}

BEGIN {
	FS = ","
	waits["spin"] = "spins"
	waits["yield"] = "yields"
	waits["hybrid"] = "spins then blocks"
}

NR == 1 {
	read_header()
	read_requests()
	header = $0
	next
}

# Of all rows, those of other pages and those without figures too: the same is called the
# same on each chart of a table.
!made[value("mechanism"), value("variant")]++ {
	variants[value("mechanism")]++
}
