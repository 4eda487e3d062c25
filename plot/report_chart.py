# SPDX-License-Identifier: MIT
"""A drawing that is made twice, light and dark, becomes one that follows the page."""

import re

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|rgb\([ 0-9,]*\)")
EMPTY_GROUP = re.compile(r"<g [^>]*>\s*</g>\s*")
IDENTIFIER = re.compile(r"""\bid=["']([^"']+)["']""")


def _clean(svg):
    """Without prologue, and without the groups that gnuplot leaves empty."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<title>Gnuplot</title>|<desc>Produced by.*?</desc>", "", svg)
    while (shorter := EMPTY_GROUP.sub("", svg)) != svg:
        svg = shorter
    return re.sub(r"\n\s*\n+", "\n", svg)


def _own_identifiers(svg, prefix):
    """Several drawings in one page must not refer to each other's parts."""
    for name in set(IDENTIFIER.findall(svg)):
        svg = re.sub(rf"""(["'#]){re.escape(name)}(["')])""", rf"\1{prefix}-{name}\2", svg)
    return svg


class Palette:
    """The colours of all drawings, as variables that have a light and a dark value."""

    def __init__(self):
        self.pairs = {}

    def variable(self, light, dark):
        pair = (re.sub(r"\s", "", light).lower(), re.sub(r"\s", "", dark).lower())
        return f"var(--c{self.pairs.setdefault(pair, len(self.pairs))})"

    def merge(self, light, dark, prefix):
        """One drawing of the two; the light one where they are not the same but for colours."""
        light, dark = _clean(light), _clean(dark)
        if COLOUR.split(light) == COLOUR.split(dark):
            others = iter(COLOUR.findall(dark))
            light = COLOUR.sub(lambda match: self.variable(match.group(), next(others)), light)
        return _own_identifiers(light, prefix)

    def css(self):
        light = "".join(f"--c{i}:{pair[0]};" for pair, i in self.pairs.items())
        dark = "".join(f"--c{i}:{pair[1]};" for pair, i in self.pairs.items())
        return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
