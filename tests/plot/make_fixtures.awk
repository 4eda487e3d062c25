# SPDX-License-Identifier: MIT
#
# Write the fixtures of plot_test.sh beside this file:
#   cd tests/plot && awk -f make_fixtures.awk
# The figures are invented (a base cost plus a cost per byte, shaken by a fixed seed):
# they need only have the shape of real ones. Run it again when the schema changes.

# One noise value in [1 - x, 1 + x], the same on every machine: Park and Miller's
# generator, because rand() differs from one awk to the next.
function shake(x)
{
	seed = seed * 16807 % 2147483647
	return 1 + x * (2 * seed / 2147483647 - 1)
}

function put(column, value)
{
	row[column] = value
}

function put_interval(column, value, half_width)
{
	put(column, sprintf("%.4g", value) + 0)
	put(column "_low", sprintf("%.4g", value * (1 - half_width)) + 0)
	put(column "_high", sprintf("%.4g", value * (1 + half_width)) + 0)
}

# A case with its key columns and no figures yet; what a caller wants otherwise it puts.
function begin_row(mechanism, family, pattern, size, placement)
{
	split("", row)
	put("mechanism", mechanism); put("family", family); put("pattern", pattern)
	put("size_bytes", size); put("placement", placement)
	put("client_cpu", 0); put("server_cpu", placement == "same-cpu" ? 0 : 1)
	put("wait", mechanism ~ /spin/ ? "spin" : "block"); put("touch", "full"); put("pairs", 1)
	put("buffer_requested_bytes", 0)
	put("variant", "default"); put("status", "ok"); put("reason", "none"); put("rounds", 10)
	put("sessions", 1); put("ratio_to", "none"); put("capped", 0); put("schema", 1)
}

function measure(base_ns, byte_ns,    rtt)
{
	rtt = (base_ns + 2 * byte_ns * row["size_bytes"]) * shake(0.05)
	if (row["pattern"] == "round-trip") {
		put_interval("rtt_p50_ns", rtt, 0.02 * shake(0.5))
		put_interval("rtt_p99_ns", rtt * 1.6 * shake(0.2), 0.1)
		put_interval("ratio", rtt / reference_ns, 0.006)
		put("ratio_to", "pipe")
	} else if (row["size_bytes"] > 0) {
		rtt = base_ns / 9 + byte_ns * row["size_bytes"]
		put_interval("bytes_per_s", row["size_bytes"] / rtt * 1e9 * shake(0.05), 0.02)
	}
}

function skip(reason,    i)
{
	for (i = 1; i <= columns; i++)
		if (name[i] ~ /^(rtt|bytes|messages|ratio)_/ || name[i] == "ratio")
			delete row[name[i]]
	put("status", "skipped"); put("reason", reason); put("ratio_to", "none")
}

function end_row(file,    i, line)
{
	for (i = 1; i <= columns; i++)
		line = line (i > 1 ? "," : "") row[name[i]]
	print line > file
}

# One mechanism at every size of `sizes`, both patterns. Tokens have one size: 0.
function sweep(file, mechanism, family, placement, sizes, base_ns, byte_ns, limit,
	       i, n, size, p)
{
	n = split(sizes, size, " ")
	for (p = 1; p <= 2; p++)
		for (i = 1; i <= n; i++) {
			begin_row(mechanism, family, p == 1 ? "round-trip" : "stream", size[i], placement)
			if (limit && size[i] > limit)
				skip("message-too-large:fs.mqueue.msgsize_max")
			else if (row["wait"] == "spin" && placement == "same-cpu")
				skip("polls-on-one-cpu")
			else
				measure(base_ns, byte_ns)
			end_row(file)
		}
}

function full(file,    sizes, p, placement, far)
{
	sizes = "8 64 512 4096 16384 65536 262144 1048576"
	for (p = 1; p <= 2; p++) {
		placement = p == 1 ? "same-cpu" : "same-node"
		far = p == 1 ? 1 : 8
		reference_ns = 6300 * far
		sweep(file, "null", "control", placement, "0", 21, 0)
		sweep(file, "pipe", "pipe", placement, sizes, 6300 * far, 0.35)
		sweep(file, "fifo", "pipe", placement, sizes, 6400 * far, 0.36)
		sweep(file, "posix-mq", "queue", placement, sizes, 6500 * far, 0.6, 8192)
		sweep(file, "shm-futex", "shm", placement, sizes, 5300 * far, 0.09)
		sweep(file, "shm-spin", "shm", placement, sizes, 240, 0.08)
		sweep(file, "unix-stream", "socket", placement, sizes, 10000 * far, 0.2)
		sweep(file, "unix-dgram", "socket", placement, sizes, 8000 * far, 0.25, 65536)
		sweep(file, "tcp", "socket", placement, sizes, 17200 * far, 0.45)
		sweep(file, "eventfd", "notify", placement, "0", 6100 * far, 0)
	}
}

function settings(file,    i, n, wait, buffer)
{
	n = split("block spin yield hybrid", wait, " ")
	for (i = 1; i <= n; i++) {
		begin_row("posix-mq", "queue", "round-trip", 64, "same-node")
		put("wait", wait[i]); measure(64000 / i ^ 2, 0.6); end_row(file)
		put("size_bytes", 4096); measure(64000 / i ^ 2, 0.6); end_row(file)
	}
	n = split("0 65536 1048576", buffer, " ")
	for (i = 1; i <= n; i++) {
		begin_row("pipe", "pipe", "stream", 65536, "same-node")
		put("buffer_requested_bytes", buffer[i])
		put("buffer_granted_bytes", buffer[i] + 0 ? buffer[i] : 65536)
		measure(6300, 1.2 / i); end_row(file)
		put("size_bytes", 4096); put("variant", "default"); measure(6300, 1.2 / i); end_row(file)
		put("variant", "splice"); measure(6300, 0.7 / i); end_row(file)
		put("size_bytes", 65536); measure(6300, 0.7 / i); end_row(file)
		put("touch", "none"); measure(6300, 0.1 / i); end_row(file)
	}
	begin_row("tcp", "socket", "round-trip", 64, "same-node")
	measure(50000, 1); end_row(file)
	put("client_cpu", 1); put("server_cpu", 0); measure(60000, 1); end_row(file)
}

function forty(file,    i, n, family)
{
	n = split("file pipe queue shm semaphore signal socket notify direct library", family, " ")
	for (i = 0; i < 40; i++)
		if (family[i % n + 1] ~ /semaphore|signal|notify/)
			sweep(file, family[i % n + 1] "-" i, family[i % n + 1], "same-node",
			      "0", 5000 * shake(0.4), 0)
		else
			sweep(file, family[i % n + 1] "-" i, family[i % n + 1], "same-node",
			      "64 4096 262144", 9000 * shake(0.8), 0.4 * shake(0.9), i % 13 ? 0 : 8192)
}

BEGIN {
	seed = 20261123
	header = "mechanism,family,pattern,size_bytes,placement,client_cpu,server_cpu,wait,touch,pairs," \
		"rate_per_s,buffer_requested_bytes,buffer_granted_bytes,variant,status,reason,rounds,sessions,batch," \
		"rtt_p50_ns,rtt_p50_ns_low,rtt_p50_ns_high,rtt_p90_ns,rtt_p90_ns_low,rtt_p90_ns_high," \
		"rtt_p99_ns,rtt_p99_ns_low,rtt_p99_ns_high,rtt_p999_ns,rtt_p999_ns_low,rtt_p999_ns_high," \
		"rtt_mean_ns,rtt_min_ns,rtt_max_ns,first_ns,bytes_per_s,bytes_per_s_low,bytes_per_s_high," \
		"messages_per_s,messages_per_s_low,messages_per_s_high," \
		"ratio,ratio_low,ratio_high,ratio_sign_low,ratio_sign_high,ratio_to," \
		"client_cpu_ns_per_message,server_cpu_ns_per_message," \
		"client_voluntary_switches_per_message,server_voluntary_switches_per_message," \
		"client_involuntary_switches_per_message,server_involuntary_switches_per_message," \
		"client_faults_per_message,server_faults_per_message,capped,schema"
	columns = split(header, name, ",")
	files = split("full one bare skipped long forty empty token settings", file, " ")
	for (i = 1; i <= files; i++)
		print header > (file[i] ".csv")

	full("full.csv")
	settings("settings.csv")
	forty("forty.csv")
	sweep("token.csv", "null", "control", "any", "0", 21, 0)
	sweep("token.csv", "eventfd", "notify", "any", "0", 6100, 0)
	sweep("token.csv", "sysv-sem", "semaphore", "any", "0", 6400, 0)
	sweep("skipped.csv", "posix-mq", "queue", "same-cpu", "65536 1048576", 6500, 0.6, 8192)
	sweep("skipped.csv", "shm-spin", "shm", "same-cpu", "65536 1048576", 240, 0.1)

	begin_row("pipe", "pipe", "round-trip", 64, "same-cpu")
	measure(6300, 0.3); end_row("one.csv")

	# fewer than six rounds: no intervals; batched: no percentiles
	for (i = 1; i <= 3; i++) {
		begin_row(i == 3 ? "shm-spin" : i == 2 ? "fifo" : "pipe", i == 3 ? "shm" : "pipe",
			  "round-trip", 64, "same-node")
		put("rounds", 3); put("batch", i == 3 ? 32 : 1)
		put("rtt_p50_ns", 50000 / i ^ 4); end_row("bare.csv")
		put("size_bytes", 4096); put("rtt_p50_ns", 60000 / i ^ 4)
		if (i == 1)
			put("rtt_p99_ns", 99000)
		end_row("bare.csv")
		put("pattern", "stream"); put("rtt_p50_ns", ""); put("rtt_p99_ns", "")
		put("bytes_per_s", 1e9 * i); end_row("bare.csv")
	}

	# a ceiling, which is measured one way only
	for (i = 8; i <= 1048576; i *= 8) {
		begin_row("bare-copy", "control", "stream", i, "cross-node")
		measure(40, 0.05); end_row("long.csv")
	}
	for (i = 1; i <= 5; i++)
		sweep("long.csv", "mechanism-of-thirty-letters-0" i, i % 2 ? "direct" : "library", "cross-node",
		      "8 4096 1048576", 5000 + 800 * i, 0.1 * i, i == 2 ? 4096 : 0)
}
