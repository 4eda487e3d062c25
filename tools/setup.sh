# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What quickstart and check share: reading --yes and --help, finding what this machine
# lacks, installing it when told to, and running one step quietly.  Sourced by scripts that
# have set -eu; nothing is installed before the command has been shown and agreed to.

yes=     # not empty: install without asking
manager= # this machine's package manager, empty when none is known

# What is asked of a machine, one thing a row: its class, its name, and the packages that
# bring it ("-": none has what is wanted).  The name is a command, lib:NAME a pkg-config
# module or a library without one, and have() knows the others.
things()
{
	cat <<-'END'
	needed compiler      gcc,libc6-dev    gcc,glibc-devel     gcc        gcc,glibc-devel  gcc,musl-dev,linux-headers
	needed meson         meson            meson               meson      meson            meson
	needed ninja         ninja-build      ninja-build         ninja      ninja            samurai
	needed python3       python3          python3             python     python3          python3
	wanted gnuplot       gnuplot-nox      gnuplot             gnuplot    gnuplot          gnuplot
	wanted fonts         fonts-dejavu-core dejavu-sans-fonts  ttf-dejavu dejavu-fonts     font-dejavu
	wanted hyperfine     hyperfine        hyperfine           hyperfine  hyperfine        hyperfine
	wanted bash          bash             bash                bash       bash             bash
	wanted socat         socat            socat               socat      socat            socat
	wanted pkg-config    pkg-config       pkgconf-pkg-config  pkgconf    pkg-config       pkgconf
	wanted lib:hwloc     libhwloc-dev     hwloc-devel         hwloc      hwloc-devel      hwloc-dev
	wanted lib:liburing  liburing-dev     liburing-devel      liburing   liburing-devel   liburing-dev
	wanted lib:libzmq    libzmq3-dev      zeromq-devel        zeromq     zeromq-devel     zeromq-dev
	wanted lib:nng       libnng-dev       nng-devel           nng        nng-devel        nng-dev
	wanted lib:libsystemd libsystemd-dev  systemd-devel       systemd    systemd-devel    -
	tests  lib:cmocka    libcmocka-dev    libcmocka-devel     cmocka     libcmocka-devel  cmocka-dev
	tests  lib:gsl       libgsl-dev       gsl-devel           gsl        gsl-devel        gsl-dev
	tests  gcc           gcc              gcc                 gcc        gcc              gcc
	tests  sanitizers    gcc              libasan,libubsan,libtsan gcc   gcc              -
	tests  clang         clang            clang               clang      clang            clang
	tests  clang-format  clang-format     clang-tools-extra   clang      clang-tools      clang-extra-tools
	tests  shellcheck    shellcheck       ShellCheck          shellcheck ShellCheck       shellcheck
	tests  rsvg-convert  librsvg2-bin     librsvg2-tools      librsvg    rsvg-convert     rsvg-convert
	tests  scdoc         scdoc            scdoc               scdoc      scdoc            scdoc
	tests  chromium      chromium         chromium            chromium   chromium         chromium
	tests  strace        strace           strace              strace     strace           strace
	tests  ip            iproute2         iproute,iproute-tc  iproute2   iproute2         iproute2
	tests  socat         socat            socat               socat      socat            socat
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

# Reads the command line; --yes is implied where nobody can be asked and the machine is
# made to be thrown away: under CI=true, and for root without a terminal on a system that
# was never booted (a container, a chroot).
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

	for tool in apt-get dnf pacman zypper apk; do
		if command -v $tool >/dev/null; then
			manager=$tool
			break
		fi
	done
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
	things | while read -r class name apt dnf pacman zypper apk; do
		case " $* " in *" $class "*) ;; *) continue ;; esac
		if have "$name" </dev/null; then
			continue
		fi
		case $manager in
		apt-get) say "$name $apt" ;;
		dnf) say "$name $dnf" ;;
		pacman) say "$name $pacman" ;;
		zypper) say "$name $zypper" ;;
		apk) say "$name $apk" ;;
		*) say "$name -" ;;
		esac
	done
}

# The names that missing() prints, without the lib: that only have() needs.
missing_names()
{
	missing "$@" | sed 's/^lib://; s/ .*//' | paste -sd ' ' -
}

# install_command PACKAGE...: the line that installs them, for a person to read or eval.
install_command()
{
	sudo=
	[ "$(id -u)" = 0 ] || ! command -v sudo >/dev/null || sudo='sudo '
	case $manager in
	apt-get) say "${sudo}apt-get -q update; ${sudo}env DEBIAN_FRONTEND=noninteractive \
apt-get -qy --no-install-recommends install $*" ;;
	dnf) say "${sudo}dnf -y install $*" ;;
	pacman) say "${sudo}pacman -Syu --needed --noconfirm $*" ;;
	zypper) say "${sudo}zypper --non-interactive install $*" ;;
	apk) say "${sudo}apk add -U $*" ;;
	esac
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

# offer WHAT_FOR CLASS...: shows the command that installs what is missing and runs it when
# that is agreed to.  One package that this system does not have must not cost the others,
# so they are tried one by one when they cannot be had together.  Returns 1 when declined.
offer()
{
	what_for=$1
	shift
	names=$(missing_names "$@")
	[ -n "$names" ] || return 0
	packages=$(missing "$@" | sed 's/[^ ]* //; s/,/ /g' | tr ' ' '\n' | grep -vx -e - | sort -u |
		paste -sd ' ' -)

	say "Missing, $what_for: $names"
	[ -n "$packages" ] || return 0
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
	meson) advice="An old Meson can be helped by its own releases: \
python3 -m venv build-meson && build-meson/bin/pip install meson && \
PATH=\$PWD/build-meson/bin:\$PATH ./$program" ;;
	*) advice="Install them by hand (Meson must be 1.0 or newer), then run ./$program again." ;;
	esac
	die 1 "cannot build without: $names" "$advice"
}

# What the result is poorer without.
setup_wanted()
{
	offer "$@" || say "Going on without."
}

# build DIRECTORY OPTION...: configures and compiles.  A directory that is already there
# keeps its options but looks again for what was installed since.
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

# step TITLE LOG COMMAND...: one line with the outcome (ok, skipped for status 77, FAILED),
# the seconds and, if COMMAND sets it, a note.  The log is shown only when it failed.
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
