#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: shell_test.py MEASURE ECHO_SERVER ECHO_CLIENT

The shell's cases agree, one that does not is noticed, and what is missing is said.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

MEASURE, SERVER, CLIENT = sys.argv[1:4]
CASES = pathlib.Path(MEASURE).parent


class ShellTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def measure(self, *options, script=MEASURE, path=None):
        output = self.directory / "output"
        command = [sys.executable, script, "--rounds", "1", "--output", output, *options]
        environment = dict(os.environ, TMPDIR=str(self.directory))
        if path:
            environment["PATH"] = str(path)
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
        rows = []
        if (output / "shell.csv").exists():
            with open(output / "shell.csv", encoding="ascii") as file:
                rows = list(csv.DictReader(file))
            shutil.rmtree(output)
        self.assertEqual(list(self.directory.glob("ipcbench-shell-*")), [])
        return done, rows

    def test_cases_agree(self):
        done, rows = self.measure("--size", "4K,200K", "--echo-server", SERVER, "--echo-client", CLIENT)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        expected = {path.name for path in CASES.iterdir() if path.name != "measure"}
        self.assertEqual({row["mechanism"] for row in rows}, expected)
        for row in rows:
            if row["status"] == "ok":
                self.assertGreater(float(row["wall_ns"]), 0)
            else:  # socat need not be here
                self.assertEqual((row["status"], row["reason"]), ("skipped", "no-socat"))
            self.assertEqual(row["wall_ns_low"], "")  # one round has no interval
            self.assertEqual(row["schema"], "2")

    def test_six_rounds_have_an_interval(self):
        _, rows = self.measure("--size", "4K", "--rounds", "6")
        low, wall, high = (float(rows[0][name]) for name in ("wall_ns_low", "wall_ns", "wall_ns_high"))
        self.assertTrue(low <= wall <= high)

    def test_a_wrong_answer_fails(self):
        cases = self.directory / "cases"
        cases.mkdir()
        shutil.copy(CASES / "grep-file", cases)
        for name, text in (("off-by-one", 'expr "$(grep -c "$2" "$1")" + 1'), ("broken", "exit 3")):
            (cases / name).write_text(f"#!/bin/sh\n{text}\n")
            (cases / name).chmod(0o755)
        done, rows = self.measure("--size", "4K", "--cases", str(cases))
        self.assertEqual(done.returncode, 1)
        status = {row["mechanism"]: (row["status"], row["reason"]) for row in rows}
        self.assertEqual(status["off-by-one"], ("failed", "wrong-answer"))
        self.assertEqual(status["broken"], ("failed", "status-3"))
        self.assertEqual(status["grep-file"], ("ok", "none"))

    def path_without(self, *programs):
        """A PATH with everything but some programs."""
        path = self.directory / "path"
        path.mkdir()
        for place in os.environ["PATH"].split(":"):
            for file in pathlib.Path(place).glob("*"):
                if file.name not in programs and not os.path.lexists(path / file.name):
                    (path / file.name).symlink_to(file)
        return path

    def test_without_socat_and_echo_server(self):
        # A copy, since the script in the source tree finds the server that is built there.
        folder = self.directory / "share/ipcbench/bench/shell"
        shutil.copytree(CASES, folder)
        path = self.path_without("socat", "echo-server")
        done, rows = self.measure("--size", "4K", script=folder / "measure", path=path)
        self.assertEqual(done.returncode, 0)
        reasons = {row["mechanism"]: row["reason"] for row in rows if row["status"] == "skipped"}
        self.assertEqual(reasons["unix-socat"], "no-socat")
        self.assertEqual(reasons["tcp-echo"], "no-echo-server")
        self.assertIn("skipped: no-socat", done.stdout)

    def test_without_hyperfine(self):
        done, rows = self.measure("--size", "4K", path=self.path_without("hyperfine"))
        self.assertEqual((done.returncode, rows), (77, []))
        self.assertIn("hyperfine is not installed", done.stderr)

    def test_usage(self):
        for words in (["--size", "0"], ["--size", "x"], ["--rounds", "x"], ["--time-limit", "y"], ["--smoke"]):
            done = subprocess.run([sys.executable, MEASURE, *words], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (2, "", 1))


if __name__ == "__main__":
    if not shutil.which("hyperfine"):
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
