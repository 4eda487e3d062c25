# SPDX-License-Identifier: MIT
"""The page that report writes: one file that needs no other."""

import html
import math
import pathlib
import shlex

from report_chart import Palette
from report_data import BANDWIDTH, CPU, CPU_STREAM, LATENCY, CONTROL

HERE = pathlib.Path(__file__).resolve().parent
# In the order of the page; charts with another name come last.
CHART_TITLES = {
    "latency": "Latency by message size",
    "bandwidth": "Bandwidth by message size",
    "rank": "Ranking at one size",
    "cpu": "CPU time per message",
    "placement": "What another CPU costs",
    "load": "Latency under offered load",
    "scaling": "Several pairs at once",
    "spectrum": "Percentiles",
    "distribution": "Distributions",
    "tune": "Tuning",
}
SHELL_CHART = "shell"
PLACEMENTS = {
    "same-cpu": "both on one CPU",
    "smt": "two threads of one core",
    "same-cache": "two CPUs that share a cache",
    "same-node": "two CPUs of one memory node",
    "cross-node": "two memory nodes",
    "any": "not pinned",
}
escape = html.escape


def scaled(value, steps, digits=3):
    """With the largest unit that leaves a number of one or more."""
    if math.isnan(value):
        return ""
    factor, unit = next((step for step in steps if abs(value) >= step[0]), steps[-1])
    return f"{value / factor:.{digits}g} {unit}"


def time_text(ns):
    return scaled(ns, ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")))


def rate_text(rate):
    return scaled(rate, ((1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1, "B/s")))


def size_text(size):
    for factor, unit in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size and size % factor == 0:
            return f"{size // factor} {unit}"
    return f"{size} B"


def metric_text(metric, row):
    return rate_text(metric.of(row)) if metric.more_is_better else time_text(metric.of(row))


def spread_text(metric, row):
    """The figure's own interval, in percent of it."""
    value = metric.of(row)
    if metric.low is None or math.isnan(row[metric.low]):
        return ""
    low, high = (100 * (row[name] / value - 1) for name in (metric.low, metric.high))
    return f"{low:+.1f} {high:+.1f} %"


def polls(row):
    """How it waits, if it does not sleep and its name does not say so."""
    wait = row.cells["wait"]
    return "" if row.sleeps or wait in row.label else f" ({wait})"


def names(rows, most=4):
    text = ", ".join(row.label + polls(row) for row in rows[:most])
    return text + (f" and {len(rows) - most} more" if len(rows) > most else "")


def sureness(metric, winner):
    """How sure it is that the best is the best, in a few words."""
    if winner.next is None and not winner.ties:
        return "nothing to compare with"
    if not winner.sure:
        return "not sure: no interval (six rounds at least make one)"
    if winner.ties:
        return f"a tie with {names(winner.ties)}"
    return f"sure: {winner.lead:.2f} times ahead of {names([winner.next])}"


def winner_cell(metric, winner):
    if not winner:
        return "<td class=pale>none</td>"
    best = winner.best
    ties = f"<br><span class=tie>= {escape(names(winner.ties))}</span>" if winner.ties else ""
    sure = "" if winner.sure else " <span class=tie>?</span>"
    return (
        f"<td><span class=best>{escape(best.label)}</span>{escape(polls(best))} "
        f"{metric_text(metric, best)}{sure}{ties}</td>"
    )


def table(head, rows):
    cells = "".join(f"<th>{escape(text)}</th>" for text in head)
    return f"<div class=wide><table><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"


# ---- the first screen ----


def answer(run, question, metric, placement, size, sleeping):
    winner = run.winner(metric, placement, size, sleeping)
    if not winner:
        return ""
    best = winner.best
    cost = time_text(best.cpu)
    if metric is BANDWIDTH and cost:
        cost = f"{best.cpu / size:.2g} ns per byte"
    spread = spread_text(metric, best)
    return (
        f"<tr><td>{question}</td><td><span class=best>{escape(best.label)}</span>{escape(polls(best))}</td>"
        f"<td class=number>{metric_text(metric, best)}</td><td class=number>{spread}</td>"
        f"<td class=number>{cost}</td><td>{escape(sureness(metric, winner))}</td></tr>"
    )


def answers(run, placement):
    rows = []
    if sizes := run.sizes(placement, "round-trip"):
        small = sizes[0]
        rows.append(answer(run, f"Small messages, {size_text(small)}", LATENCY, placement, small, True))
        rows.append(answer(run, "… if it may poll", LATENCY, placement, small, False))
        rows.append(answer(run, f"Least CPU, {size_text(small)} there and back", CPU, placement, small, None))
    if sizes := run.sizes(placement, "stream"):
        # Where the best of all is best: the largest size is not always it.
        bulk = max(sizes, key=lambda size: BANDWIDTH.of(run.winner(BANDWIDTH, placement, size, True).best))
        rows.append(answer(run, f"Bulk, in messages of {size_text(bulk)}", BANDWIDTH, placement, bulk, True))
        rows.append(answer(run, "… if it may poll", BANDWIDTH, placement, bulk, False))
    head = ("for", "take", "", "95 % interval", "CPU, both sides", "how sure")
    return f"<h3>{escape(place_text(run, placement))}</h3>{table(head, rows)}"


def place_text(run, placement):
    row = next(row for row in run.rows if row.placement == placement)
    cpus = " and ".join(dict.fromkeys(row.cells[f"{side}_cpu"] for side in ("client", "server")))
    return f"{placement}: {PLACEMENTS.get(placement, '')}" + (f" (CPU{'s' * (' ' in cpus)} {cpus})" if cpus else "")


def heading(run):
    host, label = run.host, run.host.get("label")
    rounds = max((int(row["rounds"]) for row in run.rows), default=0)
    warnings = [
        f"<div class=warn>{escape(warning['text'])}<br><span class=pale>{escape(warning.get('fix', ''))}</span></div>"
        for warning in host.get("warnings", [])
    ]
    title = "What it costs two processes to talk"
    return (
        f"<h1>{title}</h1><p>{escape(host['conditions'])}; {rounds} rounds, touch {escape(run.touch)}"
        f"{'; ' + escape(label) if label else ''}; the run is {escape(host['state'])}</p>{''.join(warnings)}"
    )


# ---- the rest ----


def by_size(run, placement):
    head = ("size", "latency, asleep", "latency, polling", "bandwidth, asleep", "bandwidth, polling", "CPU, round trip", "CPU, stream")
    columns = ((LATENCY, True), (LATENCY, False), (BANDWIDTH, True), (BANDWIDTH, False), (CPU, None), (CPU_STREAM, None))
    sizes = sorted({*run.sizes(placement, "round-trip"), *run.sizes(placement, "stream")})
    rows = []
    for size in sizes:
        cells = "".join(winner_cell(metric, run.winner(metric, placement, size, sleeping)) for metric, sleeping in columns)
        rows.append(f"<tr><td>{size_text(size)}</td>{cells}</tr>")
    return f"<h3>{escape(place_text(run, placement))}</h3>{table(head, rows)}{crossings(run, placement)}"


def crossings(run, placement):
    lines = []
    for what, metric in (("latency", LATENCY), ("bandwidth", BANDWIDTH)):
        spans = run.crossovers(metric, placement, True)
        words = [
            f"{size_text(sizes[0])}{' to ' + size_text(sizes[-1]) if len(sizes) > 1 else ''}: <b>{escape(name)}</b>"
            for sizes, name in spans
        ]
        if words:
            lines.append(f"<p>Asleep, by {what}: {'; '.join(words)}.</p>")
    return "".join(lines)


def kind(path):
    """Which chart a drawing is one of."""
    return path.stem.split("-")[0]


def figure(pair, palette):
    """One of a light and a dark drawing; where there is no dark one, the light one."""
    light, dark = pair
    dark = dark if dark.exists() else light
    svg = palette.merge(light.read_text(encoding="utf-8"), dark.read_text(encoding="utf-8"))
    return f'<figure role=img aria-label="{escape(light.stem)}">{svg}</figure>'


def charts(run, palette, wanted):
    """The drawings of those kinds that are wanted, under their titles, in their order."""
    order = list(CHART_TITLES)
    pairs = [pair for pair in run.charts() if wanted(kind(pair[0]))]
    pairs.sort(key=lambda pair: (order.index(kind(pair[0])) if kind(pair[0]) in order else len(order), pair[0].stem))
    text, last = "", None
    for pair in pairs:
        if kind(pair[0]) != last:
            last = kind(pair[0])
            text += f"<h3>{escape(CHART_TITLES.get(last, last.capitalize()))}</h3>"
        text += figure(pair, palette)
    return text


COLUMNS = (
    ("size_bytes", size_text, int),
    ("rtt_p50_ns", time_text, None),
    ("rtt_p99_ns", time_text, None),
    ("rtt_p999_ns", time_text, None),
    ("first_ns", time_text, None),
    ("bytes_per_s", rate_text, None),
    ("ratio", lambda ratio: "" if math.isnan(ratio) else f"{ratio:.3g}", None),
)


def full_table(run):
    """Every case with figures.  It is most of the page, so its cells are short: end tags, which
    HTML can do without, are left out, and what a cell sorts by is written as data-v."""
    texts = ("case", "family", "pattern", "placement", "wait", "touch")
    rows = []
    for row in run.rows:
        if row.status != "ok":
            continue
        words = (row.label, row.family, row.pattern, row.placement, row.cells["wait"], row.cells["touch"])
        values = [(row[name], show(convert(row[name]) if convert else row[name])) for name, show, convert in COLUMNS]
        values.append((row.cpu, time_text(row.cpu)))
        cells = "".join(f"<td>{escape(word)}" for word in words)
        cells += "".join("<td data-v>" if math.isnan(value) else f"<td data-v={value:.6g}>{text}" for value, text in values)
        rows.append(f"<tr>{cells}\n")
    head = "".join(f"<th>{text}" for text in (*texts, *(name for name, _, _ in COLUMNS), "cpu_ns"))
    return (
        '<p><input data-table=all placeholder="filter: words" aria-label="filter"> '
        "<span class=pale>A click on a heading sorts. Columns are explained in results/README.md.</span></p>"
        f"<div class=wide><table id=all class=sortable><thead><tr>{head}</thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def others(run):
    rows = []
    for (label, status, reason), cases in sorted(run.others().items()):
        where = sorted({f"{row.pattern}, {size_text(row.size)}, {row.placement}" for row in cases})
        text = "; ".join(where[:3]) + (f" and {len(where) - 3} more" if len(where) > 3 else "")
        rows.append(f"<tr><td>{escape(label)}</td><td>{status}</td><td>{escape(reason)}</td><td>{escape(text)}</td></tr>")
    return table(("case", "", "why", "where"), rows) if rows else "<p>Nothing.</p>"


def shell_section(run, palette):
    rows = [row for row in run.table("shell.csv") if row["status"] == "ok"]
    if not rows:
        return ""
    body = []
    for row in rows:
        wall, user, system = (float(row[name]) for name in ("wall_ns", "user_ns", "system_ns"))
        body.append(
            f"<tr><td>{size_text(int(row['size_bytes']))}</td><td>{escape(row['mechanism'])}</td>"
            f"<td class=number>{time_text(wall)}</td><td class=number>{time_text(user + system)}</td>"
            f"<td class=number>{float(row['ratio']):.2f}</td></tr>"
        )
    head = ("file", "command", "wall time", "CPU time", f"over {rows[0]['ratio_to']}")
    drawing = "".join(figure(pair, palette) for pair in run.charts() if kind(pair[0]) == SHELL_CHART)
    return (
        "<h2>In the shell</h2><p>The same job by whole commands: the lines of a file that match are counted. What is more "
        "than the time of one process that reads the file itself is what the second process, and the way between "
        f"the two, cost.</p>{drawing}{table(head, body)}"
    )


def reproduce(run):
    host = run.host
    facts = {key: host[key] for key in ("version", "seed", "wall_s", "settle_ms", "sweeps_per_round") if key in host}
    facts |= host.get("machine", {})
    rows = [f"<tr><td>{escape(key)}</td><td>{escape(str(value))}</td></tr>" for key, value in facts.items()]
    command = shlex.join(host["command"] + ["--seed", str(host["seed"])] * ("--seed" not in host["command"]))
    return f"<p><code>{escape(command)}</code></p><details><summary>The machine</summary>{table(('', ''), rows)}</details>"


def page(run):
    """The whole page, as text."""
    palette = Palette()
    placements = run.placements()
    drawings = charts(run, palette, lambda chart: chart != SHELL_CHART) or "<p class=pale>None were drawn.</p>"
    yardsticks = "".join(
        dict.fromkeys(f" Yardstick: {row.label}, {time_text(row['rtt_p50_ns'])}." for row in run.rows
                      if row.family == CONTROL and not math.isnan(row["rtt_p50_ns"]))
    )
    body = "".join(
        (
            heading(run),
            "<h2>What to take</h2>",
            *(answers(run, placement) for placement in placements),
            "<p class=pale>A round trip is there and back. Those that cannot be told apart, by the interval of the ratio of "
            f"their slices, are ties.{escape(yardsticks)}</p>",
            "<h2>Which mechanism at which size</h2>",
            *(by_size(run, placement) for placement in placements),
            f"<h2>Charts</h2>{drawings}",
            shell_section(run, palette),
            f"<h2>Not measured, and why</h2>{others(run)}",
            f"<h2>All figures</h2>{full_table(run)}",
            f"<h2>To measure it again</h2>{reproduce(run)}",
        )
    )
    style = (HERE / "report.css").read_text(encoding="utf-8") + palette.css()
    script = (HERE / "report.js").read_text(encoding="utf-8")
    # The browser itself sees to it that nothing is fetched.
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    return (
        '<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f'<meta http-equiv=Content-Security-Policy content="{policy}">'
        f"<title>ipcbench: {escape(run.host['conditions'])}</title><link rel=icon href=data:,><style>{style}</style></head>\n"
        f"<body>{body}<script>{script}</script></body></html>\n"
    )
