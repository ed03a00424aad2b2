#!/bin/sh
# Usage: setup.sh program|tests FOLDER [CONFIGURE-OPTION...]
# Makes FOLDER, below the checkout's root, hold a finished build: installs what is missing (build-aux/packages), configures,
# runs make, and prints FOLDER's full path. For "program" a build that stands is kept whatever its options. It is quiet when
# there is nothing to do; else a few words go to stderr and the full story to FOLDER/setup.log.
#
# SOUK_INSTALL=yes (default) installs, =ask asks first, =no only says what is missing.
# shellcheck disable=SC3013
set -eu
export LC_ALL=C
purpose=$1 folder=$2
shift 2
options=$*
top=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$top"
log=$top/$folder/setup.log

say() {
	printf 'souk: %s\n' "$*" >&2
}

stop() {
	say "$@"
	exit 1
}

# logged WHAT COMMAND…: run it quietly; when it fails show the end of what it said, and stop.
logged() {
	what=$1
	shift
	printf '\n== %s\n' "$*" >>"$log"
	"$@" >>"$log" 2>&1 </dev/null && return
	say "$what failed; from $log:"
	{ grep -A 4 -e ': error: ' -e ' undefined reference ' "$log" || tail -n 30 "$log"; } | head -n 40 | sed 's/^/    /' >&2
	exit 1
}

# No source is newer than the start of the last build that succeeded.
is_fresh() {
	[ "$purpose" = program ] && [ -x "$folder/souk" ] && [ -e "$folder/.built" ] || return 1
	[ -z "$(find configure.ac Makefile.am build-aux src assets ! -type d -newer "$folder/.built" | head -n 1)" ]
}

has() {
	case $1 in
	-f*) echo 'int main(void) { return 0; }' | ${CC:-cc} "$1" -x c -o /dev/null - 2>/dev/null ;;
	*' '*) pkg-config --exists "$1" 2>/dev/null ;;
	cc) command -v "${CC:-cc}" >/dev/null ;;
	make) command -v make >/dev/null ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

# The package manager that is there; its column in build-aux/packages is COLUMN.
find_manager() {
	column=2
	for manager in apt-get dnf pacman apk zypper brew pkg; do
		column=$((column + 1))
		command -v "$manager" >/dev/null && return
	done
	manager=
}

install_command() {
	case $manager in
	apt-get) echo 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends' ;;
	dnf) echo 'dnf install -y' ;;
	pacman) echo 'pacman -Sy --needed --noconfirm' ;;
	apk) echo 'apk add' ;;
	zypper) echo 'zypper --non-interactive install' ;;
	brew) echo 'brew install' ;;
	pkg) echo 'pkg install -y' ;;
	esac
}

find_missing() {
	missing=''
	packages=''
	while IFS='|' read -r probe for rest; do
		case $probe in '#'*) continue ;; esac
		probe=$(echo "$probe" | sed 's/ *$//')
		[ "$purpose" = tests ] || [ "$for" = ' program ' ] || continue
		! has "$probe" || continue
		missing="$missing, $probe"
		packages="$packages $(echo "$probe|$for|$rest" | cut -d '|' -f "$column")"
	done <build-aux/packages
	missing=${missing#, }
	packages=$(echo "$packages" | tr -s ' ' '\n' | sort -u | tr '\n' ' ' | sed 's/^ //; s/ $//')
}

may_install() {
	case ${SOUK_INSTALL:-yes} in
	yes) return 0 ;;
	no) return 1 ;;
	ask) ;;
	*) stop "SOUK_INSTALL is '$SOUK_INSTALL'; it takes yes, ask or no" ;;
	esac
	printf 'souk: missing: %s\nsouk: run "%s"? [y/N] ' "$missing" "$command" >&2
	{ read -r answer </dev/tty; } 2>/dev/null || { echo >&2 && return 1; }
	[ "$answer" = y ]
}

install_missing() {
	find_manager
	find_missing
	[ -n "$missing" ] || return 0
	[ -n "$manager" ] || stop "missing: $missing; and no package manager that is known here, so please install them"
	command="$(install_command) $packages"
	as=
	if [ "$manager" != brew ] && [ "$(id -u)" != 0 ]; then
		as=$(command -v sudo || command -v doas) || stop "missing: $missing
Neither root nor sudo nor doas is at hand. This installs it, run as root:

    $command
"
		command="$as sh -c '$command'"
	fi
	may_install || stop "missing: $missing
Nothing was installed. This installs it:

    $command
"
	say "missing: $missing"
	say "installing it: $command"
	logged 'installing' sh -c "$command"
	date >"build/.installed"
	find_missing
	[ -z "$missing" ] || stop "still missing after the installation: $missing (see $log)"
}

# A checkout that cannot be written to, or whose path configure refuses, is built as a copy of its own.
needs_copy() {
	case $top in *[\\\"\#\$\&\'\`]*) return 0 ;; esac
	[ ! -w . ] || { [ -e "$folder" ] && [ ! -w "$folder" ]; }
}

build_copy() {
	copy=${XDG_CACHE_HOME:-${HOME:?}/.cache}/souk/checkout-$(printf %s "$top" | cksum | tr ' ' -)
	mkdir -p "$copy" 2>/dev/null || stop "the checkout cannot be written to, and '$copy' not be made to build a copy there"
	for item in configure.ac Makefile.am LICENSE README.md run runtests build-aux src assets tests; do
		[ ! -e "$item" ] || cp -Rp "$item" "$copy/"
	done
	# shellcheck disable=SC2086
	exec "$copy/build-aux/setup.sh" "$purpose" "$folder" $options
}

is_configured() {
	[ -e "$folder/config.status" ] && ! [ build/.installed -nt "$folder/config.status" ] || return 1
	[ "$purpose" = program ] || [ "$(cat "$folder/.options" 2>/dev/null)" = "$options" ]
}

configure_build() {
	if [ ! -e configure ] || [ ! -e Makefile.in ] || [ configure.ac -nt configure ]; then
		logged 'making configure' autoreconf -i
	fi
	! is_configured || return 0
	up=$(echo "$folder" | sed 's/[^/][^/]*/../g')
	# shellcheck disable=SC2016,SC2086
	logged 'configuring' sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$up/configure" --quiet $options
	logged 'cleaning' "$make" -C "$folder" clean
	echo "$options" >"$folder/.options"
}

# One after the other: "all" is a make of its own, and two at a time would write the same files.
build() {
	touch "$folder/.started"
	jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
	logged 'building' "$make" -C "$folder" -j "$jobs" all
	[ "$purpose" = program ] || logged 'building the tests' "$make" -C "$folder" -j "$jobs" check-programs
	mv "$folder/.started" "$folder/.built"
}

if ! is_fresh; then
	! needs_copy || build_copy
	mkdir -p "$folder"
	: >"$log"
	install_missing
	make=$(command -v gmake || command -v make)
	[ -e "$folder/.built" ] || say "building in $folder, this takes a moment"
	configure_build
	build
fi
echo "$top/$folder"
