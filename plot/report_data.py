# SPDX-License-Identifier: MIT
"""What a run found, as its page asks for it: winners, ties, crossings. Times are in ns."""

import collections
import math
from typing import NamedTuple

from results import CONTROL


class Metric(NamedTuple):
    """A figure that cases are ranked by, and its ratio to that of the group's reference."""

    pattern: str
    column: str
    ratio: str = "ratio"
    more_is_better: bool = False

    def of(self, row):
        return row.figure(self.column)

    def interval(self, row):
        """What it lies between at 95 %, smaller being better; NaN where that is unknown.

        Both saw the same machine at the same time, so the ratio to the group's reference is
        sharper than the figure itself.
        """
        return row.number(f"{self.ratio}_low"), row.number(f"{self.ratio}_high")


LATENCY = Metric("round-trip", "rtt_p50_ns")
BANDWIDTH = Metric("stream", "bytes_per_s", more_is_better=True)
CPU = Metric("round-trip", "cpu_ns_per_message", "cpu_ratio")
CPU_STREAM = CPU._replace(pattern="stream")


class Winner:
    """The best of some cases, and those that cannot be told from it."""

    def __init__(self, metric, rows):
        self.best, *others = sorted(rows, key=metric.of, reverse=metric.more_is_better)
        high = metric.interval(self.best)[1]
        self.sure = not math.isnan(high)
        self.ties = [row for row in others if self.sure and metric.interval(row)[0] <= high]
        self.next = next((row for row in others if row not in self.ties), None)
        if self.next:
            self.sure = self.sure and not math.isnan(metric.interval(self.next)[0])
            lead = metric.of(self.next) / metric.of(self.best)
            self.lead = 1 / lead if metric.more_is_better else lead


class Run:
    """The summary of a run. Each of its rows has a name; cases are those that have figures and
    do the same work, by placement and pattern: yardsticks are none of them."""

    def __init__(self, results):
        self.results, self.host = results, results.host
        summary = results.tables["summary.csv"]
        self.rows, self.names = summary.rows, summary.names
        touches = [row["touch"] for row in self.rows]
        self.touch = "full" if "full" in touches or not touches else touches[0]
        self.placements = list(dict.fromkeys(row["placement"] for row in self.rows))
        self.cases = collections.defaultdict(list)
        for row in self.rows:
            row.name = self.names.of(row)
            if (row["status"], row["touch"]) == ("ok", self.touch) and row["family"] != CONTROL:
                self.cases[row["placement"], row["pattern"]].append(row)

    def sizes(self, placement, *patterns):
        return sorted({row.size for pattern in patterns
                       for row in self.cases[placement, pattern] if row.size})

    def winner(self, metric, placement, size, sleeping=None):
        """Of the cases that sleep while they wait, of those that do not, or of all; None if
        there are none."""
        rows = [row for row in self.cases[placement, metric.pattern]
                if row.size == size and sleeping in (None, row.sleeps) and metric.of(row) > 0]
        return Winner(metric, rows) if rows else None

    def crossovers(self, metric, placement, sleeping):
        """[(sizes, name)]: which case to take up to which size, changed as seldom as ties
        allow."""
        spans = []
        for size in self.sizes(placement, metric.pattern):
            winner = self.winner(metric, placement, size, sleeping)
            good = [row.name for row in (winner.best, *winner.ties)] if winner else []
            common = [name for name in spans[-1][1] if name in good] if spans else []
            if common:
                spans[-1] = ([*spans[-1][0], size], common)
            elif good:
                spans.append(([size], good))
        return [(sizes, names[0]) for sizes, names in spans]
