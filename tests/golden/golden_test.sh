#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: golden_test.sh GOLDEN PART
#
# Compares what the program prints of a part with the text PART.txt beside this script, and
# shows how they differ.  To take a new text for right, once it has been read:
#
#	build/tests/golden PART >tests/golden/PART.txt

set -eu
text=$(dirname "$0")/$2.txt
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
"$1" "$2" >"$printed"
diff -u "$text" "$printed"

# Where there is no number, people read a dash or a sentence.
if grep -nE '(nan|inf)(x|%|[^[:alpha:]]|$)' "$printed"; then
	exit 1
fi
