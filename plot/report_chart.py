# SPDX-License-Identifier: MIT
"""A drawing that is made twice, light and dark, becomes one that follows the page."""

import re

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|rgb\([ 0-9,]*\)")
NAMED_GROUP = re.compile(r"""<g id=["'][^"']*["'] *>""")
EMPTY_GROUP = re.compile(r"<g[^>]*>\s*</g>\s*")


def _clean(svg):
    """Without prologue, without the names of groups, which nothing refers to, and without
    the groups that gnuplot leaves empty."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<title>Gnuplot</title>|<desc>Produced by.*?</desc>", "", svg)
    svg = NAMED_GROUP.sub("<g>", svg)
    while (shorter := EMPTY_GROUP.sub("", svg)) != svg:
        svg = shorter
    return re.sub(r"\n\s*\n+", "\n", svg)


class Palette:
    """The colours of all drawings, as variables that have a light and a dark value."""

    def __init__(self):
        self.pairs = {}

    def variable(self, light, dark):
        pair = (re.sub(r"\s", "", light).lower(), re.sub(r"\s", "", dark).lower())
        return f"var(--c{self.pairs.setdefault(pair, len(self.pairs))})"

    def merge(self, light, dark):
        """One drawing of the two; the light one where they are not the same but for colours."""
        light, dark = _clean(light), _clean(dark)
        if COLOUR.split(light) == COLOUR.split(dark):
            others = iter(COLOUR.findall(dark))
            light = COLOUR.sub(lambda match: self.variable(match.group(), next(others)), light)
        return light

    def css(self):
        light = "".join(f"--c{i}:{pair[0]};" for pair, i in self.pairs.items())
        dark = "".join(f"--c{i}:{pair[1]};" for pair, i in self.pairs.items())
        return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
