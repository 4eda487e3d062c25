# SPDX-License-Identifier: MIT
"""Charts, their pages, and the rows of each page gathered into series.

A chart is a script here that sets FIGURE; README.md explains what else it may set. A series is
one case at every place of the axis: two settings are never joined into one line.
"""

import collections
import math
import pathlib
import re

import histogram
from results import CONTROL, PLACEMENTS, Names, bytes_text, count_text

SETTING = re.compile(r'^([A-Z]+) = "([^"]*)"$', re.MULTILINE)
DEFAULTS = {"SOURCE": "summary", "PAGES": "placement touch"}
# What a search goes through besides the values of one setting.
SEARCHED = {"wait", "variant", "program"}


class Chart(dict):
    """What a script says of itself, "" where it says nothing."""

    def __init__(self, path):
        super().__init__(DEFAULTS, **dict(SETTING.findall(path.read_text(encoding="utf-8"))))
        self.name, self.table = path.stem, self["SOURCE"] + ".csv"
        self.columns = self["COLUMNS"].split() or ["p25", "p50", "p75"] * bool(self["SHAPE"])

    def __missing__(self, setting):
        return ""

    def axis(self, row):
        """A row's place on the axis, and its text; without an axis there is a single place."""
        axis, text = self["AXIS"], row[self["AXIS"]]
        if axis == "placement":
            return [*PLACEMENTS, text].index(text), text
        place = row.number(axis) if text else 0
        if axis == "size_bytes":
            return place, bytes_text(place) if place else "none"
        return place, count_text(place)


def charts():
    """All charts there are, by name."""
    found = map(Chart, sorted(pathlib.Path(__file__).resolve().parent.glob("*.gp")))
    return {chart.name: chart for chart in found if chart["FIGURE"]}


class Series:
    """A line of a chart, or a row of one that has rows."""

    def __init__(self, name, row):
        self.name, self.family, self.sleeps = name, row["family"], row.sleeps
        self.points, self.missing = {}, []  # {place: row, or None}, [(place, why it is None)]
        self.measured, self.empty, self.bins = False, False, [()]  # bins: of its distribution

    @property
    def rows(self):
        return list(filter(None, self.points.values()))

    @property
    def label(self):
        return self.name + " (no payload)" * self.empty


def _file_name(chart, fixed):
    """latency, placement=same-cpu touch=none -> latency-same-cpu-touch-none"""
    words, silent = [chart.name], {"touch": "full", "pattern": chart["PATTERN"]}
    for column, text in fixed.items():
        if text != silent.get(column):
            words.append(f"touch-{text}" if column == "touch" else text)
    return re.sub("[^A-Za-z0-9.]+", "-", "-".join(words)).strip("-")


class Page:
    """One picture: series, and what is said about them. fixed is what its rows have in common.

    The figure is the first of the chart's that any row has. With another axis than the size one
    size is kept, the smallest that most rows share unless one is asked for, and no payload.
    """

    def __init__(self, chart, fixed, rows, names, size, results):
        self.chart, self.fixed, self.names, self.results = chart, fixed, names, results
        self.file_name = _file_name(chart, fixed)
        self.without = {*fixed, chart["AXIS"]}
        figures = chart["FIGURE"].split()
        measured = [f for f in figures if any(row.figure(f) > 0 for row in rows)]
        self.figure = (measured or figures[-1:])[0]
        self.size, self.by_size = size or self._most_shared(rows), chart["AXIS"] == "size_bytes"
        self.places, self.series, self.alone, self.cases = {}, {}, "", 0
        self.cpus = {row.cpus for row in rows}
        rivals = any(row["family"] != CONTROL and not self._refusal(row) for row in rows)
        for row in rows:
            self._take(row, rivals)
        for series in self.series.values():
            if not series.measured:
                self.cases += 1
                series.missing.append((math.inf, f"not-measured-at-{bytes_text(self.size)}"))
        self.drawn, self.batched = [], []
        for series in filter(lambda series: series.rows, self.series.values()):
            if chart["SHAPE"]:
                series.bins = histogram.bins_of(results, series.rows[0])
            (self.drawn if series.bins else self.batched).append(series)

    def _refusal(self, row):
        """Why a row has nothing to draw, or "". A comparison has a verdict, not a status."""
        status, reason, verdict = row["status"], row["reason"], row["verdict"]
        if status not in ("ok", ""):
            return f"failed: {reason}" if status == "failed" else reason
        if row.figure(self.figure) > 0:
            return ""
        if verdict:
            return verdict if reason == "none" else f"{verdict}: {reason}"
        if row["saturated"] == "1":
            return "could-not-keep-up"
        return "no-figure" if row.size else "no-payload"

    def _most_shared(self, rows):
        sizes = collections.Counter()
        for row in rows:
            if row.size:
                sizes[row.size] += not self._refusal(row)
        return min(sizes, key=lambda size: (-sizes[size], size), default=0)

    def _series(self, row):
        name = self.names.of(row, self.without)
        if self.chart["CALLED"]:
            text = row[self.chart["CALLED"]]
            name = "default" if text == "0" else bytes_text(int(text)) if text.isdecimal() else text
            name += " (bad)" * (row["role"] == "bad")
        return self.series.setdefault(name, Series(name, row))

    def _take(self, row, rivals):
        series, (place, text), reason = self._series(row), self.chart.axis(row), self._refusal(row)
        self.places[place] = text
        if row.size not in (0, self.size) and not self.by_size:
            return
        series.measured, series.empty = True, not row.size and not self.by_size and self.size > 0
        self.cases += 1
        if not reason and series.points.get(place):
            reason, place = "measured-twice", math.inf
        if reason:
            series.missing.append((place, reason))
            series.points.setdefault(place)
        elif row["family"] == CONTROL and not row.size and rivals:
            # The harness alone is no competitor, and would stretch the axis.
            unit = " ns" if "_ns" in self.figure else ""
            where = f" {text}" if self.chart["AXIS"] == "placement" else ""
            cost = f"{row.number(self.figure):.3g}{unit}{where}"
            self.alone += f", harness alone ({series.name}) {cost}"
        else:
            series.points[place] = row

    def lines(self):
        """The points of each series as [x, y, low, high, upper, columns..., words...]; None is
        a gap, where something could not be measured."""
        if self.chart["SHAPE"]:
            return [histogram.shape(self.chart["SHAPE"], series.bins) for series in self.drawn]
        ends = (f"{self.figure}_low", f"{self.figure}_high", self.chart["UPPER"])
        numbers, words = (self.figure, *ends, *self.chart.columns), self.chart["WORDS"].split()
        return [[row and [place, *map(row.number, numbers), *map(row.__getitem__, words)]
                 for place, row in sorted(series.points.items())] for series in self.drawn]

    def left_out(self):
        """What the chart cannot show, with its reason."""
        found = collections.defaultdict(lambda: collections.defaultdict(list))
        for series in self.series.values():
            for place, reason in sorted(series.missing):
                found[reason][series].append(place)
        texts = [
            ", ".join(series.name + self._where(series, places) for series, places in where.items())
            + f" ({reason})"
            for reason, where in found.items()
        ]
        missing = sum(len(series.missing) for series in self.series.values())
        lines = [f"not shown, {missing} of {self.cases} cases: {'; '.join(texts)}"] * bool(texts)
        if self.batched:
            lines.append("no distribution, as several messages were timed at once: "
                         + ", ".join(series.label for series in self.batched))
        return "\n".join(lines)

    def _where(self, series, places):
        """The places that a series which is drawn lacks for one reason."""
        known = sorted(self.places)
        at = [known.index(place) for place in places if place in self.places]
        texts = [" " + self.places[known[i]] for i in at]
        if not self.chart["AXIS"] or not series.rows:
            return ""
        if len(at) > 2 and at[-1] - at[0] == len(at) - 1:
            return f"{texts[0]}..{texts[-1][1:]}"
        return "".join(texts)

    def conditions(self):
        """Where and how often this was measured, what all cases were set to, and what the
        harness alone costs."""
        fixed, common, words = self.fixed, self.names.common(self.without), []
        if "placement" in fixed:
            words += [fixed["placement"], *filter(None, self.cpus if len(self.cpus) == 1 else ())]
        words.append(f"touch {fixed.get('touch', '')}")
        if common:
            words.append(f"all cases: {common}")
        if self.chart["PATTERN"] == "stream" and self.names.untuned:
            words.append("default buffers")
        rounds = sorted({row.number("rounds") for series in self.drawn
                         for row in series.rows if row["rounds"]})
        if rounds:
            words.append(" to ".join(f"{n:g}" for n in rounds[:: len(rounds) - 1 or 1]) + " rounds")
        return ", ".join(words) + self.alone


def _grouped(rows, key):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups.items()


def pages(chart, results, size=0):
    """The pages of a chart. An axis with one place on it is no chart."""
    table, pattern, axis = results.tables[chart.table], chart["PATTERN"], chart["AXIS"]
    columns = [column for column in ("pattern" * bool(pattern), *chart["PAGES"].split())
               if column in table.columns]
    rows = [row for row in table.rows if pattern in ("", row["pattern"])]
    for key, group in _grouped(rows, lambda row: tuple(map(row.get, columns))):
        fixed = dict(zip(columns, key))
        if chart["CALLED"]:
            # Its series are no cases: what else was searched for makes a page of its own. Other
            # settings are as kept from the search before, each size its own.
            own = Names(group)
            parts = _grouped(group, lambda row: own.of(row, {*row.settings} - SEARCHED))
            for name, part in parts:
                yield Page(chart, {**fixed, "mechanism": name}, part, Names(part), size, results)
        elif axis in ("", "size_bytes") or len({row[axis] for row in group}) > 1:
            yield Page(chart, fixed, group, table.names, size, results)


def drawable(charts, results, size, tell):
    """The pages of the charts that have something on them; of others tell is told why not."""
    missed, names = set(), collections.Counter()
    for chart in charts:
        pattern, axis, found, why = chart["PATTERN"], chart["AXIS"], [], ""
        if chart.table not in results.tables:
            # Once for each table, not for each chart.
            why = f"there is no {chart.table}" * (chart.table not in missed)
            missed.add(chart.table)
        elif chart["SHAPE"] and "histogram.csv" not in results.tables:
            why = "there is no histogram.csv"
        elif not (found := list(pages(chart, results, size))):
            name = results.tables[chart.table].path.name
            why = f"{name} has no {pattern}{' ' * bool(pattern)}rows"
            why += f" with more than one {axis}" * (axis not in ("", "size_bytes"))
        if why:
            tell(f"no {chart.name} chart: {why}")
        for page in found:
            names[page.file_name] += 1
            if names[page.file_name] > 1:
                page.file_name += f"-{names[page.file_name]}"
            if page.drawn:
                yield page
            else:
                tell(f"no {page.file_name}: nothing to draw; {page.left_out()}")
