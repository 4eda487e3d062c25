#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: installed_test.sh BUILD
#
# Installs into a new directory and uses what was installed from another one, as another user
# if possible (root becomes nobody).

set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
DESTDIR=$work meson install -C "$build" --no-rebuild >/dev/null
ipcbench=$(find "$work" -path '*/bin/ipcbench')
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	become='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
mkdir -m 777 "$work/home"
cd "$work/home"

as_somebody()
{
	HOME=$work/home TMPDIR=$work/home ${become:-} "$@"
}

as_somebody "$ipcbench" --version
as_somebody "$ipcbench" run pipe --size 64,4K --placement same-cpu --rounds 1 --quiet --output results
as_somebody "$ipcbench" tune pipe --size 4K --placement same-cpu --time-limit 3s --quiet
as_somebody "$ipcbench" report --no-charts results
[ -s results/report.html ]
if command -v gnuplot >/dev/null; then
	as_somebody "$ipcbench" plot results >/dev/null
	[ -n "$(find results/charts -name '*.svg')" ]
fi
if command -v hyperfine >/dev/null; then
	as_somebody "$ipcbench" shell --size 4K --rounds 1 --output results >table
	grep -q "^  unix-echo .* ms" table
	[ -s results/shell.csv ]
fi

# Without its own scripts it runs none of where it was built.
mv "$(find "$work" -path '*/ipcbench/plot')" "$work/moved"
if as_somebody "$ipcbench" report --no-charts results; then
	exit 1
fi
[ -n "$(find "$work" -path '*/bin/echo-server')" ]
[ -n "$(find "$work" -path '*/bash-completion/completions/ipcbench')" ]
[ -n "$(find "$work" -path '*/ipcbench/results/reference/*/summary.csv')" ]
