#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: benchmark.sh DIRECTORY NAME PROGRAM ARGUMENT...
#
# A benchmark, for Meson: measures, shows the table, and puts the results into DIRECTORY/NAME,
# in place of those of the last time.  Results that cover all mechanisms are gathered in
# DIRECTORY/all as well.  Fails only if something is broken.

set -eu
directory=$1 name=$2
shift 2
rm -rf "${directory:?}/$name"
"$@" --output "$directory/$name"
exec "$(dirname "$0")/gather_results.py" "$directory"
