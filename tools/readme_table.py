#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: readme_table.py README RESULTS

Writes the table of the README anew, between its two marks, from the summary.csv of the
directory RESULTS.
"""

import csv
import math
import pathlib
import re
import sys

SMALL, BULK = 8, 65536
ONE, TWO = "same-cpu", ("same-cache", "same-node", "cross-node", "smt")
WAITS = {"block": "", "spin": " (spins)", "yield": " (yields)", "hybrid": " (spins, then blocks)"}
HEAD = """| mechanism | round trip, 8 bytes, one CPU | ratio to `pipe` (95 %) | p99 | two CPUs | stream, 64 KiB, one CPU | two CPUs |
|---|--:|--:|--:|--:|--:|--:|
"""


def number(text):
    return float(text) if text else math.nan


def time_text(ns):
    if math.isnan(ns):
        return "-"
    factor, unit = next((f, u) for f, u in ((1e6, "ms"), (1e3, "us"), (1, "ns")) if ns >= f or f == 1)
    return f"{ns / factor:.3g} {unit}"


def rate_text(rate):
    return "-" if math.isnan(rate) else f"{rate / 1e9:.2g} GB/s"


def figures(rows, name):
    """(placement is one CPU, pattern) -> the row of that mechanism."""
    found = {}
    for row in rows:
        size = int(row["size_bytes"])
        wanted = (0, SMALL) if row["pattern"] == "round-trip" else (BULK,)
        if row["mechanism"] == name and row["status"] == "ok" and size in wanted:
            if row["placement"] == ONE or row["placement"] in TWO:
                found[row["placement"] == ONE, row["pattern"]] = row
    return found


def line(name, found):
    def get(one, pattern, column):
        return number(found.get((one, pattern), {}).get(column, ""))

    first = next(iter(found.values()))
    token = " (no payload)" if first["size_bytes"] == "0" else ""
    ratio, low, high = (get(True, "round-trip", "ratio" + end) for end in ("", "_low", "_high"))
    text = "-" if math.isnan(ratio) else f"{ratio:.2f}" + ("" if math.isnan(low) else f" ({low:.2f} to {high:.2f})")
    cells = (
        f"`{name}`{token}{WAITS[first['wait']]}",
        time_text(get(True, "round-trip", "rtt_p50_ns")),
        "1" if ratio == 1 else text,
        time_text(get(True, "round-trip", "rtt_p99_ns")),
        time_text(get(False, "round-trip", "rtt_p50_ns")),
        rate_text(get(True, "stream", "bytes_per_s")),
        rate_text(get(False, "stream", "bytes_per_s")),
    )
    return "| " + " | ".join(cells) + " |\n"


def main(readme, results):
    with open(results / "summary.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["family"] != "control" and row["touch"] == "full"]
    found = {name: figures(rows, name) for name in dict.fromkeys(row["mechanism"] for row in rows)}
    found = {name: cells for name, cells in found.items() if cells}

    def order(name):
        one, two = (found[name].get((place, "round-trip"), {}) for place in (True, False))
        return number(one.get("rtt_p50_ns", "")) if one else number(two.get("rtt_p50_ns", "") if two else "")

    table = HEAD + "".join(line(name, found[name]) for name in sorted(found, key=order))
    text = readme.read_text(encoding="utf-8")
    text, count = re.subn(r"(<!-- table -->\n).*?(<!-- end of table -->)", lambda m: m[1] + table + m[2], text, flags=re.S)
    if count != 1:
        sys.exit(f"{readme}: the marks of the table are missing")
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
