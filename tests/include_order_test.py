#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The order of the includes: that of this source tree, and planted trees that break it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import include_order

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = sys.argv.pop(1) if len(sys.argv) > 1 else None


def findings(files):
    """What is found in a tree of these files, a dictionary of texts by path."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(include_order.findings(Path(root)))


class Tree(unittest.TestCase):
    maxDiff = None

    def test_this_one(self):
        self.assertGreater(len(include_order.sources(ROOT)), 100)
        self.assertEqual([], list(include_order.findings(ROOT)))

    def test_every_room_has_a_place(self):
        rooms = {include_order.room(file) for file in include_order.sources(ROOT)}
        self.assertEqual(set(include_order.HEIGHT), rooms)

    @unittest.skipUnless(LIBRARY, "no library was named")
    def test_its_calls(self):
        nm = subprocess.run(["nm", "-g", LIBRARY], check=True, capture_output=True, text=True)
        self.assertGreater(nm.stdout.count("\n"), 100)
        self.assertEqual([], list(include_order.call_findings(nm.stdout)))


class Planted(unittest.TestCase):
    def expect(self, files, *expected):
        found = findings(files)
        self.assertEqual(len(expected), len(found), found)
        for text, finding in zip(expected, found):
            self.assertIn(text, finding)

    def test_downwards_is_allowed(self):
        self.expect({
            "src/run/run.c": '#include "run/run.h"\n#include "pair/pair.h"\n#include "loop.h"\n',
            "src/run/run.h": "",
            "src/pair/pair.h": "",
            "bench/loop.h": '#include "common/cpu.h"\n',
            "bench/common/cpu.h": "",
        })

    def test_upwards(self):
        self.expect({"src/pair/pair.c": '#include "run/run.h"\n', "src/run/run.h": ""},
                    "src/pair/pair.c: may not include src/run/run.h")

    def test_beside(self):
        self.expect({"src/list/list.c": '#include "compare/cases.h"\n', "src/compare/cases.h": ""},
                    "src/list/list.c: may not include src/compare/cases.h")

    def test_a_family_of_another(self):
        self.expect({"bench/pipe/pipe.c": '#include "shm/ring.h"\n', "bench/shm/ring.h": ""},
                    "bench/pipe/pipe.c: may not include bench/shm/ring.h")

    def test_a_mechanism_of_the_harness(self):
        self.expect({"bench/pipe/pipe.c": '#include "pair/pair.h"\n', "src/pair/pair.h": ""},
                    'bench/pipe/pipe.c: there is no "pair/pair.h"')

    def test_the_harness_of_a_family(self):
        self.expect({"src/pair/pair.c": '#include "shm/ring.h"\n', "bench/shm/ring.h": ""},
                    "src/pair/pair.c: may not include bench/shm/ring.h")

    def test_without_its_folder(self):
        self.expect({"src/pair/pair.c": '#include "pair.h"\n', "src/pair/pair.h": ""},
                    'src/pair/pair.c: there is no "pair.h"')

    def test_a_room_nobody_knows(self):
        self.expect({"src/attic/old.c": '#include "base/text.h"\n', "src/base/text.h": ""},
                    "src/attic/old.c: may not include src/base/text.h")

    def test_a_circle(self):
        self.expect({
            "src/pair/a.c": '#include "pair/b.h"\n',
            "src/pair/a.h": "",
            "src/pair/b.h": '#include "pair/a.h"\n',
        }, "circle: src/pair/a src/pair/b")

    def test_calls(self):
        symbols = """
libharness.a.p/pair_pair.c.o:
0000000000000000 T pair_open
                 U run_measure

libharness.a.p/run_run.c.o:
                 U pair_open
0000000000000010 T run_measure
"""
        self.assertEqual(
            ["src/pair/pair: may not use run_measure() of src/run/run",
             "circle of calls: src/pair/pair src/run/run"],
            list(include_order.call_findings(symbols)))


if __name__ == "__main__":
    unittest.main()
