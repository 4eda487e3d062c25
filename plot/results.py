# SPDX-License-Identifier: MIT
"""The files of a result directory, and what its cases are called.

Charts, report and tools read results through this module alone; results/README.md explains
the files. It knows columns, never a mechanism.
"""

import collections
import functools
import json
import math

from command import Failure

SCHEMA = 2
CONTROL = "control"  # the family of yardsticks, which are no mechanisms
KEY = (
    "mechanism family pattern size_bytes placement client_cpu server_cpu wait touch pairs "
    "rate_per_s buffer_requested_bytes buffer_granted_bytes variant"
).split()
# What a table has besides its key and its schema; older ones may lack any other column.
REQUIRED = {
    "summary.csv": ["status", "reason"],
    "histogram.csv": ["low_ns", "high_ns", "count", "share"],
    "tune.csv": ["knob", "value", "role"],
    "shell.csv": ["status", "reason", "wall_ns"],
    "compare.csv": ["verdict", "reason"],
}
# From near to far.
PLACEMENTS = {
    "same-cpu": "both on one CPU",
    "smt": "two threads of one core",
    "same-cache": "two CPUs that share a cache",
    "same-node": "two CPUs of one memory node",
    "cross-node": "two memory nodes",
    "apart": "two CPUs, what they share is unknown",
    "any": "not pinned",
    "elsewhere": "not pinned, the server somewhere else",
}
HOST = {"conditions": str, "label": str, "state": str, "begun": str, "command": list, "seed": int,
        "machine": dict, "warnings": list}
# What the words and, by unit, the numbers of a setting are called; the default is "".
WORDS = {
    "wait": {"block": "", "spin": "spins", "yield": "yields", "hybrid": "spins then blocks"},
    "variant": {"none": "", "default": "", "-": ""},
    "touch": {"full": "", "none": "touch none"},
    "program": {"this": "", "other": "other build"},
    "helper": {"none": "", "kernel-worker": "kernel worker on any CPU"},
}
BUFFERS = ("buffer", "depth", "chunk")  # what decides how much of a stream is under way
NUMBERS = {
    "": lambda name, value: f"{name} {value:g}",
    "_bytes": lambda name, value: f"{bytes_text(value)} {name}",
    "_ns": lambda name, value: f"{value / 1000:g} µs {name}",
}


def in_units(value, base, *units):
    """(value, unit), in the largest unit that leaves one or more; of sizes, a whole number."""
    for unit in units[:-1]:
        if value < base or (base == 1024 and value % base):
            return value, unit
        value /= base
    return value, units[-1]


def bytes_text(size):
    """65536 -> 64K"""
    return "%d%s" % in_units(size, 1024, "", "K", "M", "G")


def count_text(count):
    """1500 -> 1.5k"""
    return "%.3g%s" % in_units(count, 1000, "", "k", "M", "G")


class Row(dict):
    """A row of a table: the text of each column, empty where there is no such column."""

    def __init__(self, cells, *place):
        super().__init__(cells)
        self.place = place  # the file and the line, for messages

    def __missing__(self, column):
        return ""

    def number(self, column):
        """The number in a cell, NaN where it is empty. Infinity is no number."""
        text = self[column]
        try:
            value = float(text or "nan")
        except ValueError:
            value = math.inf
        if text and (not math.isfinite(value) or "_" in text):
            place = ": line ".join(map(str, self.place))
            raise Failure(f"{place}: {column} is '{text[:40]}', not a number")
        return value

    def figure(self, column):
        """A number above 0, or NaN: nothing takes no time at all."""
        value = self.number(column)
        return value if value > 0 else math.nan

    @functools.cached_property
    def size(self):
        """Bytes of payload, 0 where the mechanism carries none."""
        size = self.number("size_bytes")
        return int(size) if size > 0 else 0

    @property
    def sleeps(self):
        """Whether the two sides are asleep while they wait."""
        return self["wait"] == "block"

    @property
    def cpus(self):
        """The CPUs of both sides in words, empty where they are not pinned."""
        client, server = self["client_cpu"], self["server_cpu"]
        if client == server:
            return client and f"CPU {client}"
        return f"CPU {client} to {server}"

    @functools.cached_property
    def settings(self):
        """What the case was set to, in words: {setting: text}, "" for what is the default.

        Whatever has a column NAME_requested is a setting, so that new ones need no word here.
        """
        found = {}
        for column in self:
            name, requested, unit = column.partition("_requested")
            if requested:
                value = self.number(column)
                found[name] = NUMBERS.get(unit, NUMBERS[""])(name, value) if value > 0 else ""
        arm, rate = self.number("arm"), self.number("rate_per_s")
        found["arm"] = f"arm {arm:g}" if arm > 0 else ""
        found["rate_per_s"] = f"{count_text(rate)}/s" if rate > 0 else ""
        said = {name: called.get(self[name], self[name]) for name, called in WORDS.items()}
        return {"wait": said["wait"], **found, **said}


class Table:
    """A CSV file as results/README.md has it, checked as `ipcbench compare` checks one.

    A file that is damaged, or of somebody else's making, is a Failure that names the line.
    Only the last line may be cut off, as a killed run leaves it, which tell(line) is told.
    """

    def __init__(self, path, required, tell):
        self.path, self.rows = path, []
        *lines, rest = path.read_bytes().decode("utf-8", "surrogateescape").split("\n")
        if not lines:
            self._refuse(1, "there is no whole line of column names")
        if rest:
            tell(f"{path}: line {len(lines) + 1}: is cut off, and was not used")
        self.columns = self._cells(1, lines[0])
        for column in (*KEY, *required, "schema"):
            if column not in self.columns:
                self._refuse(1, f"there is no column {column}")
        for number, line in enumerate(lines[1:], 2):
            cells = self._cells(number, line)
            if len(cells) != len(self.columns):
                self._refuse(number, f"has {len(cells)} fields, not {len(self.columns)}")
            row = Row(zip(self.columns, cells), path, number)
            if row.number("schema") != SCHEMA:
                self._refuse(number, f"schema is '{row['schema'][:20]}', and this ipcbench knows "
                             f"only {SCHEMA}; use one that knows it, or measure again")
            self.rows.append(row)

    @functools.cached_property
    def names(self):
        return Names(self.rows)

    def _refuse(self, line, why):
        raise Failure(f"{self.path}: line {line}: {why}")

    def _cells(self, number, line):
        if line.startswith("\ufeff"):
            self._refuse(number, "begins with a byte order mark; save it without one")
        if line.endswith("\r"):
            self._refuse(number, "ends in CR LF; save it with LF alone")
        if not line.isprintable() or '"' in line:
            self._refuse(number, "is not UTF-8 text without quotes and control characters")
        return line.split(",")


class Results:
    """The tables and the host of a directory of results, or of one comparison, a CSV file.
    tell(line) is called for whatever a reader must know of a file that is used nevertheless."""

    def __init__(self, path, tell):
        self.directory, paths = path, {name: path / name for name in REQUIRED}
        if path.is_file():
            self.directory, paths = path.parent, {"compare.csv": path}
        self.tables = {name: Table(path, REQUIRED[name], tell)
                       for name, path in paths.items() if path.is_file()}

        # Only the summary says it, but a case has the same name everywhere.
        helpers = {row["mechanism"]: row["helper"] for row in self.rows("summary.csv")}
        for row in (row for table in self.tables.values() for row in table.rows):
            row.setdefault("helper", helpers.get(row["mechanism"], ""))

    def rows(self, name):
        return self.tables[name].rows if name in self.tables else []

    def tuned(self, row):
        """What `ipcbench tune` advised for the stream that is measured in a row: (bytes per
        second, what to set); or None."""
        same = ("mechanism", "pattern", "size_bytes", "placement", "wait", "touch")
        found = [(tuned.figure("bytes_per_s"), ", ".join(filter(None, map(tuned.settings.get, BUFFERS))))
                 for tuned in self.rows("tune.csv")
                 if tuned["role"] == "advice" and all(tuned[name] == row[name] for name in same)]
        return max(((rate, words) for rate, words in found if rate > 0), default=None)

    @functools.cached_property
    def host(self):
        """What host.json says of the machine and the run; what it does not say is empty."""
        path = self.directory / "host.json"
        try:
            host = json.loads(path.read_bytes()) if path.is_file() else {}
            for key, kind in HOST.items():
                if not isinstance(host.setdefault(key, kind()), kind):
                    raise ValueError
        except (ValueError, AttributeError, RecursionError):
            raise Failure(f"{path}: is not as ipcbench writes it") from None
        return host


class Names:
    """What the cases of a table are called, the same in every chart and on the page.

    A name is the mechanism and, in parentheses, each setting that is not the default and not
    the same for all cases; variants and arms are compared within their mechanism. Settings that all
    cases share are said once, by common(). How a yardstick waits cannot be chosen, so it is
    not said. A name has the CPUs if a placement has several pairs of them in its pattern.
    """

    def __init__(self, rows):
        self.texts, self.ways = collections.defaultdict(set), collections.defaultdict(set)
        for row in rows:
            self.ways[row["pattern"], row["placement"]].add(row.cpus)
            for key, text in self._settings(row):
                self.texts[key].add(text)

    @staticmethod
    def _settings(row):
        """((setting, the mechanism if it is told apart within one), text)"""
        for name, text in row.settings.items():
            if name != "wait" or row["family"] != CONTROL:
                yield (name, row["mechanism"] if name in ("variant", "arm") else ""), text

    def of(self, row, without=()):
        """The name of a case, without the settings that the picture shows otherwise."""
        words = [text for key, text in self._settings(row)
                 if text and len(self.texts[key]) > 1 and key[0] not in without]
        if len(self.ways[row["pattern"], row["placement"]]) > 1 and row.cpus:
            words.append(row.cpus)
        return row["mechanism"] + (f" ({'; '.join(words)})" if words else "")

    @property
    def untuned(self):
        """Whether the buffers of all cases are those that they have by default."""
        return not any(text for name in BUFFERS for text in self.texts.get((name, ""), ()))

    def common(self, without=()):
        """The settings other than the default that all cases have, in words."""
        return "; ".join(
            text for (name, mechanism), texts in self.texts.items() for text in texts
            if text and len(texts) == 1 and not mechanism and name not in without
        )
