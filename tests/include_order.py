#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds each include of src/ and bench/ against the order of the rooms.

usage: include_order.py [ROOT [LIBRARY]]

A room of src/ may include those below it and none above or beside it; what stands alone in
bench/ is the contract, which families and src/ may read, as they may bench/common/.  No files
need each other in a circle.  LIBRARY is the compiled harness: there the same is asked of the
functions that its objects call.  One finding a line; the exit status is 1 if there is any.
"""

import re
import subprocess
import sys
from pathlib import Path

# From the top down; rooms in one line are beside each other.
ORDER = """
main
command
tune
list compare doctor
output
run
remote figures
pair
plan
options
machine
base
stats
bench
"""
HEIGHT = {room: -height for height, line in enumerate(ORDER.split("\n")) for room in line.split()}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
GENERATED = {"build.h", "version.h", "mechanisms.def"}


def sources(root):
    """The files, as paths relative to root."""
    return sorted(
        path.relative_to(root)
        for folder in ("src", "bench")
        for path in (root / folder).rglob("*.[ch]")
    )


def resolve(root, file, name):
    """The file that an include means, relative to root, or None if it is not written as it
    should be: with its folder from src/ or bench/, or as a neighbour of a program's own."""
    if file.parts[:2] == ("bench", "echo"):
        places = [file.parent]
    elif file.parts[0] == "bench":
        places = [Path("bench")]
    else:
        places = [Path("src"), Path("bench")]
    for place in places:
        if (root / place / name).is_file():
            return place / name
    return None


def room(file):
    """The room of src/, or "bench"."""
    if file.parts[0] == "bench":
        return "bench"
    return file.parts[1] if len(file.parts) > 2 else file.stem


def is_allowed(file, included):
    """Whether a file may include another."""
    if file.parent == included.parent:
        return True
    if included.parts[0] == "bench":
        return len(included.parts) == 2 or included.parts[1] == "common"
    if room(file) not in HEIGHT or room(included) not in HEIGHT:
        return False
    return HEIGHT[room(included)] < HEIGHT[room(file)]


def circles(graph):
    """The sets of modules that need each other (Tarjan's strongly connected components)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def findings(root):
    """A line for each include that breaks the order, and for each circle."""
    graph = {}
    for file in sources(root):
        # A header and the source of the same name are one module.
        module = str(file.with_suffix(""))
        graph.setdefault(module, set())
        for name in INCLUDE.findall((root / file).read_text()):
            if name in GENERATED:
                continue
            included = resolve(root, file, name)
            if included is None:
                yield f'{file}: there is no "{name}": write it with its folder'
                continue
            if not is_allowed(file, included):
                yield f"{file}: may not include {included}: {room(included)} is not below {room(file)}"
            other = str(included.with_suffix(""))
            if other != module:
                graph[module].add(other)
                graph.setdefault(other, set())
    for circle in circles(graph):
        yield "circle: " + " ".join(circle)


def read_symbols(text):
    """What `nm` prints of a library: the symbols that each object defines and needs, as two
    dictionaries of sets by module."""
    defined, needed = {}, {}
    for line in text.splitlines():
        if line.endswith(".o:"):
            # Meson makes room_file.c.o of room/file.c.
            folder, name = Path(line).name.removesuffix(".c.o:").split("_", 1)
            module = f"src/{folder}/{name}"
            defined[module], needed[module] = set(), set()
        elif line.strip():
            kind, symbol = line.split()[-2:]
            (needed if kind == "U" else defined)[module].add(symbol)
    return defined, needed


def call_findings(text):
    """The same findings of the functions that objects call, from what `nm` prints."""
    defined, needed = read_symbols(text)
    home = {symbol: module for module in defined for symbol in defined[module]}
    graph = {module: set() for module in defined}
    for module in sorted(needed):
        for symbol in sorted(needed[module] & home.keys()):
            other = home[symbol]
            graph[module].add(other)
            if not is_allowed(Path(module), Path(other)):
                yield f"{module}: may not use {symbol}() of {other}"
    for circle in circles(graph):
        yield "circle of calls: " + " ".join(circle)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1])
    found = list(findings(root))
    if len(sys.argv) > 2:
        nm = subprocess.run(["nm", "-g", sys.argv[2]], check=True, capture_output=True, text=True)
        found += call_findings(nm.stdout)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
