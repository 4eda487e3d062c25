#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: benchmark.sh DIRECTORY NAME PROGRAM ARGUMENT...
#
# A benchmark as Meson runs it: measures, shows the table, and leaves the results in
# DIRECTORY/NAME, where it replaces those of the last time, and, if they cover all mechanisms,
# in DIRECTORY/all.  It fails only when something is broken.

set -eu
directory=$1 name=$2
shift 2
rm -rf "${directory:?}/$name"
"$@" --output "$directory/$name"
exec "$(dirname "$0")/gather_results.py" "$directory"
