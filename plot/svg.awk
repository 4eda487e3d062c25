# SPDX-License-Identifier: MIT
#
# Make an SVG of gnuplot's fit for standing in one page with others, and smaller:
#
#   awk -f svg.awk -v prefix=NAME- -v title=TEXT file.svg
#
# Every id, and what refers to it, begins with the prefix; the title is the text, and there is
# no tool tip with gnuplot's own names. What gnuplot says in every group is said once, at the
# top; groups without content, attributes that say what holds anyway, and the hundredths of
# pixels of lines and areas are left out.

/^<\?xml/ || /^<desc>/ {
	next
}

{
	sub(/<title>.*<\/title>/, /Gnuplot</ ?  "<title>" title "</title>" : "")
	gsub(/ id=['"]/, "&" prefix)
	gsub(/href=['"]#/, "&" prefix)
	gsub(/url\(['"]?#/, "&" prefix)
	gsub(/ fill="none" color="black"| font-family="sans-serif"/, "")
	sub(/^<svg/, "& fill=\"none\" color=\"black\" font-family=\"sans-serif\"")
	sub(/^[ \t]+/, "")
	sub(/[ \t]+$/, "")
}

!/<text/ {
	gsub(/ stroke-linecap="butt" stroke-linejoin="miter"/, "")
	gsub(/ +'\/>/, "'/>")
	gsub(/\.[0-9][0-9][ ,]/, "&#")
	gsub(/[0-9],#/, ",")
	gsub(/[0-9] #/, " ")
	while (match($0, /rgb\([^)]* /)) {
		colour = substr($0, RSTART, RLENGTH)
		gsub(/ /, "", colour)
		$0 = substr($0, 1, RSTART - 1) colour substr($0, RSTART + RLENGTH)
	}
}

# A group is held until there is something in it.
/^<g [^>]*>$/ && held == "" {
	held = $0
	next
}

held != "" && $0 == "</g>" {
	held = ""
	next
}

/./ {
	if (held != "")
		print held
	held = ""
	if (/^<g [^>]*>$/)
		held = $0
	else
		print
}
