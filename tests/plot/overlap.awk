# SPDX-License-Identifier: MIT
#
# Print the pairs of texts of an SVG that overlap, roughly: a character is taken to be half as
# wide as the font is high, and a line as high as the font. Turned texts are passed over.
#
#   awk -f overlap.awk file.svg

function entity_free(text)
{
	gsub(/<[^>]*>/, "", text)
	gsub(/&[a-z]+;/, "&", text)
	gsub(/µ|–|×|±|◂|▸/, "u", text)
	return text
}

match($0, /translate\([0-9.]+,[0-9.]+\)/) {
	split(substr($0, RSTART + 10, RLENGTH - 11), at, ",")
	turned = /rotate/
	anchor = /text-anchor="end"/ ? 1 : /text-anchor="middle"/ ? 0.5 : 0
	size = match($0, /font-size="[0-9.]+/) ? substr($0, RSTART + 11, RLENGTH - 11) + 0 : 12
}

/<text/ && !turned {
	text = entity_free($0)
	if (text ~ /^ *$/)
		next
	n++
	wide = 0.5 * size * length(text)
	left[n] = at[1] - anchor * wide
	right[n] = left[n] + wide
	bottom[n] = at[2] + 0
	top[n] = bottom[n] - 0.8 * size
	said[n] = text
	for (i = 1; i < n; i++)
		if (left[i] < right[n] && left[n] < right[i] && \
		    top[i] < bottom[n] && top[n] < bottom[i])
			print said[i] " | " said[n]
}

END {
	if (n < 3)
		print "no texts"
}
