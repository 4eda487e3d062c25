#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: hostile_test.py PLOT MAKE_FIXTURES

Results that somebody else has made: nothing in the name of their directory, in their tables or
in host.json may be executed, by a shell, by gnuplot or by a browser, or change where is written.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as tree

PLOT, MAKE_FIXTURES = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
MADE = tempfile.TemporaryDirectory()
FIXTURES = pathlib.Path(MADE.name)
DIRECTORIES = (
    "<touch PWNED;cat x", "|touch PWNED; cat", "$(touch PWNED)", "`touch PWNED`", "$rows", "-x", "=",
    "size=64", "@PAPER", "'", '"', "new\nline", " ", "*", "~", "\\", "{x}", "%s", "ü", os.fsdecode(b"\xff"),
)  # fmt: skip
TEXTS = (
    "`touch PWNED`", "$(touch PWNED)", "<touch PWNED", "|touch PWNED", "'.system('touch PWNED').'",
    "''.system(\\touch PWNED\\).''", "@PAPER", "{/=40 x}_y^z", "%s%n%d", "#x", "<script>alert(1)</script>",
    "&lt;", "x onload=alert(1)", "../../PWNED", "-", "nan", " ",
)  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert("foreign")</script></svg>\n'


class HostileTest(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.work = pathlib.Path(made.name)

    def run_script(self, script, *words):
        """What it printed; it must succeed without a word on stderr."""
        done = subprocess.run([PLOT / script, *words], cwd=self.work,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        return done.stdout

    def result(self, name, fixture="one.csv", conditions="a machine"):
        directory = self.work / name
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        shutil.copy(FIXTURES / fixture, directory / "summary.csv")
        host = {"conditions": conditions, "command": ["ipcbench"], "state": "complete", "seed": 1}
        (directory / "host.json").write_text(json.dumps(host), encoding="utf-8")
        return directory

    def assert_untouched(self, *known):
        found = [path for path in self.work.rglob("PWNED*") if path.suffix != ".svg"]
        self.assertEqual(found, [])
        self.assertEqual(sorted(self.work.iterdir()), sorted(known))

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_directories(self):
        for name in DIRECTORIES:
            with self.subTest(name):
                directory = self.result(name)
                word = f"./{name}" if name.startswith("-") else name
                path = self.run_script("draw", "--only", "rank", word)
                self.assertEqual(path, os.fsencode(word) + b"/charts/rank-same-cpu.svg\n")
                tree.parse(directory / "charts" / "rank-same-cpu.svg")
                self.run_script("report", "--no-charts", word)
                self.assertTrue((directory / "report.html").is_file())
                self.assert_untouched(directory)
                shutil.rmtree(directory)

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_report_draws_there(self):
        directory = self.result(DIRECTORIES[0])
        self.assertIn(b"report.html", self.run_script("report", directory.name))
        self.assert_untouched(directory)

    def plant(self, table, column, directory, texts=TEXTS):
        """Writes a row of the table again and again, each with a text in a column."""
        head, row = (line.split(",") for line in (FIXTURES / table).read_text().splitlines()[:2])
        rows = [dict(zip(head, row)) | {"mechanism": f"m{i}", column: text} for i, text in enumerate(texts)]
        name = table.split(".")[-2].replace("one", "summary")
        lines = [",".join(head), *(",".join(row.values()) for row in rows), ""]
        (directory / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_cells(self):
        columns = [("one.csv", name) for name in ("mechanism", "family", "placement", "wait", "ratio_to", "touch")]
        columns += [("load.tune.csv", name) for name in ("mechanism", "knob", "value", "role")]
        for table, column in columns:
            with self.subTest(column=column):
                directory = self.result("made by others")
                self.plant(table, column, directory)
                self.run_script("draw", "--only", "tune" if "tune" in table else "rank", directory)
                drawn = [tree.parse(path).getroot() for path in (directory / "charts").iterdir()]
                shown = " ".join(text for root in drawn for text in root.itertext())
                for text in TEXTS if column in ("mechanism", "knob", "value", "wait") else ():
                    self.assertIn(text.strip(), shown)
                self.assert_untouched(directory)
                shutil.rmtree(directory)

    def test_cells_on_the_page(self):
        script = "<script>alert(1)</script>"
        for column in ("mechanism", "family", "pattern", "placement", "wait", "touch", "variant",
                       "status", "reason", "ratio_to"):  # fmt: skip
            with self.subTest(column):
                directory = self.result("made by others", conditions=script)
                self.plant("one.csv", column, directory, [script, "plain"])
                self.run_script("report", "--no-charts", directory)
                self.assertNotIn(script, (directory / "report.html").read_text(encoding="utf-8"))
                shutil.rmtree(directory)

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_host(self):
        for text in (" ".join(TEXTS), "'", "@PAPER", "{x", "two\nlines", "\x1b[0m", "\ud800"):
            with self.subTest(text):
                directory = self.result("made by others", conditions=text)
                self.run_script("draw", "--only", "rank", directory)
                self.run_script("report", "--no-charts", directory)
                shown = "".join(tree.parse(directory / "charts" / "rank-same-cpu.svg").getroot().itertext())
                for word in text.split() if text.isprintable() else ():
                    self.assertIn(word, shown)
                self.assert_untouched(directory)
                shutil.rmtree(directory)

    def test_no_link_is_followed(self):
        directory, victim = self.result("made by others"), self.work / "victim"
        victim.write_text("mine", encoding="utf-8")
        for name in ("report.html", "report.html.new"):
            (directory / name).symlink_to(victim)
        self.run_script("report", "--no-charts", directory)
        self.assertEqual(victim.read_text(encoding="utf-8"), "mine")
        self.assertFalse((directory / "report.html").is_symlink())

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_a_foreign_drawing_is_not_in_the_page(self):
        directory = self.result("made by others")
        (directory / "charts").mkdir()
        for name in ("rank-same-cpu.svg", "latency-same-cpu.svg", "foreign.svg"):
            (directory / "charts" / name).write_text(SVG, encoding="utf-8")
        self.run_script("report", directory)
        self.assertNotIn("foreign", (directory / "report.html").read_text(encoding="utf-8"))


if __name__ == "__main__":
    subprocess.run(["awk", "-f", MAKE_FIXTURES], cwd=MADE.name, check=True)
    unittest.main(argv=sys.argv[:1], verbosity=1)
