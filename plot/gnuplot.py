# SPDX-License-Identifier: MIT
"""Draws pages with gnuplot, and makes what it draws fit to stand beside others.

gnuplot works in a directory of its own, where every file has a fixed name: rows.csv has the
points, facts.gp what there is to know of them, page.FORMAT is what it draws, and plot leads to
the scripts. Words of a table are quoted, and never part of a command or of a file's name.
"""

import concurrent.futures
import contextlib
import functools
import itertools
import os
import pathlib
import re
import subprocess
import tempfile
import textwrap

# Light and dark. The hues are Okabe and Ito's, darker on white and lighter on black, for lines
# and text alike; two families share one where neither carries much in the other's charts.
HUES = {
    "control": ("#6e7781", "#8b949e"),  # and of a family that is not in this list
    "file": ("#24292f", "#d0d7de"),
    "pipe": ("#0072b2", "#58a6e0"),
    "queue": ("#b97a00", "#f0ab1d"),
    "shm": ("#008a65", "#2cc295"),
    "semaphore": ("#8f8300", "#e6d84a"),
    "signal": ("#2f86c1", "#7cc8f2"),
    "socket": ("#d55e00", "#f0813a"),
    "notify": ("#2f86c1", "#7cc8f2"),
    "direct": ("#b5548d", "#e09bc0"),
    "library": ("#8f8300", "#e6d84a"),
}
COLOURS = {
    "PAPER": ("#ffffff", "#0d1117"),
    "INK": ("#1f2328", "#e6edf3"),
    "FAINT": ("#59636e", "#9198a1"),
    "GREY": ("#d1d9e0", "#3d444d"),
    "GRID": ("#dfe4e9", "#262c36"),
    # Of the page alone.
    "BAND": ("#f6f8fa", "#151b23"),
    "GOOD": ("#0072b2", "#58a6e0"),
    "WARN": ("#9a6700", "#d29922"),
}
PALETTE = {**HUES, **COLOURS}
SCRIPTS = pathlib.Path(__file__).resolve().parent
# How a whole picture ends.
ENDS = {".svg": b"</svg>", ".png": b"IEND\xaeB`\x82", ".pdf": b"%%EOF", ".terminal": b""}
# What gnuplot says in every group.
ONCE, FONT = ' fill="none" color="black"', ' font-family="sans-serif"'


def quoted(value):
    """A value as gnuplot reads it. Within single quotes nothing has a meaning but these quotes,
    and not even doubled ones are safe: each stands apart, as does an end of line."""
    if isinstance(value, list):
        return f"[{', '.join(map(quoted, value))}]"
    if not isinstance(value, str):
        return repr(value)
    text = "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in value)
    return "'" + text.replace("'", "'.\"'\".'").replace("\n", "'.\"\\n\".'") + "'"


def facts(page, lines, dark, form):
    """What style.gp says that it knows of a page: {name: value}."""
    drawn, scale = page.drawn, 1e-9 if "_ns" in page.figure else 1.0
    points = [[point for point in line if point] for line in lines]
    known = [scale * value for point in sum(points, []) for value in point[1:5] if value > 0]
    places = sorted({point[0] for point in sum(points, [])})
    if page.chart["SHAPE"]:
        places = [places[0], places[-1]]
    families = list(dict.fromkeys(series.family for series in drawn))
    members = {family: [series for series in drawn if series.family == family]
               for family in families}

    def folded(text):
        columns = 106 if form == "terminal" else 135
        return "\n".join(textwrap.fill(line, columns, break_on_hyphens=False)
                         for line in text.split("\n"))

    machine = page.results.host["conditions"] or "machine not recorded"
    return {
        **{name: colours[dark] for name, colours in COLOURS.items()},
        **{f"PAGE_{column}": text for column, text in page.fixed.items()},
        "FORMAT": form,
        "FIGURE": page.figure,
        "CONDITIONS": folded(f"{page.conditions()}\n{machine}"),
        "FOOTER": folded(page.left_out()),
        "PAYLOAD": max(row.size for series in drawn for row in series.rows),
        "LO": min(known),
        "HI": max(known),
        "N": len(drawn),
        "LABEL": [series.label for series in drawn],
        "LONGEST": max(len(series.label) for series in drawn),
        "FAMILY": [series.family for series in drawn],
        "HUE": [HUES.get(series.family, HUES["control"])[dark] for series in drawn],
        "MEMBER": [members[series.family].index(series) + 1 for series in drawn],
        "ASLEEP": [int(series.sleeps) for series in drawn],
        "COUNT": [len(line) for line in points],
        "FIRST": [scale * line[0][1] for line in points],
        "LAST": [scale * line[-1][1] for line in points],
        "BANDED": [int(any(point[2] > 0 for point in line)) for line in points],
        "TAILED": [int(any(point[4] > 0 for point in line)) for line in points],
        "PANELS": len(families),
        "PANEL": families,
        "OWN": [" ".join(str(drawn.index(series) + 1) for series in members[family])
                for family in families],
        "PLACES": len(places),
        "PLACE": places,
        "PLACE_TEXT": [page.places.get(place, "") for place in places],
    }


def _files(page, dark, form):
    """What gnuplot reads: {name: text}; rows.csv has the points of all series, 1.csv those of
    the first. An empty line ends a drawn line, at the end of a series or in a gap."""
    lines, told = page.lines(), ""
    for name, value in facts(page, lines, dark, form).items():
        array = isinstance(value, list)
        told += f"array {name}[{len(value)}] = " if array else f"{name} = "
        told += quoted(value) + "\n"
    words = ["series", "x", "y", "low", "high", "upper", *page.chart.columns,
             *page.chart["WORDS"].split()]
    files = {"facts.gp": told, "rows.csv": ",".join(words) + "\n"}
    for number, line in enumerate(lines, 1):
        text = "\n".join(",".join([str(number), *map(_cell, point)]) if point else ""
                         for point in line)
        text = re.sub("\n\n+", "\n\n", text.strip("\n")) + "\n"
        files[f"{number}.csv"] = ",".join(words) + "\n" + text
        files["rows.csv"] += text + "\n"
    return files


def _cell(value):
    return value if isinstance(value, str) else f"{value:.9g}" if value == value else ""


def _run(chart, files, picture):
    """Draws a chart in a new directory, and returns what is wrong with it, or "".

    gnuplot leaves half a file behind on an error, and only warns where it left something out:
    any word of it is trouble.
    """
    picture.parent.mkdir()
    (picture.parent / "plot").symlink_to(SCRIPTS)
    for name, text in files.items():
        (picture.parent / name).write_text(text, encoding="utf-8")
    # The same charts everywhere: in a locale without UTF-8 gnuplot would warn of each "µ".
    done = subprocess.run(
        ["gnuplot", "-d", f"plot/{chart}.gp"], cwd=picture.parent,
        env={**os.environ, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.stdout:
        return "gnuplot says: " + " ".join(done.stdout.decode("utf-8", "replace").split())
    if done.returncode:
        return f"gnuplot ended with status {done.returncode}"
    data = picture.read_bytes() if picture.is_file() else b""
    return "" if data and ENDS[picture.suffix] in data[-16:] else "the file is not whole"


def _draw(page, files, picture, themes):
    """Draws a page, and makes the pictures of all themes of it: those of pictures()."""
    trouble, found = _run(page.chart.name, files, picture), []
    for theme in themes:
        file = picture
        if picture.suffix == ".svg" and not trouble:
            svg = _recoloured(_tidy(picture.read_text(encoding="utf-8"), page.file_name), theme)
            file = picture.with_name(f"{theme}.svg")
            file.write_text(svg, encoding="utf-8")
        dark = "-dark" if theme == "dark" else ""
        found.append((page, page.file_name + dark + picture.suffix, file, trouble))
    return found


@contextlib.contextmanager
def pictures(pages, themes, form, parent=None):
    """(page, name, file, trouble) of each page in each theme, drawn two at a time in a directory
    that is there meanwhile; trouble is why there is no such file, or "".

    An SVG is drawn in light alone, and the others are made of it: that of theme "page" has
    the variables of palette_css() for colours.
    """
    groups = [themes] if form == "svg" else [[theme] for theme in themes]
    with tempfile.TemporaryDirectory(prefix=".draw-", dir=parent) as directory:
        jobs = []
        for page, group in itertools.product(pages, groups):
            files = _files(page, group == ["dark"] and form != "svg", form)
            picture = pathlib.Path(directory, str(len(jobs)), f"page.{form}")
            jobs.append(functools.partial(_draw, page, files, picture, group))
        pool = concurrent.futures.ThreadPoolExecutor(2)
        try:
            yield itertools.chain.from_iterable(pool.map(lambda job: job(), jobs))
        finally:
            pool.shutdown(cancel_futures=True)


def _tidy(svg, name):
    """An SVG that can stand in one page with others, and smaller.

    Every id, and what refers to it, begins with the name, which is the title as well. What
    gnuplot says in every group is said once, at the top; groups without content, names of
    groups, attributes that say what holds anyway and the hundredths of pixels are left out.
    """
    svg = svg[svg.index("<svg") :].replace("<svg", f"<svg{ONCE}{FONT}", 1)
    for pattern, instead in (
        (r"<title>Gnuplot</title>", f"<title>{name}</title>"),
        (r"<desc>.*?</desc>|<title>gnuplot.*?</title>", ""),
        (r"""<g id=["'][^"']*["'] *>""", "<g>"),
        (r"""( id=['"]|href=['"]#|url\(['"]?#)""", rf"\1{name}-"),
        (f"(?<=<g){ONCE}|(?<!<svg{ONCE}){FONT}", ""),
        (r' stroke-linecap="butt" stroke-linejoin="miter"', ""),
        (r'font-family="sans-serif:Bold"', 'font-weight="bold"'),
        (r"rgb\( *(\d+), *(\d+), *(\d+)\)", lambda m: "#" + bytes(map(int, m.groups())).hex()),
        (r"( d='|translate\()[^')]*", lambda m: re.sub(r"(\.\d)\d", r"\1", m[0])),
        (r"\s*\n\s*", "\n"),
        (r" +'/>", "'/>"),
    ):
        svg = re.sub(pattern, instead, svg)
    while (shorter := re.sub(r"<g[^>]*>\s*</g>\n", "", svg)) != svg:
        svg = shorter
    return svg


def _recoloured(svg, look):
    """A light SVG in the colours of another theme."""
    ours = {light: (name, dark) for name, (light, dark) in PALETTE.items()}

    def other(match):
        name, dark = ours.get(match[0].lower(), ("", match[0]))
        return f"var(--{name.lower()})" if look == "page" and name else dark

    return svg if look == "light" else re.sub("""(?<=["'])#[0-9A-Fa-f]{6}(?=["'])""", other, svg)


def palette_css():
    """Every colour of ours as a variable that follows the reader's choice of light or dark."""
    light, dark = ("".join(f"--{name.lower()}:{pair[i]};" for name, pair in PALETTE.items())
                   for i in (0, 1))
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
