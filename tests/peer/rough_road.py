# SPDX-License-Identifier: MIT
"""Carries frames between two network interfaces, and loses UDP datagrams in fixed ways.

    rough_road.py NEAR FAR

In either direction it loses one in a hundred of the datagrams with SIZE bytes of data and,
of smaller ones, which only help to end a slice, every other of each size, beginning with
the first.  Writes a line when it is ready.
"""

import collections
import select
import socket
import struct
import sys

SIZE = 64
SOL_PACKET, PACKET_VNET_HDR = 263, 15
# Before each frame the kernel tells what is still to be done to it, checksums for instance.
VNET_HDR, ETHERNET, IPV4 = 10, 14, 20
UDP = VNET_HDR + ETHERNET + IPV4


def open_end(name):
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    end.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    end.bind((name, 0))
    return end


def data_size(frame):
    """How much a UDP datagram carries; None if it is no UDP datagram."""
    ip = VNET_HDR + ETHERNET
    if frame[ip - 2 : ip] != b"\x08\x00" or frame[ip + 9] != socket.IPPROTO_UDP:
        return None
    return struct.unpack_from("!H", frame, UDP + 4)[0] - 8


def main():
    near, far = (open_end(name) for name in sys.argv[1:])
    seen = collections.Counter()
    print("there", flush=True)
    while True:
        for end in select.select([near, far], [], [])[0]:
            frame, (_, _, kind, _, _) = end.recvfrom(1 << 17)
            if kind == socket.PACKET_OUTGOING:
                continue
            size = data_size(frame)
            seen[end, size] += 1
            if size is not None and size <= SIZE:
                if seen[end, size] % (100 if size == SIZE else 2) == 1:
                    continue
            (far if end is near else near).send(frame)


main()
