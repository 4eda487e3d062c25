#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: gather_results.py DIR

Puts the results of the benchmarks that cover all mechanisms together, in DIR/all, as if
one run had made them: what a report of all is made from.
"""

import csv
import pathlib
import shutil
import sys

PATTERNS = ("latency", "bandwidth", "paced")
TOGETHER = ("summary.csv", "histogram.csv")
ALONE = ("tune/tune.csv", "shell/shell.csv")


def gather(directories, name, target):
    """Rows of files with the same columns, one after the other."""
    header, rows = None, []
    for directory in directories:
        with open(directory / name, encoding="utf-8", newline="") as file:
            first, *rest = csv.reader(file)
        if header not in (None, first):
            raise ValueError(f"{directory / name} has other columns")
        header = first
        rows += rest
    with open(target / name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def main(directory):
    found = [directory / name for name in PATTERNS if (directory / name / "summary.csv").exists()]
    if not found:
        return
    target = directory / "all"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name in TOGETHER:
        gather(found, name, target)
    newest = max(found, key=lambda place: (place / "host.json").stat().st_mtime)
    shutil.copy(newest / "host.json", target)
    for name in ALONE:
        if (directory / name).exists():
            shutil.copy(directory / name, target)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
