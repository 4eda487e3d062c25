# SPDX-License-Identifier: MIT
"""HTML made of elements: the one place where text is escaped."""

import html


class Markup(str):
    """Text that is HTML already."""


def join(*parts):
    """The parts, one after the other, as HTML; one that is no HTML yet is text."""
    return Markup("".join(p if isinstance(p, Markup) else html.escape(p) for p in parts))


def element(tag, *content, **attributes):
    """An element; an attribute is named class_ for class, data_v for data-v."""
    words = [tag] + [f'{name.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
                     for name, value in attributes.items()]
    return Markup(f"<{' '.join(words)}>{join(*content)}</{tag}>")


def table(head, rows, numbers=(), **attributes):
    """A table. Cells are content, or (content, what the cell is sorted by); those in the columns
    of these numbers are figures."""

    def cell(column, content):
        if isinstance(content, tuple):
            return element("td", content[0], data_v=content[1])
        return element("td", content, **{"class": "number"} if column in numbers else {})

    heads = element("thead", element("tr", *(element("th", text) for text in head)))
    lines = (element("tr", *(cell(*c) for c in enumerate(row))) for row in rows)
    return element("div", element("table", heads, element("tbody", *lines), **attributes),
                   class_="wide")
