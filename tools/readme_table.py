#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: readme_table.py README RESULTS

Writes the table of the README anew, between its two marks, from the summary.csv of the
directory RESULTS.
"""

import math
import pathlib
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "plot"))

# pylint: disable=wrong-import-position
from results import CONTROL, Names, Results, in_units

SMALL, BULK = 8, 65536
ONE, TWO = "same-cpu", ("same-cache", "same-node", "cross-node", "apart", "smt")
HEAD = """| mechanism | round trip, 8 bytes, one CPU | ratio to `pipe` (95 %) | p99 | two CPUs | stream, 64 KiB, default buffers, one CPU | two CPUs | tuned, two CPUs |
|---|--:|--:|--:|--:|--:|--:|--:|
"""


def figure_text(value, digits, *units):
    return "-" if math.isnan(value) else f"%.{digits}g %s" % in_units(value, 1000, *units)


def time_text(ns):
    return figure_text(ns, 3, "ns", "us", "ms")


def rate_text(rate):
    return "-" if math.isnan(rate) else f"{rate / 1e9:.2g} GB/s"


def figures(rows):
    """(placement is one CPU, pattern) -> the row, of those of one mechanism."""
    found = {}
    for row in rows:
        wanted = (0, SMALL) if row["pattern"] == "round-trip" else (BULK,)
        if row["status"] == "ok" and row.size in wanted and row["placement"] in (ONE, *TWO):
            found[row["placement"] == ONE, row["pattern"]] = row
    return found


def get(found, one, pattern, column):
    return found[one, pattern].number(column) if (one, pattern) in found else math.nan


def tuned_text(results, found):
    tuned = (False, "stream") in found and results.tuned(found[False, "stream"])
    return f"{rate_text(tuned[0])} ({tuned[1]})" if tuned else "-"


def line(name, found, results):
    token = " (no payload)" if next(iter(found.values())).size == 0 else ""
    name, setting, rest = name.partition(" (")
    ratio, low, high = (get(found, True, "round-trip", "ratio" + end) for end in ("", "_low", "_high"))
    text = "-" if math.isnan(ratio) else f"{ratio:.2f}"
    text += "" if math.isnan(low) else f" ({low:.2f} to {high:.2f})"
    cells = (
        f"`{name}`{token}{setting}{rest}",
        time_text(get(found, True, "round-trip", "rtt_p50_ns")),
        "1" if ratio == 1 else text,
        time_text(get(found, True, "round-trip", "rtt_p99_ns")),
        time_text(get(found, False, "round-trip", "rtt_p50_ns")),
        rate_text(get(found, True, "stream", "bytes_per_s")),
        rate_text(get(found, False, "stream", "bytes_per_s")),
        tuned_text(results, found),
    )
    return "| " + " | ".join(cells) + " |\n"


def main(readme, directory):
    results = Results(directory, print)
    rows = [row for row in results.rows("summary.csv")
            if row["family"] != CONTROL and row["touch"] == "full"
            and not (row["wait"] in ("spin", "hybrid") and row["placement"] == ONE)]
    names = Names(rows)
    cases = {name: figures(row for row in rows if names.of(row) == name) for name in map(names.of, rows)}

    def order(name):
        """By the first column; what has nothing there comes first, by the next."""
        one = (True, "round-trip") in cases[name]
        return one, get(cases[name], one, "round-trip", "rtt_p50_ns")

    found = sorted((name for name in cases if cases[name]), key=order)
    table = HEAD + "".join(line(name, cases[name], results) for name in found)
    text = readme.read_text(encoding="utf-8")
    text, count = re.subn(r"(<!-- table -->\n).*?(<!-- end of table -->)", lambda m: m[1] + table + m[2], text, flags=re.S)
    if count != 1:
        sys.exit(f"{readme}: the marks of the table are missing")
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
