#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: results_test.py PLOT MAKE_FIXTURES

The modules under charts and report by themselves: what is read, what is refused, what cases
are called, what comes on which page, and what gnuplot is told.
"""

import math
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PLOT, MAKE_FIXTURES = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
sys.dont_write_bytecode = True
sys.path.insert(0, str(PLOT))

# pylint: disable=wrong-import-position
import gnuplot
import histogram
from command import Failure
from report_data import CPU, Winner
from results import KEY, Names, Results, Row, Table, bytes_text, count_text
from series import charts, drawable, pages

MADE = tempfile.TemporaryDirectory()
FIXTURES = pathlib.Path(MADE.name)
CHARTS = charts()
# A case as it is when nothing was asked for.
PLAIN = dict.fromkeys(KEY, "") | {
    "mechanism": "pipe", "family": "pipe", "pattern": "round-trip", "size_bytes": "64",
    "placement": "same-cpu", "client_cpu": "0", "server_cpu": "0", "wait": "block",
    "touch": "full", "pairs": "1", "buffer_requested_bytes": "0", "variant": "default",
    "depth_requested": "0", "chunk_requested_bytes": "0", "spin_requested_ns": "0",
    "program": "this", "arm": "0", "helper": "none", "status": "ok", "reason": "none", "rounds": "10",
    "rtt_p50_ns": "1000", "bytes_per_s": "",
    "schema": "2",
}


def case(**cells):
    return Row(PLAIN | cells, "here")


class Directory(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.told = []

    def results(self, *rows, **tables):
        """Those of the rows, or of fixtures for tables: summary="full.csv"."""
        for name, fixture in tables.items():
            shutil.copy(FIXTURES / fixture, self.directory / f"{name}.csv")
        if rows:
            lines = [",".join(PLAIN)] + [",".join(case(**row).values()) for row in rows]
            (self.directory / "summary.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
        return Results(self.directory, self.told.append)

    def page(self, chart, *rows, **tables):
        found, = pages(CHARTS[chart], self.results(*rows, **tables))
        return found


class ReadingTest(Directory):
    DAMAGES = (
        ("a cell is missing", 4, lambda line: line[: line.rindex(b",")], " fields, not "),
        ("schema", 4, lambda line: line[:-1] + b"1", "schema is '1', and this ipcbench knows only 2"),
        ("a column is missing", 1, lambda line: line.replace(b"wait", b"mood"), "no column wait"),
        ("byte order mark", 1, lambda line: b"\xef\xbb\xbf" + line, "begins with a byte order mark"),
        ("CR LF", 4, lambda line: line + b"\r", "ends in CR LF"),
        ("not UTF-8", 4, lambda line: line.replace(b"pipe", b"p\xffpe", 1), "is not UTF-8 text"),
        ("a zero byte", 4, lambda line: line.replace(b"pipe", b"p\0pe", 1), "is not UTF-8 text"),
        ("an escape", 4, lambda line: line.replace(b"pipe", b"p\x1bpe", 1), "is not UTF-8 text"),
        ("a quote", 4, lambda line: line.replace(b"pipe", b'"pipe"', 1), "without quotes"),
        ("a word", 4, lambda line: line.replace(b",10,1,", b",many,1,", 1), "rounds is 'many', not a number"),
        ("infinity", 4, lambda line: line.replace(b",10,1,", b",inf,1,", 1), "rounds is 'inf', not a number"),
    )  # fmt: skip

    def damaged(self, number, damage):
        lines = (FIXTURES / "full.csv").read_bytes().split(b"\n")
        lines[number - 1] = damage(lines[number - 1])
        path = self.directory / "summary.csv"
        path.write_bytes(b"\n".join(lines))
        return path

    def test_damage_is_refused_with_its_line(self):
        for name, number, damage, why in self.DAMAGES:
            with self.subTest(name), self.assertRaises(Failure) as raised:
                for row in Table(self.damaged(number, damage), [], self.told.append).rows:
                    row.number("rounds")
            text = str(raised.exception)
            self.assertIn(f"summary.csv: line {number}: ", text)
            self.assertIn(why, text)

    def test_draw_and_report_refuse_it_in_one_line(self):
        host = self.directory / "host.json"
        host.write_text('{"conditions": "a machine"}', encoding="utf-8")
        for name, number, damage, why in self.DAMAGES:
            self.damaged(number, damage)
            for words in (["draw", "--only", "rank"], ["report", "--no-charts"]):
                with self.subTest(name, program=words[0]):
                    done = subprocess.run([PLOT / words[0], *words[1:], self.directory],
                                          capture_output=True, text=True, check=False)
                    self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1))
                    self.assertIn(why, done.stderr)
        self.assertEqual(sorted(self.directory.iterdir()), [host, self.directory / "summary.csv"])

    def test_a_cut_off_row_is_told_and_not_used(self):
        text = (FIXTURES / "one.csv").read_text(encoding="utf-8")
        path = self.directory / "summary.csv"
        for whole in (0, 1):
            path.write_text(text * whole + text[: 200 * (not whole)] + "pipe,pipe,round" * whole)
            with self.subTest(whole=whole):
                if whole:
                    self.assertEqual(len(Table(path, [], self.told.append).rows), 1)
                    self.assertEqual(self.told, [f"{path}: line 3: is cut off, and was not used"])
                else:
                    self.assertRaisesRegex(Failure, "no whole line", Table, path, [], self.told.append)

    def test_a_table_without_rows_is_one(self):
        self.assertEqual(self.results(summary="empty.csv").tables["summary.csv"].rows, [])

    def test_numbers(self):
        row = case(rtt_p50_ns="1.5e3", first_ns="", rtt_p99_ns="-5", rtt_p90_ns="1_0")
        self.assertEqual(row.number("rtt_p50_ns"), 1500)
        self.assertTrue(math.isnan(row.number("first_ns")) and math.isnan(row.number("no_such")))
        self.assertTrue(math.isnan(row.figure("rtt_p99_ns")))
        self.assertRaisesRegex(Failure, "^here: rtt_p90_ns is '1_0'", row.number, "rtt_p90_ns")

    def test_host(self):
        path = self.directory / "host.json"
        self.assertEqual(self.results().host["warnings"], [])
        for text in ("{", "[]", '{"seed": "x"}', '{"warnings": {}}', '{"conditions": null}', "[" * 100000):
            path.write_text(text, encoding="utf-8")
            with self.subTest(text[:20]), self.assertRaisesRegex(Failure, "not as ipcbench writes it"):
                _ = self.results().host


class NamesTest(Directory):
    def names(self, *rows, without=()):
        names = Names(rows)
        return [names.of(row, without) for row in rows]

    def test_what_all_cases_have_is_left_out(self):
        rows = [case(wait="spin", depth_requested="8"), case(mechanism="fifo", wait="spin", depth_requested="8")]
        self.assertEqual(self.names(*rows), ["pipe", "fifo"])
        self.assertEqual(Names(rows).common(), "spins; depth 8")
        self.assertEqual(Names(rows).common({"wait"}), "depth 8")

    def test_every_setting_that_differs_is_named(self):
        for cells, text in (
            ({"wait": "spin"}, "spins"),
            ({"wait": "yield"}, "yields"),
            ({"wait": "hybrid"}, "spins then blocks"),
            ({"wait": "novel"}, "novel"),
            ({"variant": "splice"}, "splice"),
            ({"buffer_requested_bytes": "65536"}, "64K buffer"),
            ({"buffer_requested_bytes": "65536.0"}, "64K buffer"),
            ({"depth_requested": "8"}, "depth 8"),
            ({"chunk_requested_bytes": "4096"}, "4K chunk"),
            ({"spin_requested_ns": "5000"}, "5 µs spin"),
            ({"rate_per_s": "20000"}, "20k/s"),
            ({"touch": "none"}, "touch none"),
            ({"program": "other"}, "other build"),
            ({"helper": "kernel-worker"}, "kernel worker on any CPU"),
            ({"helper": "disk"}, "disk"),
        ):
            with self.subTest(text):
                self.assertEqual(self.names(case(), case(**cells)), ["pipe", f"pipe ({text})"])
        self.assertEqual(self.names(case(), case(wait="spin", depth_requested="8", program="other")),
                         ["pipe", "pipe (spins; depth 8; other build)"])
        self.assertEqual(self.names(case(wait="spin"), case(), without={"wait"}), ["pipe"] * 2)

    def test_a_helper_is_named_in_every_table(self):
        results = self.results({}, {"mechanism": "pty", "helper": "kernel-worker"}, histogram="settings.histogram.csv")
        path = self.directory / "histogram.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("tcp,", "pty,"), encoding="utf-8")
        results = Results(self.directory, self.told.append)
        names = results.tables["histogram.csv"].names
        self.assertTrue(any(names.of(row).startswith("pty (kernel worker on any CPU")
                            for row in results.rows("histogram.csv")))

    def test_default_buffers_are_said(self):
        self.assertTrue(Names([case(), case(spin_requested_ns="1000")]).untuned)
        for name in ("buffer_requested_bytes", "depth_requested", "chunk_requested_bytes"):
            self.assertFalse(Names([case(), case(**{name: "8192"})]).untuned)
        stream = {"pattern": "stream", "bytes_per_s": "5e9"}
        self.assertIn("default buffers", self.page("bandwidth", {**stream, "size_bytes": "64"}, stream).conditions())

    def test_a_variant_matters_within_its_mechanism(self):
        rows = [case(variant="one"), case(mechanism="tcp", variant="ipv4"), case(mechanism="tcp", variant="ipv6")]
        self.assertEqual(self.names(*rows), ["pipe", "tcp (ipv4)", "tcp (ipv6)"])

    def test_an_arm_matters_within_its_mechanism(self):
        rows = [case(arm="1"), case(arm="2"), case(mechanism="fifo", arm="3")]
        self.assertEqual(self.names(*rows), ["pipe (arm 1)", "pipe (arm 2)", "fifo"])

    def test_cpus_are_named_where_there_are_several_ways(self):
        far = {"placement": "same-cache", "server_cpu": "1"}
        rows = [case(**far), case(**far, client_cpu="2"), case(), case(pattern="stream", **far)]
        self.assertEqual(self.names(*rows), ["pipe (CPU 0 to 1)", "pipe (CPU 2 to 1)", "pipe", "pipe"])

    def test_how_a_yardstick_waits_is_nobodys_choice(self):
        rows = [case(), case(mechanism="cache-line", family="control", wait="spin")]
        self.assertEqual(self.names(*rows), ["pipe", "cache-line"])

    def test_a_case_has_one_name_in_all_charts(self):
        """But for what the chart says elsewhere, in its heading or on its axis."""
        results = self.results(summary="settings.csv", histogram="settings.histogram.csv")
        names, seen = Names(results.tables["summary.csv"].rows), 0
        for chart in CHARTS.values():
            if chart.table != "summary.csv":
                continue
            for page in drawable([chart], results, 0, self.told.append):
                for series in page.drawn:
                    row = series.rows[0]
                    self.assertEqual(series.name, names.of(row, {"touch"}))
                    seen += 1
        self.assertGreater(seen, 30)

    def test_texts(self):
        self.assertEqual([bytes_text(n) for n in (0, 8, 1023, 1024, 1536, 65536, 1 << 20, 1 << 34)],
                         ["0", "8", "1023", "1K", "1536", "64K", "1M", "16G"])
        self.assertEqual([count_text(n) for n in (1, 999, 1500, 1e6, 2e12)], ["1", "999", "1.5k", "1M", "2e+03G"])


class PageTest(Directory):
    def test_a_series_runs_upward(self):
        for fixture in ("full", "settings"):
            results = self.results(summary=f"{fixture}.csv")
            for chart in ("latency", "bandwidth"):
                for page in pages(CHARTS[chart], results):
                    self.assertTrue(page.drawn)
                    for line in page.lines():
                        places = [point[0] for point in line if point]
                        self.assertEqual(places, sorted(set(places)))

    def test_one_size_is_the_smallest_that_most_share(self):
        rows = [dict(mechanism=name, size_bytes=size) for name in "ab" for size in ("64", "4096")]
        self.assertEqual(self.page("rank", *rows, {"mechanism": "a", "size_bytes": "8"}).size, 64)
        page = self.page("rank", *rows, {"mechanism": "c", "size_bytes": "8"}, {"mechanism": "d", "size_bytes": "0"})
        self.assertEqual([series.label for series in page.drawn], ["a", "b", "d (no payload)"])
        self.assertEqual(page.left_out(), "not shown, 1 of 4 cases: c (not-measured-at-64)")

    def test_what_was_not_measured_is_a_gap_and_is_told(self):
        sizes = ("8", "64", "512", "4096", "32768")
        rows = [dict(size_bytes=size) for size in sizes]
        rows[2] |= {"status": "skipped", "reason": "no-room", "rtt_p50_ns": ""}
        page = self.page("latency", *rows)
        self.assertEqual([point and point[0] for point in page.lines()[0]], [8, 64, None, 4096, 32768])
        self.assertEqual(page.left_out(), "not shown, 1 of 5 cases: pipe 512 (no-room)")
        for row in rows[2:]:
            row |= {"status": "failed", "reason": "died", "rtt_p50_ns": ""}
        self.assertEqual(self.page("latency", *rows).left_out(),
                         "not shown, 3 of 5 cases: pipe 512..32K (failed: died)")

    def test_a_gap_is_one_empty_line(self):
        """Two would begin another data set, the first line of which gnuplot takes for names."""
        rows = [dict(size_bytes=size) for size in ("8", "64", "512", "4096", "32768", "65536")]
        for row in (rows[0], rows[2], rows[3], rows[5]):
            row |= {"status": "skipped", "reason": "no-room", "rtt_p50_ns": ""}
        files = gnuplot._files(self.page("latency", *rows), False, "svg")  # pylint: disable=protected-access
        self.assertEqual(files["1.csv"], "series,x,y,low,high,upper\n1,64,1000,,,\n\n1,32768,1000,,,\n")
        self.assertEqual(files["rows.csv"], files["1.csv"] + "\n")

    def test_no_row_replaces_another(self):
        page = self.page("rank", {}, {"rtt_p50_ns": "54"}, {"mechanism": "fifo"})
        self.assertEqual([series.rows[0]["rtt_p50_ns"] for series in page.drawn], ["1000", "1000"])
        self.assertEqual(page.left_out(), "not shown, 1 of 3 cases: pipe (measured-twice)")

    def test_both_programs_of_a_comparison_are_drawn(self):
        page = self.page("rank", {}, {"program": "other", "rtt_p50_ns": "900"})
        self.assertEqual([series.name for series in page.drawn], ["pipe", "pipe (other build)"])

    def test_no_figure_is_no_figure(self):
        for text in ("0", "-5", ""):
            page = self.page("rank", {}, {"mechanism": "fifo", "rtt_p50_ns": text})
            self.assertEqual([series.name for series in page.drawn], ["pipe"])

    def test_the_heading_says_what_all_have_in_common(self):
        rows = [{"mechanism": "pipe", "wait": "spin"}, {"mechanism": "fifo", "wait": "spin", "rounds": "7"}]
        self.assertEqual(self.page("rank", *rows).conditions(),
                         "same-cpu, CPU 0, touch full, all cases: spins, 7 to 10 rounds")

    def test_two_waits_are_tuned_on_two_pages(self):
        text = (FIXTURES / "load.tune.csv").read_text(encoding="utf-8")
        rows = [line for line in text.splitlines(keepends=True)[1:] if line.startswith("pipe,")]
        spins = "".join(rows).replace(",block,", ",spin,")
        (self.directory / "tune.csv").write_text(text + spins, encoding="utf-8")
        found = list(pages(CHARTS["tune"], self.results()))
        self.assertEqual(sorted(page.file_name for page in found), [
            "tune-hybrid-spin-round-trip-same-cpu",
            "tune-pipe-buffer-stream-same-cpu",
            "tune-pipe-spins-buffer-stream-same-cpu",
        ])  # fmt: skip
        self.assertEqual({page.left_out() for page in found[:1] + found[2:]}, {""})

    def test_a_file_is_named_by_letters_alone(self):
        rows = [{"placement": "../../a b", "touch": "none"}]
        self.assertEqual(self.page("rank", *rows).file_name, "rank-..-..-a-b-touch-none")


class WinnerTest(unittest.TestCase):
    @staticmethod
    def winner(*ratios):
        """Who takes the least CPU time, of cases with such a ratio and such an interval."""
        return Winner(CPU, [
            case(mechanism=name, cpu_ns_per_message=str(1000 * value), cpu_ratio=str(value), cpu_ratio_low=low,
                 cpu_ratio_high=high)
            for name, (value, low, high) in zip("abcd", ratios)])

    def test_nobody_is_sure_without_an_interval(self):
        self.assertFalse(self.winner((1, "", ""), (2, "", "")).sure)
        self.assertFalse(self.winner((1, "1", "1"), (2, "", "")).sure)
        self.assertFalse(self.winner((1, "", ""), (2, "1.9", "2.1")).sure)

    def test_intervals_decide(self):
        winner = self.winner((1, "1", "1"), (1.3, "0.9", "1.6"), (1.2, "1.1", "1.3"))
        self.assertTrue(winner.sure)
        self.assertEqual([row["mechanism"] for row in winner.ties], ["b"])
        self.assertEqual((winner.next["mechanism"], winner.lead), ("c", 1.2))


class HistogramTest(unittest.TestCase):
    BINS = [(100 + i, 1000 >> i // 4) for i in range(40)]

    def test_spectrum(self):
        points = histogram.shape("spectrum", self.BINS)
        self.assertEqual([point[0] for point in points], sorted(point[0] for point in points))
        self.assertEqual(points[-1][1], 139)
        few = [point[1] for point in points if not math.isnan(point[4])]
        many = [point[1] for point in points if math.isnan(point[4])]
        self.assertEqual(few[0], many[-1])
        self.assertEqual(points[0][5:], [101, 103, 107])

    def test_density(self):
        points = histogram.shape("density", [(1000, 100), (1001, 100), (9000, 1)])
        self.assertEqual(max(point[0] for point in points), 1)
        self.assertLess(len(points), 20)

    def test_rounds_weigh_the_same(self):
        """Two rounds, one of three samples and one of a single one."""
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        path = pathlib.Path(directory.name)
        bins = [case(low_ns="1", high_ns="1", count="3", share="0.5"), case(low_ns="2", high_ns="2", count="1", share="0.5")]
        for name, rows in (("summary", [case()]), ("histogram", bins)):
            lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
            (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        results = Results(path, self.fail)
        self.assertEqual(histogram.bins_of(results, results.rows("summary.csv")[0]), [(1, 2), (2, 2)])

    def test_one_bin(self):
        for name in ("spectrum", "density"):
            self.assertTrue(histogram.shape(name, [(1, 1)]))


class GnuplotTest(unittest.TestCase):
    TEXTS = (
        "it's", "''", "\\", "a\\", '"', "`touch PWNED`", "$(touch PWNED)", "@PAPER", "{/:Bold x}", "a_b^c",
        "%s %n", "# no comment", "one\ntwo", "<pipe", "|pipe", "µ", "'.system('touch PWNED').'", "",
    )  # fmt: skip

    @unittest.skipUnless(shutil.which("gnuplot"), "there is no gnuplot")
    def test_texts_come_through_as_they_are(self):
        script = "".join(f"T = {gnuplot.quoted(text)}\nprint T\nprint '--'\n" for text in self.TEXTS)
        script += f"array A[{len(self.TEXTS)}] = {gnuplot.quoted(list(self.TEXTS))}\n"
        script += "do for [i=1:|A|] { print A[i]; print '--' }\n"
        with tempfile.TemporaryDirectory() as directory:
            done = subprocess.run(["gnuplot", "-d", "-"], input="set print '-'\nPAPER = 'no'\n" + script,
                                  capture_output=True, text=True, check=True, cwd=directory)
            self.assertEqual(list(pathlib.Path(directory).iterdir()), [])
        self.assertEqual(done.stdout, "".join(f"{text}\n--\n" for text in self.TEXTS) * 2)

    def test_control_characters_are_not_passed_on(self):
        self.assertEqual(gnuplot.quoted("a\x1b[0m\r\u202e"), "'a?[0m??'")

    def test_a_light_colour_has_one_dark_one(self):
        found = {}
        for light, dark in gnuplot.PALETTE.values():
            self.assertEqual(found.setdefault(light, dark), dark)


if __name__ == "__main__":
    subprocess.run(["awk", "-f", MAKE_FIXTURES], cwd=MADE.name, check=True)
    unittest.main(argv=sys.argv[:1], verbosity=1)
