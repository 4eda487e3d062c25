#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: benchmark.sh IPCBENCH DIRECTORY NAME ARGUMENT...
#
# A benchmark as Meson runs it: measures, shows the table, and leaves the results in
# DIRECTORY/NAME, where it replaces those of the last time.  It fails only when something is
# broken.

set -eu
ipcbench=$1 directory=$2/$3
shift 3
rm -rf "$directory"
exec "$ipcbench" run "$@" --output "$directory" --label "meson benchmark"
