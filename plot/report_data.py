# SPDX-License-Identifier: MIT
"""What a run's files say, as report and its page ask for it: rows, labels, winners, ties.

Only columns are known here, never a mechanism.  Times are in ns.
"""

import csv
import json
import math
import pathlib

KEY = ("mechanism", "wait", "variant", "buffer_requested_bytes")
CONTROL = "control"  # the family of what is a yardstick and no mechanism
ALIKE = 1.03  # of figures that have no interval: closer than this is a tie


def number(text):
    """A cell's number; NaN if it is empty or not there."""
    try:
        return float(text)
    except (TypeError, ValueError):
        return math.nan


class Row:
    """A case: a row of summary.csv."""

    def __init__(self, cells):
        self.cells = cells
        self.mechanism, self.family = cells["mechanism"], cells["family"]
        self.pattern, self.placement = cells["pattern"], cells["placement"]
        self.size, self.status, self.reason = int(cells["size_bytes"]), cells["status"], cells["reason"]
        self.label = self.mechanism

    def __getitem__(self, column):
        return number(self.cells.get(column))

    @property
    def sleeps(self):
        return self.cells["wait"] == "block"

    @property
    def cpu(self):
        """CPU time of both sides per message, or round trip."""
        return self["client_cpu_ns_per_message"] + self["server_cpu_ns_per_message"]


class Metric:
    """A figure that cases are ranked by."""

    def __init__(self, pattern, value, low=None, high=None, more_is_better=False, paired=False):
        self.pattern, self.value, self.low, self.high = pattern, value, low, high
        self.more_is_better, self.paired = more_is_better, paired

    def of(self, row):
        return row.cpu if self.value == "cpu" else row[self.value]

    def interval(self, row):
        """What it lies between at 95 %, smaller being better; NaN where that is unknown.

        Both saw the same machine in the same milliseconds, so the ratio to the group's
        reference is sharper than the figure itself.
        """
        if self.paired and not math.isnan(row["ratio_low"]):
            return row["ratio_low"], row["ratio_high"]
        if self.paired and row["ratio"] == 1:
            return 1, 1
        if self.low is None:
            return self.of(row), self.of(row) * ALIKE
        return math.nan, math.nan

    def order(self, row):
        return -self.of(row) if self.more_is_better else self.of(row)


LATENCY = Metric("round-trip", "rtt_p50_ns", "rtt_p50_ns_low", "rtt_p50_ns_high", paired=True)
BANDWIDTH = Metric("stream", "bytes_per_s", "bytes_per_s_low", "bytes_per_s_high", more_is_better=True, paired=True)
CPU = Metric("round-trip", "cpu")
CPU_STREAM = Metric("stream", "cpu")


class Winner:
    """The best of some cases, and those that cannot be told from it."""

    def __init__(self, metric, rows):
        self.ranking = sorted(rows, key=metric.order)
        self.best = self.ranking[0]
        high = metric.interval(self.best)[1]
        self.sure = not math.isnan(high)
        self.ties = [row for row in self.ranking[1:] if self.sure and metric.interval(row)[0] <= high]
        others = [row for row in self.ranking[1:] if row not in self.ties]
        self.next = others[0] if others else None
        self.lead = metric.of(self.next) / metric.of(self.best) if self.next else math.nan
        if metric.more_is_better:
            self.lead = 1 / self.lead


class Run:
    """A directory that ipcbench has written its results to."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.host = json.loads((self.directory / "host.json").read_text(encoding="utf-8"))
        self.rows = [Row(cells) for cells in self.table("summary.csv")]
        touches = [row.cells["touch"] for row in self.rows]
        self.touch = "full" if "full" in touches or not touches else touches[0]
        self.name_cases()

    def table(self, name):
        """The rows of a CSV file, none if there is no such file."""
        path = self.directory / name
        if not path.exists():
            return []
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def name_cases(self):
        """A label says no more than is needed to tell a mechanism's cases apart."""
        for mechanism in {row.mechanism for row in self.rows}:
            rows = [row for row in self.rows if row.mechanism == mechanism]
            telling = [key for key in KEY[1:] if len({row.cells[key] for row in rows}) > 1]
            for row in rows:
                row.label = " ".join([mechanism, *(row.cells[key] for key in telling)])

    def placements(self):
        return list(dict.fromkeys(row.placement for row in self.rows))

    def sizes(self, placement, pattern):
        return sorted({row.size for row in self.select(placement, pattern) if row.size > 0})

    def select(self, placement, pattern, size=None):
        """The cases that have figures and do the same work, at one size or at all;
        yardsticks are none of them."""
        return [
            row
            for row in self.rows
            if (row.placement, row.pattern, row.status) == (placement, pattern, "ok")
            and row.family != CONTROL
            and row.cells["touch"] == self.touch
            and (size is None or row.size == size)
        ]

    def winner(self, metric, placement, size, sleeping=None):
        """Of the cases that sleep while they wait, of those that do not, or of all."""
        rows = [
            row
            for row in self.select(placement, metric.pattern, size)
            if not math.isnan(metric.of(row)) and sleeping in (None, row.sleeps)
        ]
        return Winner(metric, rows) if rows else None

    def crossovers(self, metric, placement, sleeping):
        """[(sizes, row)]: which case to take up to which size, changed as seldom as ties
        allow."""
        spans = []
        for size in self.sizes(placement, metric.pattern):
            winner = self.winner(metric, placement, size, sleeping)
            if not winner:
                continue
            good = {row.label: row for row in [winner.best, *winner.ties]}
            if spans:
                sizes, labels = spans[-1]
                if common := [label for label in labels if label in good]:
                    spans[-1] = ([*sizes, size], common)
                    continue
            spans.append(([size], list(good)))
        return [(sizes, labels[0]) for sizes, labels in spans]

    def others(self):
        """The cases without figures, and why: {(label, status, reason): [what]}."""
        found = {}
        for row in self.rows:
            if row.status != "ok":
                found.setdefault((row.label, row.status, row.reason), []).append(row)
        return found

    def charts(self):
        """The pairs of drawings, light and dark."""
        light = sorted(p for p in (self.directory / "charts").glob("*.svg") if not p.stem.endswith("-dark"))
        return [(path, path.with_name(path.stem + "-dark.svg")) for path in light]
