#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: echo_test.py ECHO_SERVER ECHO_CLIENT

Clients of every kind, and of every kind of misbehaviour, against the echo server.
"""

import contextlib
import os
import random
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

SERVER, CLIENT = sys.argv[1:3]
PATIENCE = 60  # seconds until something is taken to hang
CLIENTS = 2000


class Server:
    """An echo server at the endpoints named; addresses has what it printed."""

    def __init__(self, *endpoints, descriptors=None, command=None):
        def limit():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        self.process = subprocess.Popen(
            command or [SERVER, *endpoints], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=limit
        )
        self.addresses = [self.process.stdout.readline().strip() for _ in endpoints or command[-1:]]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def connect(self):
        """A socket to the first endpoint, which is tcp."""
        port = int(self.addresses[0].rsplit(":", 1)[1])
        return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def drain(self, how):
        """Asks it to end; returns when it has heard, and answers nobody else."""
        self.process.send_signal(how)
        with contextlib.suppress(ConnectionError):
            while True:
                self.connect().close()
                time.sleep(0.01)

    def settle(self):
        """Waits until it sleeps, time and again, having nothing to do."""
        asleep = 0
        while asleep < 5:
            time.sleep(0.05)
            with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
                asleep = asleep + 1 if stat.read().rsplit(")", 1)[1].split()[0] == "S" else 0

    def memory(self):
        """The most that was resident so far, in bytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmHWM"].split()[0]) * 1024

    def sanitized(self):
        with open(f"/proc/{self.process.pid}/maps", encoding="ascii") as maps:
            return "libasan" in maps.read()


def client(address, *options, data=b""):
    return subprocess.run([CLIENT, *options, address], input=data, capture_output=True, timeout=PATIENCE, check=False)


def receive(sock, size):
    """Exactly that many bytes."""
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            break
        data += piece
    return bytes(data)


def answers(sock):
    sock.sendall(b"still there?")
    return receive(sock, 12) == b"still there?"


def works(server):
    with server.connect() as sock:
        return answers(sock)


def raise_own_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class EchoTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def endpoints(self):
        path = self.directory.name
        yield from ("tcp:0", "udp:0", f"unix:{path}/stream", f"unix-seqpacket:{path}/seqpacket")
        yield from (f"unix-dgram:{path}/dgram", f"unix:@ipcbench-{os.getpid()}-{random.random()}")
        if os.path.exists("/proc/net/if_inet6") and os.path.getsize("/proc/net/if_inet6"):
            yield from ("tcp:[::1]:0", "udp:[::1]:0")

    def test_every_kind(self):
        with Server(*self.endpoints()) as server:
            for address in server.addresses:
                with self.subTest(address):
                    text = os.urandom(100000)
                    done = client(address, data=text)
                    self.assertEqual((done.returncode, done.stderr), (0, b""))
                    self.assertEqual(done.stdout, text)
                    done = client(address, "--bytes", "300K", "--size", "777")
                    self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual(server.stop(), 0)
        self.assertEqual(os.listdir(self.directory.name), [])

    def with_name(self, *command):
        """The words that run a command where two.test is ::1 as well as 127.0.0.1."""
        hosts = f"{self.directory.name}/hosts"
        with open(hosts, "w", encoding="ascii") as out:
            out.write("::1 two.test\n127.0.0.1 two.test\n")
        words = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', hosts]
        if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
            self.skipTest("this user cannot mount")
        found = subprocess.run([*words, "getent", "ahosts", "two.test"], capture_output=True, text=True, check=False)
        if not found.stdout.startswith("::1 "):
            self.skipTest("this host prefers IPv4")
        return [*words, *command]

    def test_a_name_with_two_addresses(self):
        with Server("tcp:[::1]:0") as six:
            port = six.addresses[0].rsplit(":", 1)[1]
            with Server(command=self.with_name(SERVER, f"tcp:two.test:{port}")) as four:
                self.assertEqual(four.addresses, [f"tcp:127.0.0.1:{port}"])
        with Server("tcp:127.0.0.1:0") as four:
            port = four.addresses[0].rsplit(":", 1)[1]
            words = self.with_name(CLIENT, f"tcp:two.test:{port}")
            done = subprocess.run(words, input=b"both", capture_output=True, timeout=PATIENCE, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"both", b""))

    def test_private_paths(self):
        path = f"{self.directory.name}/socket"
        with Server(f"unix:{path}"):
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o700)
            second = subprocess.run([SERVER, f"unix:{path}"], capture_output=True, timeout=PATIENCE, check=False)
            self.assertEqual(second.returncode, 1)
            self.assertIn(b"Address already in use", second.stderr)
            self.assertTrue(os.path.exists(path))

    def test_large_stream(self):
        with Server("tcp:0") as server:
            done = client(server.addresses[0], "--bytes", "64M" if server.sanitized() else "1G")
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_wrong_bytes_are_noticed(self):
        with socket.create_server(("127.0.0.1", 0)) as liar:
            port = liar.getsockname()[1]
            process = subprocess.Popen(
                [CLIENT, "--bytes", "1000", f"tcp:{port}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            with liar.accept()[0] as sock:
                data = bytearray(receive(sock, 1000))
                data[123] ^= 1
                sock.sendall(data)
            errors = process.communicate(timeout=PATIENCE)[1]
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"byte 123 came back", errors)

    def test_too_little_is_noticed(self):
        with socket.create_server(("127.0.0.1", 0)) as liar:
            port = liar.getsockname()[1]
            process = subprocess.Popen([CLIENT, "--bytes", "1000", f"tcp:{port}"], stderr=subprocess.PIPE)
            with liar.accept()[0] as sock:
                sock.sendall(receive(sock, 1000)[:10])
            errors = process.communicate(timeout=PATIENCE)[1]
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"10 of 1000 bytes came back", errors)

    def test_thousands_of_clients(self):
        clients = min(CLIENTS, raise_own_limit() - 100)
        with Server("tcp:0") as server, contextlib.ExitStack() as stack:
            sockets = [stack.enter_context(server.connect()) for _ in range(clients)]
            texts = [struct.pack("<I", i) * 1024 for i in range(clients)]
            for sock, text in zip(sockets, texts):
                sock.sendall(text)
            for sock, text in zip(sockets, texts):
                self.assertEqual(receive(sock, len(text)), text)
            if not server.sanitized():
                self.assertLess(server.memory(), 64 << 20)

    def test_half_close(self):
        with Server("tcp:0") as server, server.connect() as sock:
            sock.sendall(b"the last words")
            sock.shutdown(socket.SHUT_WR)
            self.assertEqual(receive(sock, 100), b"the last words")

    def flood(self, server, sock):
        """Sends until nobody takes any more; how much that was."""
        sent, stuck = 0, False
        sock.setblocking(False)
        while not stuck:
            with contextlib.suppress(BlockingIOError):
                while True:
                    sent += sock.send(bytes(1 << 16))
            server.settle()
            stuck = not select.select([], [sock], [], 0)[1]
        sock.settimeout(PATIENCE)
        return sent

    def test_slow_readers_are_held_back(self):
        with Server("tcp:0") as server, contextlib.ExitStack() as stack:
            before = server.memory()
            sockets = [stack.enter_context(server.connect()) for _ in range(20)]
            sent = [self.flood(server, sock) for sock in sockets]
            self.assertTrue(works(server))
            if not server.sanitized():
                self.assertLess(server.memory() - before, 20 * (256 << 10))
            for sock, size in zip(sockets, sent):
                self.assertEqual(len(receive(sock, size)), size)

    def test_slow_loris_and_resets(self):
        with Server("tcp:0") as server, contextlib.ExitStack() as stack:
            for _ in range(300):
                stack.enter_context(server.connect()).sendall(b"x")
            for i in range(300):
                sock = server.connect()
                sock.sendall(bytes(i * 100))
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.close()
            self.assertTrue(works(server))

    def test_no_descriptors_left(self):
        with Server("tcp:0", descriptors=30) as server, contextlib.ExitStack() as stack:
            sockets = [stack.enter_context(server.connect()) for _ in range(60)]
            for sock in sockets:
                sock.sendall(b"?")
            server.settle()
            served = select.select(sockets, [], [], 0)[0]
            self.assertTrue(10 < len(served) < 30)
            for sock in served:  # those it has are served on
                self.assertEqual(sock.recv(1), b"?")
                sock.sendall(b"!")
                self.assertEqual(sock.recv(1), b"!")
                sock.close()
            waiting = [sock for sock in sockets if sock not in served]
            for sock in waiting[: len(served)]:
                self.assertEqual(sock.recv(1), b"?")

    def test_descriptors_that_come_from_elsewhere(self):
        # They run out before the first client, which is served once there are some.
        with Server("tcp:0") as server:
            before = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (3, before[1]))
            with server.connect() as sock:
                sock.sendall(b"?")
                server.settle()
                self.assertEqual(select.select([sock], [], [], 0)[0], [])
                resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, before)
                self.assertEqual(sock.recv(1), b"?")

    def test_drains(self):
        with Server("tcp:0") as server, server.connect() as reader, server.connect() as idle:
            self.assertTrue(answers(idle))
            size = self.flood(server, reader)
            server.drain(signal.SIGTERM)
            self.assertEqual(len(receive(reader, size)), size)
            self.assertEqual(reader.recv(1), b"")
            self.assertIsNone(server.process.poll())  # the idle one has not hung up
            self.assertEqual(idle.recv(1), b"")
            self.assertIsNone(server.process.poll())
            reader.close()
            idle.close()
            self.assertEqual(server.process.wait(PATIENCE), 0)

    def test_drains_who_reads_late(self):
        with Server("tcp:0") as server, server.connect() as reader, server.connect() as idle:
            self.assertTrue(answers(idle))
            size = self.flood(server, reader)
            server.drain(signal.SIGTERM)
            self.assertEqual(idle.recv(1), b"")  # others who are as quiet are done
            self.assertEqual(len(receive(reader, size)), size)

    def test_drains_who_goes_on(self):
        with Server("tcp:0") as server, server.connect() as talker, server.connect() as idle:
            self.assertTrue(answers(idle))
            server.drain(signal.SIGTERM)
            while not select.select([idle], [], [], 0.01)[0]:
                self.assertTrue(answers(talker))
            self.assertEqual(idle.recv(1), b"")
            self.assertTrue(answers(talker))
            with contextlib.suppress(ConnectionError):  # until time is up
                while answers(talker):
                    time.sleep(0.01)
            self.assertEqual(server.process.wait(PATIENCE), 0)

    def test_drains_who_is_not_accepted_yet(self):
        path = f"{self.directory.name}/stream"
        with Server("tcp:0", f"unix:{path}", "udp:0") as server, contextlib.ExitStack() as stack:
            server.process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, server.process.pid, os.WSTOPPED)
            sockets = [stack.enter_context(server.connect()) for _ in range(100)]
            for _ in range(100):
                sockets.append(stack.enter_context(socket.socket(socket.AF_UNIX)))
                sockets[-1].settimeout(PATIENCE)
                sockets[-1].connect(path)
            for sock in sockets:
                sock.sendall(b"still there?")
            datagrams = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            datagrams.settimeout(PATIENCE)
            datagrams.connect(("127.0.0.1", int(server.addresses[2].rsplit(":", 1)[1])))
            for i in range(100):
                datagrams.send(b"%d" % i)
            server.process.send_signal(signal.SIGTERM)
            server.process.send_signal(signal.SIGCONT)
            for sock in sockets:
                self.assertEqual(receive(sock, 12), b"still there?")
                sock.close()
            for i in range(100):
                self.assertEqual(datagrams.recv(10), b"%d" % i)
            self.assertEqual(server.process.wait(PATIENCE), 0)

    def test_a_second_signal_ends(self):
        with Server("tcp:0") as server, server.connect() as sock:
            self.assertTrue(answers(sock))
            server.drain(signal.SIGINT)
            self.assertTrue(answers(sock))
            server.process.send_signal(signal.SIGINT)
            self.assertEqual(server.process.wait(PATIENCE), 0)

    def test_anything_goes(self):
        chance = random.Random(7)
        with Server("tcp:0", f"unix-seqpacket:{self.directory.name}/s", "udp:0") as server:
            for _ in range(200):
                kind = chance.randrange(3)
                if kind == 0:
                    sock = server.connect()
                elif kind == 1:
                    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                    sock.connect(f"{self.directory.name}/s")
                else:
                    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    sock.connect(("127.0.0.1", int(server.addresses[2].rsplit(":", 1)[1])))
                with sock, contextlib.suppress(OSError):
                    sock.setblocking(False)
                    for _ in range(chance.randrange(5)):
                        sock.send(chance.randbytes(chance.choice((0, 1, 100, 5000, 60000))))
                        if chance.random() < 0.3:
                            sock.recv(chance.randrange(1, 70000))
                        if chance.random() < 0.1:
                            sock.shutdown(chance.randrange(3))
            self.assertTrue(works(server))
            self.assertEqual(server.stop(), 0)
            self.assertNotIn("ERROR", server.process.stderr.read())

    def test_usage(self):
        for word in ("", "tcp", "tcp:", "tcp:x", "tcp:99999", "unix:", "smoke:1", "unix:" + "x" * 200, "udp:[::1:5"):
            for program in (SERVER, CLIENT):
                with self.subTest(program=program, word=word):
                    done = subprocess.run([program, word], capture_output=True, timeout=PATIENCE, check=False)
                    self.assertEqual(done.returncode, 2)
                    self.assertEqual(done.stdout, b"")
                    self.assertEqual(done.stderr.count(b"\n"), 1)
        for words in ((), ("--bytes",), ("--bytes", "x", "tcp:1"), ("--size", "1M", "tcp:1"), ("-x", "1", "tcp:1")):
            done = subprocess.run([CLIENT, *words], capture_output=True, timeout=PATIENCE, check=False)
            self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
