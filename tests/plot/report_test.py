#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: report_test.py REPORT MAKE_FIXTURES [WORDS]

The report of made-up results: what it says, and, where there is Chromium, what a browser
makes of it. With WORDS the golden texts are written there anew, to be read before they are
committed.
"""

import base64
import hashlib
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

REPORT, MAKE_FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
WORDS = pathlib.Path(__file__).resolve().parent / "words"
MADE = tempfile.TemporaryDirectory()
FIXTURES = pathlib.Path(MADE.name)
HOST = {
    "schema": 2,
    "version": "1.0",
    "command": ["ipcbench", "run", "all", "--label", "two words"],
    "label": "<b>made up</b>",
    "state": "complete",
    "begun": "2026-11-28T12:34:56Z",
    "seed": 7,
    "wall_s": 1.5,
    "conditions": "No CPU at all, Linux 0.1",
    "machine": {"kernel_release": "0.1"},
    "warnings": [{"text": "load average is 9", "fix": "wait"}],
}

# Sorts by every column, both ways, and says what came of it.
PROBE = """
<script>{
const table = document.getElementById("all"), body = table.tBodies[0], wrong = [];
[...table.tHead.rows[0].cells].forEach((heading, column) => {
	for (const sign of [1, -1]) {
		heading.click();
		const cells = [...body.rows].map(row => row.cells[column]).filter(cell => cell.dataset.v !== "");
		for (let i = 1; i < cells.length; i++) {
			const [a, b] = [cells[i - 1], cells[i]];
			const order = "v" in a.dataset ? a.dataset.v - b.dataset.v
				: a.textContent.localeCompare(b.textContent);
			if (sign * order > 0) wrong.push(column);
		}
	}
});
const input = document.querySelector("input[data-table]");
input.value = body.rows[0].cells[0].textContent;
input.dispatchEvent(new Event("input"));
const shown = [...body.rows].filter(row => !row.hidden).length;
document.body.dataset.probe = JSON.stringify({rows: body.rows.length, wrong, shown,
	paper: getComputedStyle(document.body).backgroundColor,
	ink: getComputedStyle(document.body).color,
	wide: document.documentElement.scrollWidth > innerWidth});
}</script>
"""


class Words(html.parser.HTMLParser):
    """What a person reads on a page, a line for each block, with N for figures."""

    BLOCKS = ("h1", "h2", "h3", "p", "tr", "div", "summary", "title")
    NUMBER = r"[-+]?\d+(?:\.\d+)?"
    FIGURE = re.compile(NUMBER + r"(?=\xa0(?:[nµm]?s|[kMG]?B/s)\b| times)")

    def __init__(self, text):
        super().__init__()
        self.silent, self.figure, self.line, self.lines = False, self.FIGURE, "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("script", "style")
        if tag in self.BLOCKS:
            self.end()
        if tag in ("td", "th"):
            self.line += " | " if self.line else ""
            self.figure = self.NUMBER if ("class", "number") in attrs or "data-v" in dict(attrs) else self.FIGURE
        self.line += " " if tag == "br" else ""

    def handle_endtag(self, tag):
        self.silent = False
        if tag in self.BLOCKS:
            self.end()

    def handle_data(self, data):
        self.line += "" if self.silent else re.sub(self.figure, "N", data)

    def end(self):
        line = " ".join(self.line.split())
        if line:
            self.lines.append(line)
        self.line, self.figure = "", self.FIGURE


class ReportTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def report(self, fixture, *options, host=None, shell=None):
        """The page made of a fixture, and of the rows of a table of commands."""
        shutil.copy(FIXTURES / fixture, self.directory / "summary.csv")
        (self.directory / "shell.csv").unlink(missing_ok=True)
        if shell:
            (self.directory / "shell.csv").write_text(shell, encoding="utf-8")
        (self.directory / "host.json").write_text(json.dumps(host or HOST), encoding="utf-8")
        command = [sys.executable, REPORT, *options, str(self.directory)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), fixture)
        self.assertEqual(done.stdout.strip(), str(self.directory / "report.html"))
        return (self.directory / "report.html").read_text(encoding="utf-8")

    def test_every_fixture(self):
        for path in sorted(FIXTURES.glob("*.csv")):
            if "." in path.stem:
                continue  # no summary
            with self.subTest(path.name):
                text = self.report(path.name, "--no-charts")
                self.assertTrue("What to take" in text)
                visible = re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)
                odd = re.search(r".{0,80}(\bnan\b|None).{0,80}", re.sub("None were drawn", "", visible))
                self.assertIsNone(odd)

    def test_words(self):
        """Golden texts: of every setting, of a run that only polls, of one without intervals."""
        for fixture in ("settings", "knobs", "polling", "bare"):
            with self.subTest(fixture):
                head, *rows = (FIXTURES / "one.commands.csv").read_text(encoding="utf-8").splitlines()
                commands = "\n".join([head, *rows[:3], ""])
                page = self.report(f"{fixture}.csv", "--no-charts", shell=commands if fixture == "knobs" else None)
                text = "\n".join(Words(page).lines) + "\n"
                golden = WORDS / f"{fixture}.txt"
                if sys.argv[3:]:
                    golden.write_text(text, encoding="utf-8")
                self.assertEqual(text, golden.read_text(encoding="utf-8"))

    def test_two_cases_have_two_names(self):
        for fixture in ("settings", "knobs"):
            rows = re.findall(r"<tr><td>(.*?)</td>(?:<td>.*?</td>){2}<td>(.*?)</td>.*?</tr>",
                              self.report(f"{fixture}.csv", "--no-charts").split("All figures")[1])
            self.assertGreater(len(rows), 9)
        for name in ("posix-mq (depth 8)", "unix-stream (4K chunk)", "shm-hybrid (spins then blocks; 1 µs spin)",
                     "pipe (8k/s)", "fifo (other build)"):  # fmt: skip
            self.assertIn(name, {name for name, _ in rows})
        self.assertNotIn("a tie with fifo,", self.report("knobs.csv", "--no-charts"))

    def test_a_run_that_only_polls(self):
        words = Words(self.report("polling.csv", "--no-charts")).lines
        self.assertTrue(any(line.startswith("Bulk, in messages of 64 KiB, default buffers, if it may poll | shm-") for line in words))

    def test_cpus_that_moved(self):
        """What takes 250 ns or 837 is not one figure; a ratio may be one all the same."""
        head, *rows = (FIXTURES / "polling.csv").read_text(encoding="utf-8").splitlines()
        for ratio_moved in "01":
            more = {"moved": "1", "ratio_moved": ratio_moved, "near_ns": "250", "far_ns": "837"}
            lines = [",".join([*more, head]), *(",".join([*more.values(), row]) for row in rows)]
            (FIXTURES / "polling.moved.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
            page = self.report("polling.moved.csv", "--no-charts")
            self.assertIn("250\xa0ns near, 837\xa0ns far", page)
            self.assertEqual("its ratio is another" in page, ratio_moved == "1")
            self.assertIn("<th>near_ns</th><th>far_ns</th>", page)

    def test_a_shell_whose_floor_failed(self):
        head, *rows = (FIXTURES / "one.commands.csv").read_text(encoding="utf-8").splitlines()
        names = head.split(",")
        cells = [dict(zip(names, row.split(","))) for row in rows[:3]]
        for cell in cells:
            cell |= {"ratio": "", "ratio_low": "", "ratio_high": ""}
        cells[0] |= {"status": "failed", "reason": "wrong-answer", "wall_ns": "", "user_ns": "", "system_ns": ""}
        table = "\n".join([head, *(",".join(cell.values()) for cell in cells), ""])
        page = self.report("one.csv", "--no-charts", shell=table)
        self.assertIn("In the shell", page)
        self.assertNotIn("command-1</td>", page)

    def test_hosts_of_any_make(self):
        for host in ({}, {"warnings": ["x", {}, {"text": 5}]}, {"machine": {"x": None, "y": [1]}},
                     {"command": [1, None]}, {"wall_s": None}, {"label": "", "seed": -1}):  # fmt: skip
            self.report("one.csv", "--no-charts", host=host or {"version": "1"})

    def test_output_that_cannot_be_written(self):
        self.report("one.csv", "--no-charts")
        buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([REPORT, "--no-charts", self.directory], stdout=full, env=buffered,
                                  stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)

    def test_text_is_escaped(self):
        text = self.report("full.csv", "--no-charts")
        for part in ("&lt;b&gt;made up&lt;/b&gt;", "load average is 9", "--label &#x27;two words&#x27; --seed 7"):
            self.assertTrue(part in text, part)

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_charts_follow_the_theme(self):
        text = self.report("full.csv")
        self.assertGreater(text.count("<figure"), 2)
        self.assertTrue("@media (prefers-color-scheme:dark){:root{--" in text)
        identifiers = re.findall(r"""\bid=["']?([^"' >]+)""", text)
        self.assertEqual(len(identifiers), len(set(identifiers)))
        self.assertLess(len(text), 2 << 20)

    def test_usage(self):
        for words in ([], ["--smoke"], [str(self.directory)], ["/nowhere"], ["a", "b"]):
            done = subprocess.run([sys.executable, REPORT, *words], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (2, "", 1), words)

    def test_a_failure_leaves_no_half_file(self):
        shutil.copy(FIXTURES / "full.csv", self.directory / "summary.csv")
        (self.directory / "host.json").write_text("{", encoding="utf-8")
        done = subprocess.run([sys.executable, REPORT, str(self.directory)], capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(list(self.directory.glob("report.html*")), [])

    def browse(self, dark):
        """What the probe saw, and what the browser said."""
        page = self.directory / "probe.html"
        text = (self.directory / "report.html").read_text(encoding="utf-8")
        # The page's policy lets no script run but its own; the probe is let in by name.
        digest = hashlib.sha256(PROBE.strip()[len("<script>") : -len("</script>")].encode()).digest()
        text = text.replace("script-src ", f"script-src 'sha256-{base64.b64encode(digest).decode()}' ")
        page.write_text(text.replace("</body>", PROBE + "</body>"), encoding="utf-8")
        quiet = ("disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
        quiet += ("disable-component-update", "disable-sync", "no-sandbox", "headless", "window-size=1200,900")
        done = subprocess.run(
            [
                "chromium",
                *("--" + word for word in quiet),
                f"--user-data-dir={self.directory}/profile",
                f"--blink-settings=preferredColorScheme={0 if dark else 1}",
                "--enable-logging=stderr",
                "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=dict(os.environ, HOME=str(self.directory)),
        )
        console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        probe = re.search(r'data-probe="([^"]*)"', done.stdout)
        self.assertTrue(probe, done.stderr)
        return json.loads(probe.group(1).replace("&quot;", '"')), console

    @unittest.skipUnless(shutil.which("chromium"), "there is no Chromium")
    def test_no_other_script_runs(self):
        self.assertNotIn("unsafe-inline", self.report("one.csv", "--no-charts"))
        path = self.directory / "report.html"
        foreign = "<script>document.body.dataset.probe = '1'</script><p onclick='x()' style='color: red'>"
        path.write_text(path.read_text(encoding="utf-8").replace("</body>", foreign + "</body>"), encoding="utf-8")
        seen, console = self.browse(False)
        self.assertNotEqual(seen, 1)
        self.assertTrue(any("Content Security Policy" in line for line in console))

    @unittest.skipUnless(shutil.which("chromium"), "there is no Chromium")
    def test_browser(self):
        self.report("full.csv", *([] if shutil.which("gnuplot") else ["--no-charts"]))
        for dark in (False, True):
            with self.subTest(dark=dark):
                seen, console = self.browse(dark)
                self.assertEqual(console, [])
                self.assertEqual(seen["wrong"], [])
                self.assertGreater(seen["rows"], 10)
                self.assertTrue(0 < seen["shown"] < seen["rows"])
                self.assertEqual(seen["paper"], "rgb(13, 17, 23)" if dark else "rgb(255, 255, 255)")
                self.assertFalse(seen["wide"])


if __name__ == "__main__":
    subprocess.run(["awk", "-f", MAKE_FIXTURES], cwd=MADE.name, check=True)
    unittest.main(argv=sys.argv[:1], verbosity=2)
