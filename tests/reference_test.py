#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: reference_test.py DIRECTORY...

That a run may be kept as a reference: it is complete, every case that could be measured has
six rounds at least, and nothing else had its CPUs. Whoever records one runs this.
"""

import collections
import csv
import json
import pathlib
import sys

STOLEN, WAITED, ROUNDS = 0.05, 0.2, 6
CASES = 8  # one in eight makes a round disturbed, see figures/disturbance.h


def worst(trial, column):
    """The share of the side that had more of it; one that is unknown is none."""
    return max(float(trial[f"{side}_{column}"] or 0) for side in ("client", "server"))


def faults(directory):
    """What is wrong with a run, a line each."""
    state = json.loads((directory / "host.json").read_bytes()).get("state")
    if state != "complete":
        yield f"the run is {state}"
    rounds, waited = collections.defaultdict(set), collections.defaultdict(list)
    with open(directory / "trials.csv", encoding="ascii") as file:
        for trial in csv.DictReader(file):
            case = " ".join(trial[key] for key in ("mechanism", "pattern", "size_bytes", "placement"))
            if trial["status"] == "failed":
                yield f"{case}: failed in round {trial['round']}: {trial['reason']}"
            if trial["status"] != "ok":
                continue
            rounds[case].add(trial["round"])
            if worst(trial, "stolen_share") > STOLEN:
                yield f"{case}: {worst(trial, 'stolen_share'):.0%} of round {trial['round']} were stolen"
            if trial["client_cpu"] != trial["server_cpu"]:
                waited[trial["round"]].append(worst(trial, "runqueue_share") > WAITED)
    for number, cases in waited.items():
        if sum(cases) > len(cases) / CASES:
            yield f"round {number}: in {sum(cases)} of {len(cases)} cases a side waited for its CPU for {WAITED:.0%} and more"
    for case, seen in rounds.items():
        if len(seen) < ROUNDS:
            yield f"{case}: {len(seen)} rounds, and {ROUNDS} make an interval"


def main():
    if len(sys.argv) < 2:
        sys.exit("reference_test: name a directory of results")
    found = [f"{name}: {fault}" for name in sys.argv[1:] for fault in faults(pathlib.Path(name))]
    for line in found[:20]:
        print(line)
    if found:
        sys.exit(f"{len(found)} faults: this is no reference")


if __name__ == "__main__":
    main()
