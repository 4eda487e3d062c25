#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Pairs whose server is elsewhere: an echo service, or hosted by an agent on another host,
# for which a network namespace stands in.  The checks are about what the test injects,
# never about how fast this machine is.
#
#	peer_test.sh IPCBENCH ECHO_SERVER
#
# Prints a line for each check; exit status 1 if one failed.

set -u

ipcbench=$1
echo_server=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/peer-test-XXXXXX")
here=ipcbench-${work##*-}-here
there=ipcbench-${work##*-}-there
services=
clean()
{
	# shellcheck disable=SC2086 # a list
	kill -KILL $services 2>/dev/null
	ip netns del "$here" 2>/dev/null
	ip netns del "$there" 2>/dev/null
	rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

says()
{
	grep -q -- "$1" "$work/err"
}

# within LEAST MOST NAME: all numbers of the column are, and there is at least one.
within()
{
	column "$3" | awk -v least="$1" -v most="$2" '
		$1 == "" || $1 < least || $1 > most { bad = 1 } END { exit bad || !NR }'
}

# ---- echo services ----

"$echo_server" tcp:127.0.0.1:0 udp:127.0.0.1:0 >"$work/address" &
services=$!
await 30 has_lines "$work/address" 2
service=$(sed -n 's/^udp://p' "$work/address")
run "$ipcbench" run udp --connect "$service" --size 1,8,16,32K --rounds 1 --format csv
check "--connect udp: exit status" status_is 0
check "--connect udp: round trips, verified" [ "$(column status | grep -c ok)" -eq 4 ]
check "--connect udp: nothing was lost" column_is lost_messages 0
run "$ipcbench" run udp --connect "$service" --size 64 --touch none --rounds 1 --format csv
check "--connect udp, untouched: messages are told apart" column_is lost_messages 0
run "$ipcbench" run udp --connect "$service" --size 64K --rounds 1 --format csv
check "--connect udp: a message too large for a datagram is skipped" column_is reason message-too-large:udp-datagram
service=$(sed -n 's/^tcp://p' "$work/address")
run "$ipcbench" run tcp pipe --connect "$service" --size 1,64K --rounds 1 --format csv
check "--connect: exit status" status_is 0
check "--connect: round trips, verified" [ "$(column status | grep -c ok)" -eq 2 ]
check "--connect: a mechanism for one host only is skipped" grep -q '^pipe.*,skipped,one-host-only,' "$work/out"
check "--connect: the server is elsewhere" column_is placement elsewhere
check "--connect: nothing is known of its CPU" [ -z "$(column server_cpu_ns_per_message | tr -d '\n')" ]
run "$ipcbench" run tcp --connect "$service" --pattern stream --size 64 --format csv
check "--connect: no streams" column_is reason comes-back

# Services that change byte 40 of message 15, the first being message 0.
cat >"$work/liar.py" <<'END'
import socket
import threading


def lie_in_datagrams(service):
    seen = 0
    while True:
        data, client = service.recvfrom(65536)
        if len(data) == 64:
            if seen == 15:
                data = bytearray(data)
                data[40] ^= 1
            seen += 1
        service.sendto(data, client)


listener = socket.create_server(("127.0.0.1", 0))
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 0))
threading.Thread(target=lie_in_datagrams, args=(datagrams,), daemon=True).start()
print(listener.getsockname()[1], datagrams.getsockname()[1], flush=True)
while True:
    client, _ = listener.accept()
    seen = 0
    while data := bytearray(client.recv(65536)):
        if seen <= 1000 < seen + len(data):
            data[1000 - seen] ^= 1
        seen += len(data)
        client.sendall(data)
END
python3 "$work/liar.py" >"$work/port" 2>/dev/null &
services="$services $!"
await 30 [ -s "$work/port" ]
read -r tcp_port udp_port <"$work/port"
run "$ipcbench" run tcp --connect "localhost:$tcp_port" --size 64 --rounds 1 --format csv
check "--connect, wrong bytes: exit status" status_is 1
check "--connect, wrong bytes: the offset is named" says 'at the client, byte 40 of message 15 differs'
run "$ipcbench" run udp --connect "127.0.0.1:$udp_port" --size 64 --rounds 1 --format csv
check "--connect udp, wrong bytes: exit status" status_is 1
check "--connect udp, wrong bytes: the offset is named" says 'at the client, byte 40 of message 15 differs'

# A name with an address at which nobody listens, before the right one.
printf '::1 two.test\n127.0.0.1 two.test\n' >"$work/hosts"
cat >"$work/with-name" <<'END'
exec unshare -m sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' "${0%/*}/hosts" "$@"
END
if sh "$work/with-name" getent ahosts two.test 2>/dev/null | grep -q '^::1 '; then
	run sh "$work/with-name" "$ipcbench" run tcp --connect "two.test:${service##*:}" --size 8 --rounds 1 --format csv
	check "--connect NAME: the address that answers is used" column_is status ok
	check "--connect NAME: the variant is the address's" column_is variant ipv4
	run sh "$work/with-name" "$ipcbench" run udp --connect "two.test:$udp_port" --variant ipv4 --size 8 --rounds 1 --format csv
	check "--connect NAME --variant: an address of that family is used" column_is status ok
else
	skip "--connect NAME" "this user cannot mount, or this host prefers IPv4"
fi

# shellcheck disable=SC2086 # a list
kill -KILL $services
run "$ipcbench" run tcp --connect "$service" --size 64
check "--connect, nobody there: exit status" status_is 1
check "--connect, nobody there: it is said once" [ "$(grep -c 'nobody is listening' "$work/err")" -eq 1 ]
run "$ipcbench" run udp --connect "$service" --size 64
check "--connect udp, nobody there: exit status" status_is 1
check "--connect udp, nobody there: it is said" says 'nobody is listening'

if command -v socat >/dev/null; then
	socat -d -d TCP-LISTEN:0,bind=127.0.0.1,fork PIPE 2>"$work/socat" &
	services=$!
	await 30 grep -qs "listening on" "$work/socat"
	service=$(sed -n 's/.*listening on AF=2 //p' "$work/socat")
	run "$ipcbench" run tcp --connect "$service" --size 8,1K --rounds 1 --format csv
	check "--connect, socat: verified" column_is status ok
	socat -d -d UDP-LISTEN:0,bind=127.0.0.1 PIPE 2>"$work/socat-udp" &
	services="$services $!"
	await 30 grep -qs "listening on" "$work/socat-udp"
	service=$(sed -n 's/.*listening on UDP AF=2 //p' "$work/socat-udp" | head -n 1)
	run "$ipcbench" run udp --connect "$service" --size 1K --rounds 1 --format csv
	check "--connect udp, socat: verified" column_is status ok
else
	skip "--connect, socat: verified" "there is no socat"
fi

# ---- two hosts ----

# Two namespaces, joined by a cable, with addresses that documentation may use.
join()
{
	ip netns add "$here" && ip netns add "$there" &&
		ip -n "$here" link add cable type veth peer name cable netns "$there" &&
		ip -n "$here" addr add 192.0.2.1/30 dev cable &&
		ip -n "$there" addr add 192.0.2.2/30 dev cable &&
		ip -n "$here" link set cable up && ip -n "$there" link set cable up
} >"$work/join" 2>&1

# shape DISCIPLINE...: how both ends of the cable queue their packets.
shape()
{
	ip netns exec "$here" tc qdisc replace dev cable root "$@" &&
		ip netns exec "$there" tc qdisc replace dev cable root "$@"
} >"$work/join" 2>&1

# Another cable, over which a program carries the frames that it does not lose.
join_roughly()
{
	ip -n "$here" link add road type veth peer name near &&
		ip -n "$here" link add far type veth peer name road netns "$there" &&
		ip -n "$here" addr add 192.0.2.5/30 dev road &&
		ip -n "$there" addr add 192.0.2.6/30 dev road &&
		ip -n "$here" link set road up && ip -n "$here" link set near up &&
		ip -n "$here" link set far up && ip -n "$there" link set road up || return
	ip netns exec "$here" python3 "${0%/*}/rough_road.py" near far >"$work/road" &
	services="$services $!"
	await 30 [ -s "$work/road" ]
} 2>"$work/join"

run_here()
{
	run ip netns exec "$here" "$ipcbench" run tcp --address 192.0.2.2 "$@"
}

# run_udp ADDRESS PATTERN...
run_udp()
{
	address=$1
	shift
	run ip netns exec "$here" "$ipcbench" run udp --address "$address" \
		--peer "$launcher" --size 64 --rounds 1 --format csv --pattern "$@"
}

# loses CONDITION: it holds for the messages sent and lost in each row, and there is a row.
loses()
{
	column sent_messages >"$work/sent"
	column lost_messages | paste -d ' ' "$work/sent" - |
		awk "{ sent = \$1; lost = \$2; bad += !($1) } END { exit bad || !NR }"
}

# Within four standard deviations.  A round trip is lost if either of its messages is.
loses_1_percent_each_way()
{
	loses 'lost > 0 && (lost - sent * 0.0199) ^ 2 <= 16 * sent * 0.0199 * (1 - 0.0199)'
}

# rtt_of_2_ms: measures up to three times, in case something disturbs the machine.
rtt_of_2_ms()
{
	for _ in 1 2 3; do
		run_here --peer "$launcher" --pattern round-trip --size 64 --rounds 1 --format csv
		! within 2000000 2200000 rtt_p50_ns || return 0
	done
	return 1
}

# cut_off HOW: starts a long run, does that once it has results, and waits for its end.
cut_off()
{
	file=$work/$1/trials.csv
	IPCBENCH_TEST=$work ip netns exec "$here" "$ipcbench" run tcp --address 192.0.2.2 \
		--peer "$work/launcher" --pattern round-trip --size 64 --rounds 100000 \
		--output "$work/$1" >"$work/out" 2>"$work/err" </dev/null &
	cut=$!
	await 30 has_lines "$file" 3
	"$1"
	status=0
	wait $cut || status=$?
}

# Each round starts the launcher anew, so that at the moment there may be none.
strike_launcher()
{
	grep -q failed "$file" && return
	kill -KILL "$(cat "$work/pid")" 2>/dev/null
	return 1
}

kill_launcher()
{
	await 30 strike_launcher || kill "$cut"
}

unplug()
{
	ip -n "$there" link set cable down
}

two_hosts()
{
	run_here --peer "$launcher" --size 64,64K --rounds 1 --output "$work/two"
	file=$work/two/summary.csv
	check "--peer: exit status" status_is 0
	check "--peer: round trips and streams" [ "$(grep -c ',ok,' "$file")" -eq 4 ]
	check "--peer: the server's usage is known" \
		[ "$(column server_cpu_ns_per_message "$file" | grep -c '[1-9]')" -eq 4 ]
	check "--peer: both hosts are recorded" \
		[ "$(grep -c '^ *"conditions": ".*Linux' "$work/two/host.json")" -eq 2 ]
	check "--peer: host.json is JSON" json "$work/two/host.json"

	run_udp 192.0.2.2 round-trip,stream
	check "--peer, udp: exit status" status_is 0
	check "--peer, udp: round trips and streams" [ "$(column status | grep -c ok)" -eq 2 ]
	check "--peer, udp: the server's usage is known" \
		[ "$(column server_cpu_ns_per_message | grep -c '[1-9]')" -eq 2 ]
	if shape netem loss 1%; then
		run_udp 192.0.2.2 round-trip
		check "--peer, udp: 1 % is lost each way" loses_1_percent_each_way
	else
		skip "--peer, udp: 1 % is lost each way" "no netem: $(head -n 1 "$work/join")"
	fi
	if join_roughly; then
		run_udp 192.0.2.6 round-trip
		check "--peer, udp, a rough road: exit status" status_is 0
		check "--peer, udp, a rough road: 1 % is lost each way" loses_1_percent_each_way
		run_udp 192.0.2.6 stream
		check "--peer, udp, a rough road: a stream ends" status_is 0
		check "--peer, udp, a rough road: the client knows what the server has lost" \
			loses "lost >= int(sent / 100) && lost < sent"
	else
		skip "--peer, udp, a rough road" "no way to carry frames: $(head -n 1 "$work/join")"
	fi
	if shape netem delay 1ms; then
		check "--peer: 1 ms each way is a round trip of 2 ms" rtt_of_2_ms
	else
		skip "--peer: 1 ms each way is a round trip of 2 ms" "no netem: $(head -n 1 "$work/join")"
	fi

	# A clock that stops at the sender would take for sent what is still in buffers.
	if shape tbf rate 80mbit burst 16k latency 100ms; then
		run_here --peer "$launcher" --pattern stream --size 16K --rounds 1 --format csv
		check "--peer: a stream is not faster than 10 MB/s" within 1000000 11000000 bytes_per_s
		run_udp 192.0.2.2 stream
		check "--peer, udp: a stream is not faster than 10 MB/s" within 1 11000000 bytes_per_s
	else
		skip "--peer: a stream is not faster than 10 MB/s" "no tbf: $(head -n 1 "$work/join")"
	fi
	shape pfifo

	printf '#!/bin/sh\necho $$ >%s\nexec %s "$@"\n' "'$work/pid'" "$launcher" >"$work/launcher"
	chmod +x "$work/launcher"
	cut_off kill_launcher
	check "--peer, its launcher is killed: exit status" status_is 1
	check "--peer, its launcher is killed: it is said" says 'failed: agent: the process died'
	check "--peer, its launcher is killed: rows are kept" [ "$(grep -c ',ok,' "$file")" -ge 2 ]
	check "--peer, its launcher is killed: there is a summary" [ -s "$work/kill_launcher/summary.csv" ]
	check "--peer, its launcher is killed: no process left" await 30 no_process_left
	cut_off unplug
	check "--peer, the network breaks: exit status" status_is 1
	check "--peer, the network breaks: it is said" says 'nothing arrived before the deadline'
	check "--peer, the network breaks: rows are kept" [ "$(grep -c ',ok,' "$file")" -ge 2 ]
	check "--peer, the network breaks: no process left" await 30 no_process_left
}

launcher="ip netns exec $there $ipcbench"
if ! command -v ip >/dev/null || ! command -v tc >/dev/null; then
	skip "--peer between two hosts" "there is no iproute2"
elif ! join; then
	skip "--peer between two hosts" "no network namespaces: $(head -n 1 "$work/join")"
else
	two_hosts
fi

checked
