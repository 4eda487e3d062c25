#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: gather_results.py DIR

Puts the results of the benchmarks that cover all mechanisms together, in DIR/all, as if
one run had made them: what a report of all is made from.
"""

import pathlib
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "plot"))

# pylint: disable=wrong-import-position
from results import REQUIRED, Table

PATTERNS = ("latency", "bandwidth", "paced")
TOGETHER = ("summary.csv", "histogram.csv")
ALONE = ("tune/tune.csv", "shell/shell.csv")


def gather(directories, name, target):
    """Rows of files with the same columns, one after the other."""
    tables = [Table(directory / name, REQUIRED[name], print) for directory in directories]
    columns = tables[0].columns
    for table in tables:
        if table.columns != columns:
            raise ValueError(f"{table.path} has other columns")
    lines = [columns, *(row.values() for table in tables for row in table.rows)]
    (target / name).write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")


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
