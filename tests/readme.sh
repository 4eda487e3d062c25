#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: readme.sh SOURCE BUILD
#
# Runs the commands that the README shows for measuring, as they are written, but with a time
# limit of a second on what measures.  Setting up is what ./quickstart and ./check are for.

set -eu
source=$1 build=$2
command -v gnuplot >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$source/plot" "$work/plot"
mkdir -p "$work/results" "$work/bin" "$work/build/src" "$work/old-build"

# The last time limit counts.
cat >"$work/build/src/ipcbench" <<END
#!/bin/sh
case \$1 in
run | ab | trust | tune | shell) exec '$build/src/ipcbench' "\$@" --time-limit 1s ;;
*) exec '$build/src/ipcbench' "\$@" ;;
esac
END
chmod +x "$work/build/src/ipcbench"

# What the commands take for granted: an older build, and a host that can be reached.
ln -s "$build/src" "$work/old-build/src"
ln -s "$work/build/src/ipcbench" "$work/bin/ipcbench"
printf '#!/bin/sh\nshift\nSSH_CONNECTION="127.0.0.1 1 127.0.0.1 22" exec "$@"\n' >"$work/bin/ssh"
chmod +x "$work/bin/ssh"
PATH=$work/bin:$PATH
cd "$work"

# The lines of the block for a shell after the heading "Measure".
awk '/^## / { here = /^## Measure/ } /^\140\140\140/ { code = /sh$/; next }
	here && code' "$source/README.md" >commands
[ -s commands ]
while read -r command; do
	status=0
	sh -c "$command" >output 2>errors || status=$?
	case $status in
	0 | 77) echo "ok: $command" ;; # 77: not on a machine with one CPU
	*)
		echo "FAILED with status $status: $command"
		cat errors
		exit 1
		;;
	esac
done <commands
[ -s results/mine/summary.csv ] && [ -s quick.csv ]
ls results/mine/charts/*.svg
