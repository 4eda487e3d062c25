# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What quickstart and check share: reading --yes and --help, finding what this machine lacks,
# installing it with apt when told to, and running one step quietly.  Sourced by scripts that
# have set -eu.  Nothing is installed before the command has been shown and agreed to; where
# there is no apt, the names of what is missing are printed instead.

yes= # not empty: install without asking

# What is asked of a machine, one thing a row: its class, its name, and the packages of
# Debian that bring it.  The name is a command, lib:NAME a pkg-config module or a library
# without one; have() knows the others.
things()
{
	cat <<-'END'
	needed compiler       gcc,libc6-dev
	needed meson          meson
	needed ninja          ninja-build
	needed python3        python3
	wanted gnuplot        gnuplot-nox
	wanted fonts          fonts-dejavu-core
	wanted hyperfine      hyperfine
	wanted bash           bash
	wanted socat          socat
	wanted scdoc          scdoc
	wanted pkg-config     pkg-config
	wanted lib:liburing   liburing-dev
	wanted lib:libzmq     libzmq3-dev
	wanted lib:nng        libnng-dev
	wanted lib:libsystemd libsystemd-dev
	tests  lib:cmocka     libcmocka-dev
	tests  lib:gsl        libgsl-dev
	tests  gcc            gcc
	tests  sanitizers     gcc
	tests  clang          clang
	tests  clang-format   clang-format
	tests  shellcheck     shellcheck
	tests  rsvg-convert   librsvg2-bin
	tests  chromium       chromium
	tests  strace         strace
	tests  ip             iproute2
	END
}

# say LINE...
say()
{
	printf '%s\n' "$@"
}

# die STATUS WHAT_AND_WHY WHAT_TO_DO
die()
{
	printf '%s: %s\n  %s\n' "$program" "$2" "$3" >&2
	exit "$1"
}

# The comment at the top of a script is its help.
usage()
{
	sed -n '4,/^$/s/^# \{0,1\}//p' "$0"
}

# Reads the command line.  --yes is implied on machines that are made to be thrown away, where
# nobody can be asked: with CI=true, and for root without a terminal on a system that was
# never booted (a container, a chroot).
setup_options()
{
	program=$(basename "$0")
	for option in "$@"; do
		case $option in
		-y | --yes) yes=1 ;;
		-h | --help) usage && exit 0 ;;
		*) die 2 "unknown argument '$option'" "See ./$program --help." ;;
		esac
	done
	[ "${CI:-}" != true ] || yes=1
	[ "$(id -u)" != 0 ] || [ -t 0 ] || [ -d /run/systemd/system ] || [ -d /run/openrc ] || yes=1
}

# compiles OPTION...: can a program that needs the C library be compiled and linked?
compiles()
{
	binary=$(mktemp)
	cc_status=0
	printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' |
		${CC:-cc} "$@" -x c -o "$binary" - >/dev/null 2>&1 || cc_status=1
	rm -f "$binary"
	return $cc_status
}

have()
{
	case $1 in
	compiler) compiles ;;
	sanitizers) compiles -fsanitize=address,undefined ;;
	meson) case $(meson --version 2>/dev/null) in '' | 0.*) return 1 ;; esac ;;
	ninja) command -v ninja || command -v ninja-build || command -v samu ;;
	fonts) find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' 2>/dev/null | grep . ;;
	lib:*) pkg-config --exists "${1#lib:}" 2>/dev/null || compiles "-l${1#lib:}" ;;
	*) command -v "$1" ;;
	esac >/dev/null
}

# missing CLASS...: a line for each thing that is not here, its name and its packages.
missing()
{
	things | while read -r class name packages; do
		case " $* " in *" $class "*) ;; *) continue ;; esac
		have "$name" </dev/null || say "$name $packages"
	done
}

# The names that missing() prints, without the lib: that only have() needs.
missing_names()
{
	missing "$@" | sed 's/^lib://; s/ .*//' | paste -sd ' ' -
}

# install_command PACKAGE...: the line that installs them, for a person to read or for eval.
install_command()
{
	sudo=
	[ "$(id -u)" = 0 ] || ! command -v sudo >/dev/null || sudo='sudo '
	say "${sudo}apt-get -q update; ${sudo}env DEBIAN_FRONTEND=noninteractive \
apt-get -qy --no-install-recommends install $*"
}

agreed()
{
	if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
		say "  (as root: there is no sudo here)"
		return 1
	fi
	[ -z "$yes" ] || return 0
	[ -t 0 ] || return 1
	printf 'Run it now? [Y/n] '
	read -r answer || return 1
	case $answer in '' | [Yy]*) return 0 ;; *) return 1 ;; esac
}

# offer WHAT_FOR CLASS...: shows the command that installs what is missing and runs it if that
# is agreed to.  If the packages cannot be installed together, they are tried one by one, so
# that one which this system lacks does not cost the others.  Leaves the names of what is
# still missing in $names.  Returns 1 when declined.
offer()
{
	what_for=$1
	shift
	names=$(missing_names "$@")
	[ -n "$names" ] || return 0
	packages=$(missing "$@" | sed 's/[^ ]* //; s/,/ /g' | tr ' ' '\n' | sort -u | paste -sd ' ' -)

	say "Missing, $what_for: $names"
	if ! command -v apt-get >/dev/null; then
		say "  Debian's packages for that, which may have other names here: $packages"
		return
	fi
	command=$(install_command "$packages")
	say "  $command"
	agreed || return 1

	log=build-setup.log
	step "Install packages" "$log" eval "$command" || for package in $packages; do
		step "Install $package" "$log" eval "$(install_command "$package")" || :
	done
	names=$(missing_names "$@")
	[ -z "$names" ] || say "Still missing, $what_for: $names"
}

# What cannot be done without.
setup_needed()
{
	offer "needed to build" needed || die 2 "cannot build without: $names" \
		"Run the command above, or ./$program --yes to have it run."
	case $names in
	'') return ;;
	meson) advice="If this system's Meson is too old, take one of its own releases: \
python3 -m venv build-meson && build-meson/bin/pip install meson && \
PATH=\$PWD/build-meson/bin:\$PATH ./$program" ;;
	*) advice="Install them by hand (Meson must be 1.0 or newer), then run ./$program again." ;;
	esac
	die 1 "cannot build without: $names" "$advice"
}

# What the result is poorer without: setup_wanted WHAT_FOR CLASS...
setup_wanted()
{
	offer "$@" || say "Going on without."
}

# build DIRECTORY OPTION...: configures and compiles.  A directory that is already there keeps
# its options, but optional libraries that were installed since are found.
build()
{
	directory=$1
	shift
	if [ -f "$directory/build.ninja" ]; then
		meson setup --reconfigure "$directory" "$@"
	else
		meson setup "$directory" "$@"
	fi && meson compile -C "$directory"
}

# step TITLE LOG COMMAND...: runs the command and prints one line: the outcome (ok, skipped for
# status 77, FAILED), the seconds and, if COMMAND sets it, a note.  The end of its log is
# printed only if it failed.
step()
{
	title=$1 log=$2
	shift 2
	note=
	printf '%-24s ' "$title"
	begin=$(date +%s)
	step_status=0
	"$@" >"$log" 2>&1 </dev/null || step_status=$?
	case $step_status in
	0) outcome=ok ;;
	77) outcome=skipped ;;
	*) outcome=FAILED ;;
	esac
	printf '%-7s %4d s%s\n' $outcome $(($(date +%s) - begin)) "${note:+   $note}"
	if [ $outcome = FAILED ]; then
		tail -n 60 "$log" | sed 's/^/    /'
		say "    (the last lines of $log)"
	fi
	return $step_status
}
