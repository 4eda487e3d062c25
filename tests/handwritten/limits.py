#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
usage: limits.py IPCBENCH TURNS ALONE DIRECTORY [--rounds N] [--only WORD]

How near the suite comes to what the machine allows: each comparison is a ratio of times, the
suite's over those of code written by hand, of a peer, or of a yardstick, taken in turns in each
of N rounds (9).  Shows the median, the least and the largest, its target and whether it is met,
and writes DIRECTORY/limits.csv.  A target that is missed is no failure: machines differ, and so
do moments.  Nor is a measurement that fails, unless a comparison has no other.  --only takes the comparisons whose name contains WORD.

Of peers, perf is compared if it is there; lmbench, sockperf and the like have to be built and
are left out.
"""

import argparse
import csv
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MESSAGES = "pipe fifo unix-stream unix-dgram unix-seqpacket tcp udp posix-mq sysv-msg".split()
TOKENS = "eventfd posix-sem sysv-sem futex signal-handler".split()
STREAMS = "pipe unix-stream tcp".split()
RINGS = "flag sequence batch".split()
COLUMNS = "mechanism pattern size_bytes placement against ratio least largest runs target verdict schema".split()
STREAM_SIZE = 65536


def output_of(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True).stdout


class Suite:
    """The program that is held against others, and the CPUs that it chooses."""

    def __init__(self, ipcbench, work):
        self.ipcbench, self.work = ipcbench, work
        plan = output_of(ipcbench, "run", "pipe", "--pattern", "round-trip", "--size", 64, "--dry-run")
        self.cpu = re.search(r"same-cpu \(CPU (\d+)\)", plan)[1]
        self.apart = re.search(r"([a-z-]+) \(CPUs (\d+) and (\d+)\)", plan)

    def places(self):
        yield "same-cpu", self.cpu, self.cpu
        if self.apart:
            yield self.apart.groups()

    def command(self, *arguments):
        directory = self.work / "results"
        shutil.rmtree(directory, ignore_errors=True)
        return [self.ipcbench, "run", *arguments, "--rounds", 1, "--quick", "--quiet", "--output", directory]

    def rows(self, table):
        with open(self.work / "results" / table, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def message_ns(self, mechanism, *arguments):
        """Of a stream: the time per message."""
        output_of(*self.command(mechanism, "--pattern", "stream", "--exclusive", *arguments))
        return 1e9 / float(self.rows("summary.csv")[0]["messages_per_s"])


def trip_by_hand(suite, turns, mechanism, size):
    """The median over slices of the slice over the turn by hand that is next to it."""

    def ratio():
        command = suite.command(mechanism, "--size", size, "--placement", "same-cpu", "--pattern", "round-trip",
                                "--touch", "none", "--exclusive")  # fmt: skip
        lines = output_of(turns, mechanism, suite.cpu, *command).splitlines()
        taken = [tuple(map(float, line.split())) for line in lines if re.fullmatch(r"\d+ \d+", line)]
        ratios = []
        for row in suite.rows("slices.csv"):
            begin = float(row["begin_ns"])
            _, by_hand = min(taken, key=lambda turn: abs(turn[0] - begin))
            ratios.append(float(row["p50_ns"]) / by_hand)
        return statistics.median(ratios)

    return ratio


def trip_by_perf(suite):
    def ratio():
        output_of(*suite.command("pipe", "--size", 4, "--placement", "same-cpu", "--pattern", "round-trip",
                                 "--touch", "none", "--exclusive"))  # fmt: skip
        ours = float(suite.rows("summary.csv")[0]["rtt_p50_ns"])
        theirs = output_of("taskset", "-c", suite.cpu, "perf", "bench", "sched", "pipe", "-l", 50000)
        return ours / (1000 * float(re.search(r"([\d.]+) usecs/op", theirs)[1]))

    return ratio


def trip_by_line(suite, size, place):
    """Slice beside slice, in one run."""

    def ratio():
        output_of(*suite.command("cache-line", "shm-spin", "--size", size, "--placement", place, "--pattern",
                                 "round-trip", "--reference", "cache-line"))  # fmt: skip
        return float(next(row["ratio"] for row in suite.rows("summary.csv") if row["mechanism"] == "shm-spin"))

    return ratio


def stream_by_hand(suite, alone, mechanism, place, client, server):
    def ratio():
        ours = suite.message_ns(mechanism, "--size", STREAM_SIZE, "--placement", place, "--touch", "none")
        return ours / float(output_of(alone, "stream", mechanism, client, server))

    return ratio


def stream_by_ring(suite, alone, size, place, client, server):
    def ratio():
        ours = suite.message_ns("shm-spin", "--size", size, "--placement", place)
        return ours / min(float(output_of(alone, "ring", ring, size, client, server)) for ring in RINGS)

    return ratio


def stream_by_memory(suite, alone, mechanism):
    """Touching all bytes over touching none, one write and one check of memory."""

    def ratio():
        where = ["--size", STREAM_SIZE, "--placement", "same-cpu", "--touch"]
        _, read, _, fill = map(float, output_of(alone, "payload", STREAM_SIZE).split())
        none = suite.message_ns(mechanism, *where, "none")
        return suite.message_ns(mechanism, *where, "full") / (none + read + fill)

    return ratio


def payload(alone, size, which):
    def ratio():
        figures = [float(figure) for figure in output_of(alone, "payload", size).split()]
        return figures[2 * which] / figures[2 * which + 1]

    return ratio


def seconds(*command):
    def measure():
        begin = time.monotonic()
        output_of(*command)
        return time.monotonic() - begin

    return measure


def comparisons(suite, turns, alone):
    """Yields: mechanism, pattern, size, placement, what it is held against, a function that
    measures the ratio once, and the target."""
    for name in MESSAGES:
        yield name, "round-trip", 64, "same-cpu", "by-hand", trip_by_hand(suite, turns, name, 64), 1.02
    for name in TOKENS:
        yield name, "round-trip", 0, "same-cpu", "by-hand", trip_by_hand(suite, turns, name, 64), 1.02
    yield "signal-queue", "round-trip", 8, "same-cpu", "by-hand", trip_by_hand(suite, turns, "signal-queue", 8), 1.02
    if shutil.which("perf") and shutil.which("taskset"):
        yield "pipe", "round-trip", 4, "same-cpu", "perf-bench", trip_by_perf(suite), 1.0
    for place, client, server in suite.places():
        for name in STREAMS:
            measure = stream_by_hand(suite, alone, name, place, client, server)
            yield name, "stream", STREAM_SIZE, place, "by-hand", measure, 1 / 0.98
        if client == server:
            continue
        for size, target in (8, 1.10), (64, 1.3):
            measure = trip_by_line(suite, size, place)
            yield "shm-spin", "round-trip", size, place, "cache-line", measure, target
        for size in 8, 64, 4096, STREAM_SIZE:
            measure = stream_by_ring(suite, alone, size, place, client, server)
            yield "shm-spin", "stream", size, place, "best-ring", measure, 1 / 0.95
    for name in STREAMS:
        yield name, "touch", STREAM_SIZE, "same-cpu", "memory", stream_by_memory(suite, alone, name), 1.0
    for size in 4096, STREAM_SIZE:
        yield "payload", "check", size, "any", "plain-read", payload(alone, size, 0), 1.3
        yield "payload", "write", size, "any", "memset", payload(alone, size, 1), 1.3
    yield "pair", "open-close", 64, "any", "ms", lambda: float(output_of(alone, "pair")) / 1e6, 5
    yield "list", "wall", 0, "any", "s", seconds(suite.ipcbench, "list"), 2


def whole_run(suite):
    """Once: how much of a quick run of all is spent outside slices, and its charts and page."""
    output_of(suite.ipcbench, "run", "all", "--quick", "--quiet", "--output", suite.work / "all")
    with open(suite.work / "all" / "trials.csv", newline="", encoding="utf-8") as file:
        inside = sum(float(row["slices_ns"] or 0) for row in csv.DictReader(file)) / 1e9
    wall = json.loads((suite.work / "all" / "host.json").read_text(encoding="utf-8"))["wall_s"]
    yield "run", "wall", 0, "all", "slices", lambda: wall / inside, 1 / 0.75
    if shutil.which("gnuplot"):
        draw = seconds(suite.ipcbench, "plot", suite.work / "all")
        page = seconds(suite.ipcbench, "report", suite.work / "all")
        yield "plot", "wall", 0, "all", "s", lambda: draw() + page(), 8


def try_once(comparison, ratios):
    try:
        ratios.append(comparison[5]())
    except subprocess.CalledProcessError as error:
        print(*comparison[:5], error, sep=", ", file=sys.stderr)
    return ratios


def row_of(comparison, ratios):
    *key, _, target = comparison
    if not ratios:
        return [*key, "", "", "", 0, f"{target:.4f}", "failed", 1]
    middle = statistics.median(ratios)
    figures = [*(f"{figure:.4f}" for figure in (middle, min(ratios), max(ratios))), len(ratios), f"{target:.4f}"]
    return [*key, *figures, "met" if middle <= target else "missed", 1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ipcbench", type=pathlib.Path)
    parser.add_argument("turns", type=pathlib.Path)
    parser.add_argument("alone", type=pathlib.Path)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        suite = Suite(options.ipcbench.resolve(), pathlib.Path(work))
        wanted = [
            comparison
            for comparison in comparisons(suite, options.turns.resolve(), options.alone.resolve())
            if options.only in "/".join(map(str, comparison[:5]))
        ]
        ratios = [[] for _ in wanted]
        for _ in range(options.rounds):
            for comparison, of_this in zip(wanted, ratios):
                try_once(comparison, of_this)
        rows = [row_of(comparison, of_this) for comparison, of_this in zip(wanted, ratios)]
        if not options.only:
            rows += [row_of(comparison, try_once(comparison, [])) for comparison in whole_run(suite)]
    options.directory.mkdir(parents=True, exist_ok=True)
    with open(options.directory / "limits.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    for row in [COLUMNS, *rows]:
        print("{:15} {:11} {:>10} {:10} {:11} {:>9} {:>9} {:>9} {:>5} {:>8}  {}".format(*row))
    return any(row[-2] == "failed" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
