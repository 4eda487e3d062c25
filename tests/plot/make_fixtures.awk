# SPDX-License-Identifier: MIT
#
# Write the fixtures of plot_test.sh into the working directory: NAME.csv is the summary.csv of
# a fixture, NAME.histogram.csv, NAME.tune.csv and NAME.compare.csv what else it may have.
# The figures are invented (a base cost plus a cost per byte, shaken by a fixed seed): they
# need only have the shape of real ones.

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
	put("wait", mechanism ~ /spin/ ? "spin" : mechanism ~ /yield/ ? "yield" : "block")
	put("touch", "full"); put("pairs", 1); put("program", "this"); put("arm", 0)
	put("depth_requested", 0); put("chunk_requested_bytes", 0); put("spin_requested_ns", 0)
	put("buffer_requested_bytes", 0)
	put("variant", "default"); put("status", "ok"); put("reason", "none"); put("rounds", 10)
	put("sessions", 1); put("ratio_to", "none"); put("capped", 0); put("schema", 2)
}

function measure(base_ns, byte_ns,    rtt)
{
	rtt = (base_ns + 2 * byte_ns * row["size_bytes"]) * shake(0.05)
	if (row["pattern"] == "round-trip") {
		put_interval("rtt_p50_ns", rtt, 0.02 * shake(0.5))
		put_interval("rtt_p99_ns", rtt * 1.6 * shake(0.2), 0.1)
		put_interval("ratio", rtt / reference_ns, 0.006)
		put("ratio_to", "pipe")
		put_cost("client", rtt * 0.4 * shake(0.2)); put_cost("server", rtt * 0.5 * shake(0.2))
	} else if (row["size_bytes"] > 0) {
		rtt = base_ns / 9 + byte_ns * row["size_bytes"]
		put_interval("bytes_per_s", row["size_bytes"] / rtt * 1e9 * shake(0.05), 0.02)
		put_interval("messages_per_s", row["bytes_per_s"] / row["size_bytes"], 0.02)
	}
}

function put_cost(side, ns,    user)
{
	if (side == "server") {
		put_interval("cpu_ns_per_message", row["client_cpu_ns_per_message"] + ns, 0.02)
		put_interval("cpu_ratio", row["cpu_ns_per_message"] / reference_ns, 0.01)
	}
	user = 0.2 * shake(0.9)
	put(side "_cpu_ns_per_message", sprintf("%.4g", ns))
	put(side "_user_ns_per_message", sprintf("%.4g", ns * user))
	put(side "_system_ns_per_message", sprintf("%.4g", ns * (1 - user)))
}

function skip(reason,    i)
{
	for (i = 1; i <= columns; i++)
		if (name[i] ~ /^(rtt|bytes|messages|ratio)_/ || name[i] == "ratio")
			delete row[name[i]]
	put("status", "skipped"); put("reason", reason); put("ratio_to", "none")
}

function write_row(file, names,    i, n, column, line)
{
	n = split(names, column, ",")
	for (i = 1; i <= n; i++)
		line = line (i > 1 ? "," : "") row[column[i]]
	if (!seen[file]++)
		print names > file
	print line > file
}

# A case; and its distribution, with a long tail, if it is a round trip that has one.
function end_row(file,    i, ns, left, name)
{
	write_row(file, header)
	if (row["pattern"] != "round-trip" || row["status"] != "ok" || row["batch"] > 1 || \
	    row["family"] == "control")
		return
	name = file
	sub(/csv$/, "histogram.csv", name)
	left = 20000
	for (i = -6; i < 40 && left > 0; i++) {
		ns = int(row["rtt_p50_ns"] * exp(i < 6 ? i / 60 : (i - 5) / 12))
		put("low_ns", ns); put("high_ns", ns + 7)
		put("count", 1 + int(left * (i < 0 ? 0.08 : i < 6 ? 0.25 : 0.3) * shake(0.5)))
		put("share", row["count"] / 20000)
		left -= row["count"]
		write_row(name, key ",low_ns,high_ns,count,share,schema")
	}
}

# Messages on a schedule: slower the nearer to what the mechanism can do at all.
function paced(file, mechanism, family, placement, base_ns,    rate, use)
{
	for (rate = 1000; rate <= 1024000; rate *= 4) {
		begin_row(mechanism, family, "paced", 64, placement)
		put("rate_per_s", rate)
		use = rate * base_ns / 1e9
		put("saturated", use > 0.98 ? 1 : 0)
		if (use <= 0.98) {
			put_interval("latency_p50_ns", base_ns / (1 - use) * shake(0.05), 0.03)
			put_interval("latency_p99_ns", base_ns / (1 - use) * 2.5 * shake(0.2), 0.1)
		}
		write_row(file, header)
	}
}

function stream(file, mechanism, family, placement, base_ns)
{
	begin_row(mechanism, family, "stream", 64, placement)
	put_interval("messages_per_s", 9e9 / base_ns * shake(0.1), 0.04)
	put_interval("bytes_per_s", 64 * row["messages_per_s"], 0.04)
	write_row(file, header)
}

function worth_at(i, j, n)
{
	return 1 / (1 + 0.05 * (i - n / 2 - j / 3) ^ 2)
}

# A setting from small to large, best in the middle, each at a few message sizes; the last is
# the one chosen to be bad.
function tune(file, mechanism, family, pattern, knob, values, sizes,    i, j, n, m, v, size, worth)
{
	n = split(values, v, " ")
	m = split(sizes, size, " ")
	for (i = 1; i <= n; i++)
		for (j = 1; j <= m; j++) {
			begin_row(mechanism, family, pattern, size[j], "same-cpu")
			put("knob", knob); put("value", v[i]); put("granted", v[i])
			worth = worth_at(i, j, n)
			if (pattern == "stream")
				put_interval("bytes_per_s", size[j] * 1e6 * worth, 0.02 * shake(0.5))
			else
				put_interval("rtt_p50_ns", 6000 / worth, 0.02 * shake(0.5))
			put_interval("ratio", worth_at(1, j, n) / worth, 0.006)
			put("rounds", i == n ? 2 : 20); put("standing", i == n ? "dropped" : "good")
			put("role", i == 1 ? "default" : i == int(n / 2 + j / 3) ? "advice" : \
				i == n ? "bad" : "candidate")
			write_row(file, tuned)
		}
}

# Two runs side by side, some of the cases slower, some gone.
function compare(file, mechanism, family, sizes, i,    j, m, size, verdict)
{
	m = split(sizes, size, " ")
	for (j = 1; j <= m; j++) {
		begin_row(mechanism, family, "round-trip", size[j], "same-cpu")
		put("metric", "rtt_p50_ns"); put("old", 6000); put("new", 6100)
		put("reason", "none"); put("old_sessions", 5); put("new_sessions", 5); put("floor", 0.02)
		put("ratio_to", "none"); put("threshold", 0.05)
		put_interval("ratio", (i == 35 ? 6 : i % 7 == 0 ? 1.2 : i % 5 == 0 ? 0.85 : 1) * shake(0.03), 0.02 * shake(0.9))
		verdict = i % 7 == 0 ? "slower" : i % 5 == 0 ? "faster" : i % 3 ? "same" : "inconclusive"
		if (i % 11 == 0) {
			verdict = "new-only"
			row["ratio"] = row["ratio_low"] = row["ratio_high"] = ""
		}
		put("verdict", verdict)
		write_row(file, compared)
	}
}

# Commands of the shell, by size of the file that they read.
function commands(file,    i, size)
{
	for (size = 4096; size < 1e8; size *= 16)
		for (i = 1; i <= 14; i++) {
			begin_row("command-" i, "shell", "command", size, "any")
			put_interval("wall_ns", 1e6 * i + size, 0.1)
			put("user_ns", 5e5 * i); put("system_ns", 4e5 * i)
			put_interval("ratio", (1e6 * i + size) / (1e6 + size), 0.1); put("ratio_to", "command-1")
			put("rounds", 6); write_row(file, commanded)
		}
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
	put("variant", "ipv4")
	measure(50000, 1); end_row(file)
	put("client_cpu", 1); put("server_cpu", 0); measure(60000, 1); end_row(file)
	begin_row("unix-stream", "socket", "round-trip", 64, "same-node")
	put("variant", "socketpair"); measure(40000, 1); end_row(file)
	begin_row("unix-stream", "socket", "stream", 65536, "same-node")
	put("variant", "path"); put("touch", "none"); measure(40000, 1); end_row(file)
}

# Every setting that a case may have besides those of settings().
function knobs(file,    i)
{
	reference_ns = 6300
	for (i = 1; i <= 8; i *= 8) {
		begin_row("posix-mq", "queue", "round-trip", 64, "same-cpu")
		put("depth_requested", i); measure(6500 / i, 0.6); end_row(file)
		put("pattern", "stream"); measure(6500 / i, 0.6); end_row(file)
		begin_row("unix-stream", "socket", "stream", 65536, "same-cpu")
		put("chunk_requested_bytes", 4096 * i); measure(9000, 0.6 / i); end_row(file)
		begin_row("shm-hybrid", "shm", "round-trip", 64, "same-cpu")
		put("wait", "hybrid"); put("spin_requested_ns", 1000 * i); measure(5000 * i, 0.1); end_row(file)
		begin_row("fifo", "pipe", "round-trip", 64, "same-cpu")
		put("program", i > 1 ? "other" : "this"); measure(6400 + i, 0.3); end_row(file)
		begin_row("pipe", "pipe", "paced", 64, "same-cpu")
		put("rate_per_s", 1000 * i); put_interval("latency_p50_ns", 3000 * i, 0.03)
		put_interval("latency_p99_ns", 9000 * i, 0.1); end_row(file)
	}
}

function forty(file, placement, far,    i, n, family, mechanism)
{
	reference_ns = 6300 * far
	n = split("file pipe queue shm semaphore signal socket notify direct library", family, " ")
	for (i = 0; i < 40; i++) {
		mechanism = family[i % n + 1] "-" i
		if (family[i % n + 1] ~ /semaphore|signal|notify/)
			sweep(file, mechanism, family[i % n + 1], placement, "0", 5000 * far * shake(0.4), 0)
		else
			sweep(file, mechanism, family[i % n + 1], placement, "64 4096 262144", \
			      9000 * far * shake(0.8), 0.4 * shake(0.9), i % 13 ? 0 : 8192)
		paced(file, mechanism, family[i % n + 1], placement, 4000 * far * shake(0.8))
		if (far > 1)
			compare("forty.compare.csv", mechanism, family[i % n + 1], \
				"8 64 1024 4096 16384 65536 262144", i)
	}
}

BEGIN {
	seed = 20261123
	key = "mechanism,family,pattern,size_bytes,placement,client_cpu,server_cpu,wait,touch,pairs," \
		"rate_per_s,buffer_requested_bytes,buffer_granted_bytes,variant"
	header = key ",status,reason,rounds,sessions,batch," \
		"rtt_p50_ns,rtt_p50_ns_low,rtt_p50_ns_high,rtt_p90_ns,rtt_p90_ns_low,rtt_p90_ns_high," \
		"rtt_p99_ns,rtt_p99_ns_low,rtt_p99_ns_high,rtt_p999_ns,rtt_p999_ns_low,rtt_p999_ns_high," \
		"rtt_mean_ns,rtt_min_ns,rtt_max_ns,first_ns,bytes_per_s,bytes_per_s_low,bytes_per_s_high," \
		"messages_per_s,messages_per_s_low,messages_per_s_high," \
		"ratio,ratio_low,ratio_high,ratio_sign_low,ratio_sign_high,ratio_to," \
		"client_cpu_ns_per_message,server_cpu_ns_per_message," \
		"cpu_ns_per_message,cpu_ns_per_message_low,cpu_ns_per_message_high," \
		"cpu_ratio,cpu_ratio_low,cpu_ratio_high," \
		"client_user_ns_per_message,server_user_ns_per_message," \
		"client_system_ns_per_message,server_system_ns_per_message," \
		"client_voluntary_switches_per_message,server_voluntary_switches_per_message," \
		"client_involuntary_switches_per_message,server_involuntary_switches_per_message," \
		"client_faults_per_message,server_faults_per_message,capped," \
		"latency_p50_ns,latency_p50_ns_low,latency_p50_ns_high," \
		"latency_p99_ns,latency_p99_ns_low,latency_p99_ns_high,saturated," \
		"depth_requested,chunk_requested_bytes,spin_requested_ns,program,arm,schema"
	tuned = key ",knob,value,granted,rounds,bytes_per_s,bytes_per_s_low,bytes_per_s_high," \
		"rtt_p50_ns,rtt_p50_ns_low,rtt_p50_ns_high,ratio,ratio_low,ratio_high,standing,role,schema"
	compared = key ",metric,old,new,ratio,ratio_low,ratio_high,verdict,reason," \
		"old_sessions,new_sessions,floor,ratio_to,level,level_low,level_high,threshold,schema"
	commanded = key ",status,reason,rounds,wall_ns,wall_ns_low,wall_ns_high,user_ns,system_ns," \
		"ratio,ratio_low,ratio_high,ratio_to,schema"
	columns = split(header, name, ",")
	print header > "empty.csv"

	split("pipe fifo unix-stream tcp shm-futex posix-sem", six, " ")
	for (i = 1; i <= 6; i++) {
		mechanism = six[i]
		family = i < 3 ? "pipe" : i < 5 ? "socket" : i == 5 ? "shm" : "semaphore"
		paced("load.csv", mechanism, family, "same-node", 1500 * i)
		stream("load.csv", mechanism, family, "same-node", 1500 * i)
	}
	tune("load.tune.csv", "pipe", "pipe", "stream", "buffer", \
	     "0 4096 16384 65536 131072 262144 524288 1048576", "64 1024 4096 65536 1048576")
	tune("load.tune.csv", "hybrid", "shm", "round-trip", "spin", "0 1000 5000 5000", "64")
	for (i = 1; i <= 3; i++)
		compare("load.compare.csv", six[i], i < 3 ? "pipe" : "socket", "64 65536", 4 + i)

	commands("one.commands.csv")
	full("full.csv")
	settings("settings.csv")
	knobs("knobs.csv")
	forty("forty.csv", "same-cpu", 1)
	forty("forty.csv", "same-node", 8)
	sweep("token.csv", "null", "control", "any", "0", 21, 0)
	sweep("token.csv", "eventfd", "notify", "any", "0", 6100, 0)
	sweep("token.csv", "sysv-sem", "semaphore", "any", "0", 6400, 0)
	reference_ns = 6300
	sweep("polling.csv", "null", "control", "same-node", "0", 21, 0)
	sweep("polling.csv", "shm-spin", "shm", "same-node", "64 65536", 240, 0.08)
	sweep("polling.csv", "shm-yield", "shm", "same-node", "64 65536", 290, 0.09)
	sweep("skipped.csv", "posix-mq", "queue", "same-cpu", "65536 1048576", 6500, 0.6, 8192)
	sweep("skipped.csv", "shm-spin", "shm", "same-cpu", "65536 1048576", 240, 0.1)

	begin_row("pipe", "pipe", "round-trip", 64, "same-cpu")
	measure(6300, 0.3); put_interval("ratio", 1, 0); end_row("one.csv")

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
