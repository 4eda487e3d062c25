#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: columns_test.py IPCBENCH MEASURE README

That results/README.md describes every column that is written, and no other.
"""

import csv
import pathlib
import re
import runpy
import subprocess
import sys
import tempfile
import unittest

IPCBENCH, MEASURE, README = sys.argv[1:4]
SHORT = ["--size", "64", "--placement", "same-cpu", "--pattern", "round-trip", "--quick", "--rounds", "1"]


def names_in(cell):
    """The columns that a row of a table is about, its abbreviations spelled out."""
    names = []
    for word in re.findall("`([^`]*)`", cell):
        if word == "server_...":
            names += ["server_" + name.removeprefix("client_") for name in names if name.startswith("client_")]
        elif word.startswith("_"):
            names += [name + word for name in names if not name.endswith(("_low", "_high"))]
        else:
            names.append(word)
    return names


def tables_of(text):
    """The columns of each table of one section."""
    tables = re.findall(r"^\| column .*\n\|-.*\n((?:\|.*\n)+)", text, re.M)
    return [[name for row in table.splitlines() for name in names_in(row.split("|")[1])] for table in tables]


def columns_of(path):
    with open(path, encoding="ascii") as file:
        return next(csv.reader(file))


class ColumnsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sections = re.split("^## ", pathlib.Path(README).read_text(encoding="utf-8"), flags=re.M)
        cls.tables = {heading: tables_of(text) for heading, _, text in (s.partition("\n") for s in sections)}
        cls.first, cls.last = next(tables for heading, tables in cls.tables.items() if heading.startswith("The key"))

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, *arguments):
        """Runs ipcbench with an output of its own, which is returned."""
        output = self.directory / "output"
        subprocess.run(
            [IPCBENCH, *arguments, "--output", output], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )
        return output

    def printed(self, *arguments):
        done = subprocess.run(
            [IPCBENCH, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
        )
        return done.stdout.splitlines()[0].split(",")

    def assert_described(self, columns, heading, *key):
        (table,) = self.tables[heading]
        described = [*(name for part in key for name in part), *table]
        self.assertEqual(sorted(columns), sorted(described), heading)
        self.assertEqual(columns[-1], "schema")

    def test_run(self):
        output = self.write("run", "pipe", *SHORT)
        self.assertEqual(len(list(output.glob("*.csv"))), 4)
        for path in output.glob("*.csv"):
            self.assert_described(columns_of(path), f"`{path.name}`", self.first, self.last)

    def test_compare(self):
        output = self.write("run", "pipe", *SHORT)
        columns = self.printed("compare", output, output, "--format", "csv")
        self.assert_described(columns, "`ipcbench compare --format csv`", self.first, self.last)

    def test_tune(self):
        output = self.write("tune", "pipe", "--size", "4K", "--placement", "same-cpu", "--time-limit", "1s")
        self.assert_described(columns_of(output / "tune.csv"), "`tune.csv`", self.first, self.last)

    def test_list(self):
        self.assert_described(self.printed("list", "null", "--format", "csv"), "`ipcbench list`")

    def test_doctor(self):
        self.assert_described(self.printed("doctor", "--format", "csv"), "`ipcbench doctor`")

    def test_shell(self):
        measure = runpy.run_path(MEASURE)
        row = measure["row_of"](measure["Case"](pathlib.Path(MEASURE), 1), None)
        self.assert_described(list(row), "`shell.csv`", self.first)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
