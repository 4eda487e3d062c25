#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: golden_test.sh GOLDEN PART
#
# Compares what the program GOLDEN prints of a part with PART.txt beside this script.

set -eu
text=$(dirname "$0")/$2.txt
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
"$1" "$2" >"$printed"
diff -u "$text" "$printed" || {
	echo "If this is as it should be: build/tests/golden $2 >tests/golden/$2.txt"
	exit 1
}

# Where there is no number, people read a dash or a sentence.
if grep -nE '(nan|inf)(x|%|[^[:alpha:]]|$)' "$printed"; then
	exit 1
fi
