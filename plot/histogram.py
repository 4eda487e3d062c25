# SPDX-License-Identifier: MIT
"""Distributions of cases, from histogram.csv, as what a chart draws: a distribution is its
bins, [(latency in ns, samples), ...] in ascending order. A sample counts for more if its round
has few, so that rounds weigh the same, as they do in the percentiles of the table."""

import collections
import functools
import math
from itertools import accumulate

NAN = math.nan


@functools.lru_cache(maxsize=None)
def _distributions(results):
    """The columns that tell cases apart, and the bins by these."""
    table, summary = results.tables["histogram.csv"], results.tables["summary.csv"]
    key = [column for column in table.columns[:-1] if column in summary.columns]
    rows = collections.defaultdict(list)
    for row in table.rows:
        rows[tuple(map(row.get, key))].append(row)
    samples = {case: sum(row.number("count") for row in bins) for case, bins in rows.items()}
    return key, {case: [(row.number("high_ns"), row.number("share") * samples[case]) for row in bins]
                 for case, bins in rows.items()}


def bins_of(results, row):
    """The bins of a case; none where several messages were timed at once."""
    key, found = _distributions(results)
    return found.get(tuple(map(row.get, key)), [])


def _spectrum(bins, total):
    """Latency y of the share q of the samples, x being 1/(1-q), so that each "nine" is as wide
    as the one before; upper is y where fewer than 100 samples lie above.

    There is a point wherever x has grown by a fifth, and the last. Where samples become few
    the point before stands twice, so that the two parts of the line meet.
    """
    points, few = [], False
    for (ns, _), below in zip(bins, accumulate(count for _, count in bins)):
        x = total / (total - below + 1)
        if points and below < total and x <= points[-1][0] * 1.2:
            continue
        if total - below < 100 and not few:
            few = True
            points.append((*points[-1][:2], points[-1][1]) if points else (x, ns, NAN))
        points.append((x, ns, ns if few else NAN))
    return points


def _density(bins, _total):
    """The density x, 1 at its peak, at latency y, in bins of 1/40 decade."""
    found = collections.Counter()
    for ns, count in bins:
        # Half for the bins beside it, as one of the histogram may be as wide as one here.
        at = int(40 * math.log10(max(ns, 1)))
        found.update({at: count, at - 1: count / 2, at + 1: count / 2})
    peak = max(found.values())
    return [(found[at] / peak, 10 ** ((at + 0.5) / 40), NAN)
            for at in range(min(found) - 1, max(found) + 2)
            if found[at - 1] + found[at] + found[at + 1] > 0]


def shape(name, bins):
    """The points of a "spectrum" or a "density" as [x, y, low, high, upper, p25, p50, p75]."""
    reached = list(accumulate(count for _, count in bins))
    quartiles = [next(ns for (ns, _), below in zip(bins, reached) if below >= q * reached[-1])
                 for q in (0.25, 0.5, 0.75)]
    points = (_spectrum if name == "spectrum" else _density)(bins, reached[-1])
    return [[x, y, NAN, NAN, upper, *quartiles] for x, y, upper in points]
