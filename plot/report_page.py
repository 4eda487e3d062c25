# SPDX-License-Identifier: MIT
"""The page that report writes: one file that needs no other."""

import base64
import hashlib
import math
import pathlib
import shlex

from gnuplot import palette_css
from markup import Markup, element, join, table
from report_data import BANDWIDTH, CPU, CPU_STREAM, LATENCY
from results import CONTROL, PLACEMENTS, in_units

HERE = pathlib.Path(__file__).resolve().parent
SHELL = "shell"
# In the order of the page; a chart that is not in this list comes last.
CHARTS = ("latency", "bandwidth", "rank", "cpu", "placement", "load", "spectrum",
          "distribution", "tune", SHELL)
NEW_LINE = Markup("<br>")


# ---- figures in words ----


def three(value):
    """With three digits that count, "" for NaN."""
    if math.isnan(value):
        return ""
    if value < 0.9995:
        return f"{value:#.3g}"
    return f"{value:.{(value < 99.95) + (value < 9.995)}f}"


def scaled(value, *units):
    value, unit = in_units(value, 1000, *units)
    return f"{three(value)}\u00a0{unit}" if value == value else ""


def time_text(ns):
    return scaled(ns, "ns", "µs", "ms", "s")


def rate_text(rate):
    return scaled(rate, "B/s", "kB/s", "MB/s", "GB/s")


def size_text(size):
    return "%d\u00a0%s" % in_units(size, 1024, "B", "KiB", "MiB", "GiB")


def metric_text(metric, row):
    """In words; of a time with two modes, both."""
    modes = row.figure("mode_low_ns"), row.figure("mode_high_ns")
    if metric.column == "rtt_p50_ns" and modes[0] > 0:
        return " or ".join(map(time_text, modes))
    return (rate_text if metric.more_is_better else time_text)(metric.of(row))


def regimes_text(metric, row):
    """The figure while the CPUs are near and while they are far: "250 ns near, 837 ns far"."""
    def text(regime):
        ns = row.figure(f"{regime}_ns")
        return rate_text(row.size * 1e9 / ns) if metric.more_is_better else time_text(ns)

    return f"{text('near')} near, {text('far')} far"


def spread_text(metric, row):
    """The figure's own interval, in percent of it. Where the CPUs moved, a time is a mixture of
    two."""
    if row["moved"] == "1" and metric.ratio == "ratio":
        return regimes_text(metric, row)
    low, high = (100 * (row.figure(f"{metric.column}_{end}") / metric.of(row) - 1)
                 for end in ("low", "high"))
    return f"{low:+.1f} {high:+.1f} %" if low == low else ""


def place_heading(run, placement):
    row = next(row for row in run.rows if row["placement"] == placement)
    cpus = list(dict.fromkeys(filter(None, (row["client_cpu"], row["server_cpu"]))))
    where = f" (CPU{'s' * (len(cpus) > 1)} {' and '.join(cpus)})" if cpus else ""
    return element("h3", f"{placement}: {PLACEMENTS.get(placement, '')}{where}")


def names(rows, most=4):
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return ", ".join(row.name for row in rows[:most]) + more


def best_name(winner):
    return element("span", winner.best.name, class_="best")


# ---- what to take ----


def heading(run):
    host, common = run.host, run.names.common({"touch"})
    rounds = max((row.number("rounds") for row in run.rows if row["rounds"]), default=0)
    words = (host["conditions"], f"{rounds:g} rounds, touch {run.touch}",
             common and f"all cases: {common}", host["label"], host["begun"], f"the run is {host['state']}")
    warnings = [element("div", str(warning.get("text", "")), NEW_LINE,
                        element("span", str(warning.get("fix", "")), class_="pale"), class_="warn")
                for warning in host["warnings"] if isinstance(warning, dict)]
    return join(element("h1", "What it costs two processes to talk"),
                element("p", "; ".join(filter(None, words))), *warnings)


def sureness(winner):
    """How sure it is that the best is the best, in a few words."""
    if winner.next is None and not winner.ties:
        return "nothing to compare with"
    if winner.best["ratio_moved"] == "1":
        return "not sure: its ratio is another while the CPUs are near than while they are far"
    if not winner.sure:
        return "not sure: no interval (six rounds at least make one)"
    if winner.ties:
        return f"a tie with {names(winner.ties)}"
    return f"sure: {winner.lead:.2f} times ahead of {winner.next.name}"


def questions(run, placement):
    """(question, metric, size, whether to ask those that sleep, those that poll, or all)"""
    for size in run.sizes(placement, "round-trip")[:1]:
        text = size_text(size)
        yield f"Small messages, {text}", LATENCY, size, True
        yield f"Small messages, {text}, if it may poll", LATENCY, size, False
        yield f"Least CPU, {text} there and back", CPU, size, None
    for sleeping, suffix in ((True, ""), (False, ", if it may poll")):
        # Where the best of all is best: the largest size is not always it.
        sizes = [(BANDWIDTH.of(winner.best), size) for size in run.sizes(placement, "stream")
                 if (winner := run.winner(BANDWIDTH, placement, size, sleeping))]
        for _, size in sorted(sizes)[-1:]:
            buffers = ", default buffers" * run.names.untuned
            yield f"Bulk, in messages of {size_text(size)}{buffers}{suffix}", BANDWIDTH, size, sleeping


def answers(run, placement):
    rows = []
    for question, metric, size, sleeping in questions(run, placement):
        if winner := run.winner(metric, placement, size, sleeping):
            cost = CPU.of(winner.best)
            per_byte = f"{cost / size:.2g} ns per byte" if cost > 0 else ""
            tuned = metric is BANDWIDTH and run.results.tuned(winner.best)
            rows.append([question, best_name(winner), metric_text(metric, winner.best),
                         spread_text(metric, winner.best),
                         per_byte if metric is BANDWIDTH else time_text(cost), sureness(winner),
                         f"{rate_text(tuned[0])} ({tuned[1]})" if tuned else ""])
    head = ["for", "take", "", "95 % interval", "CPU, both sides", "how sure", "tuned"]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return join(place_heading(run, placement), table(head, rows, numbers=(2, 3, 4)))


# ---- which mechanism at which size ----


def winner_cell(metric, winner):
    if not winner:
        return element("span", "none", class_="pale")
    ties = [NEW_LINE, element("span", "= " + names(winner.ties), class_="tie")]
    return join(best_name(winner), " " + metric_text(metric, winner.best),
                "" if winner.sure else element("span", " ?", class_="tie"),
                *ties * bool(winner.ties))


def by_size(run, placement):
    columns = {
        "latency, asleep": (LATENCY, True),
        "latency, polling": (LATENCY, False),
        "bandwidth, asleep": (BANDWIDTH, True),
        "bandwidth, polling": (BANDWIDTH, False),
        "CPU, round trip": (CPU, None),
        "CPU, stream": (CPU_STREAM, None),
    }
    rows = [[size_text(size)] + [winner_cell(metric, run.winner(metric, placement, size, sleeping))
                                 for metric, sleeping in columns.values()]
            for size in run.sizes(placement, "round-trip", "stream")]
    parts = [place_heading(run, placement), table(("size", *columns), rows)]
    for what, metric in (("latency", LATENCY), ("bandwidth", BANDWIDTH)):
        words = []
        for sizes, name in run.crossovers(metric, placement, True):
            upto = f" to {size_text(sizes[-1])}" if len(sizes) > 1 else ""
            words += [f"{'; ' if words else f'Asleep, by {what}: '}{size_text(sizes[0])}{upto}: ",
                      element("b", name)]
        if words:
            parts.append(element("p", *words, "."))
    return join(*parts)


# ---- the rest ----


def figures(charts):
    """The drawings, which have titles of their own, in the order of the page."""
    order = {kind: i for i, kind in enumerate(CHARTS)}
    charts = sorted(charts, key=lambda chart: (order.get(chart[0], len(order)), chart[1]))
    return join(*(element("figure", Markup(svg), role="img", aria_label=name)
                  for _, name, svg in charts))


def full_table(run):
    """Every case with figures; a column that none of them has is left out."""
    found = [row for row in run.rows if row["status"] == "ok"]
    texts = {"rtt_p50_ns": time_text, "rtt_p99_ns": time_text, "rtt_p999_ns": time_text,
             "latency_p50_ns": time_text, "latency_p99_ns": time_text, "first_ns": time_text,
             "bytes_per_s": rate_text, "ratio": three, "near_ns": time_text, "far_ns": time_text}
    shown = {name: show for name, show in texts.items() if any(row[name] for row in found)}
    words = ("family", "pattern", "placement", "wait", "touch")
    rows = []
    for row in found:
        values = [(size_text, row.size), *((show, row.number(name)) for name, show in shown.items()),
                  (time_text, CPU.of(row))]
        rows.append([row.name, *map(row.get, words),
                     *((show(value), f"{value:.6g}".replace("nan", "")) for show, value in values)])
    return join(
        Markup('<p><input data-table=all placeholder="filter: words" aria-label=filter> '),
        element("span", "A click on a heading sorts. Columns are explained in results/README.md.",
                class_="pale"),
        table(("case", *words, "size_bytes", *shown, "cpu_ns"), rows, id="all", class_="sortable"))


def others(run):
    """The cases without figures, and why."""
    found = {}
    for row in run.rows:
        if row["status"] != "ok":
            where = f"{row['pattern']}, {size_text(row.size)}, {row['placement']}"
            found.setdefault((row.name, row["status"], row["reason"]), set()).add(where)
    rows = [(*case, "; ".join(sorted(where)[:3]) +
             (f" and {len(where) - 3} more" if len(where) > 3 else ""))
            for case, where in sorted(found.items())]
    return table(("case", "", "why", "where"), rows) if rows else element("p", "Nothing.")


def shell_section(run, charts):
    found = [row for row in run.results.rows("shell.csv") if row["status"] == "ok"]
    rows = [(size_text(row.size), row["mechanism"], time_text(row.figure("wall_ns")),
             time_text(row.number("user_ns") + row.number("system_ns")),
             three(row.figure("ratio"))) for row in found]
    if not rows:
        return ""
    return join(
        element("h2", "In the shell"),
        element("p", "The same job by whole commands: each counts the matching lines of a file. "
                     "Whatever a command takes beyond one process that reads the file itself is "
                     "the cost of the second process, and of the way between the two."),
        figures(charts),
        table(("file", "command", "wall time", "CPU time", f"over {found[0]['ratio_to']}"), rows,
              numbers=(2, 3, 4)))


def reproduce(run):
    host = run.host
    facts = {key: host[key] for key in ("version", "seed", "wall_s", "settle_ms",
                                        "sweeps_per_round") if key in host} | host["machine"]
    rows = [(key, str(value)) for key, value in facts.items()]
    words = [str(word) for word in host["command"]]
    words += ["--seed", str(host["seed"])] * ("--seed" not in words)
    return join(element("p", element("code", shlex.join(words))),
                element("details", element("summary", "The machine"), table(("", ""), rows)))


def hashed(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page(run, charts):
    """The whole page, as text; charts are [(kind, name, SVG), ...]."""
    yardsticks = dict.fromkeys(
        f" Yardstick: {row.name}, {time_text(row.figure('rtt_p50_ns'))}." for row in run.rows
        if row["family"] == CONTROL and row.figure("rtt_p50_ns") > 0)
    style = (HERE / "report.css").read_text(encoding="utf-8") + palette_css()
    script = (HERE / "report.js").read_text(encoding="utf-8")
    # The browser itself sees to it that nothing is fetched, and that nothing runs but this.
    policy = (f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; "
              "img-src data:")
    drawn = figures([chart for chart in charts if chart[0] != SHELL])
    head = (
        Markup('<meta charset=utf-8><meta name=viewport content="width=device-width">'),
        Markup(f'<meta http-equiv=Content-Security-Policy content="{policy}">'),
        Markup("<link rel=icon href=data:,>"),
        element("title", f"ipcbench: {run.host['conditions']}"),
        element("style", Markup(style)),
    )
    body = (
        heading(run),
        element("h2", "What to take"),
        *(answers(run, placement) for placement in run.placements),
        element("p", "A round trip is there and back. Cases are a tie if the intervals of their "
                     "ratios do not tell them apart.", *yardsticks, class_="pale"),
        element("h2", "Which mechanism at which size"),
        *(by_size(run, placement) for placement in run.placements),
        element("h2", "Charts"),
        drawn or element("p", "None were drawn.", class_="pale"),
        shell_section(run, [chart for chart in charts if chart[0] == SHELL]),
        element("h2", "Not measured, and why"),
        others(run),
        element("h2", "All figures"),
        full_table(run),
        element("h2", "To measure it again"),
        reproduce(run),
        element("script", Markup(script)),
    )
    return f"<!DOCTYPE html>\n<html lang=en>{element('head', *head)}\n{element('body', *body)}</html>\n"
