# For the command line's tests: source it as `. "${srcdir:-.}/tests/cli/lib.sh"`. It gives a fresh HOME in $home, which goes at
# the end, a fixed locale and zone, and these verbs. Speaks TAP; a script that does not reach `finish` has failed.
#
#   run STATUS TITLE ARGS…     run souk with ARGS (input: /dev/null, or the file $input); one test: it ends with STATUS.
#                              Its output is then in $out, its errors in $err
#   is TITLE EXPECTED ACTUAL   one test: both strings are equal
#   like TITLE PATTERN ACTUAL  one test: the string matches the shell pattern
#   holds TITLE COMMAND…       one test: the command succeeds
#   rows FILE                  all rows of a shop's tables, as text
#   as_nobody                  from here on `run` drops all rights first; false when this machine cannot
#   finish                     last line: the plan, and the exit status
# shellcheck shell=sh disable=SC2034
set -u
SOUK=${SOUK:-$PWD/souk}
home=$(mktemp -d "${TMPDIR:-/tmp}/souk-cli-XXXXXX") || exit 99
trap 'chmod -R u+rwx "$home"; rm -rf "$home"' EXIT
trap 'exit 99' HUP INT TERM
HOME=$home LC_ALL=C.UTF-8 TZ=UTC
export HOME LC_ALL TZ SOUK
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME NO_COLOR CLICOLOR CLICOLOR_FORCE
input=/dev/null
runner=
tests=0
failures=0

# report HELD TITLE [EXPLANATION]
report() {
	tests=$((tests + 1))
	if [ "$1" = yes ]; then
		echo "ok $tests - $2"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $tests - $2"
	printf '%s\n' "${3-}" | sed 's/^/#   /'
}

run() {
	wanted=$1 title=$2
	shift 2
	status=0
	$runner "$SOUK" "$@" <"$input" >"$home/.out" 2>"$home/.err" || status=$?
	out=$(cat "$home/.out")
	err=$(cat "$home/.err")
	[ "$status" = "$wanted" ] && held=yes || held=no
	report "$held" "$title" "souk $*
exit status $status, expected $wanted
$out
$err"
}

is() {
	[ "$2" = "$3" ] && held=yes || held=no
	report "$held" "$1" "expected: $2
actual  : $3"
}

like() {
	# shellcheck disable=SC2254
	case $3 in $2) held=yes ;; *) held=no ;; esac
	report "$held" "$1" "pattern: $2
actual : $3"
}

holds() {
	title=$1
	shift
	"$@" >"$home/.out" 2>&1 && held=yes || held=no
	report "$held" "$title" "$* failed:
$(cat "$home/.out")"
}

rows() {
	for table in users products carts cartItems orders orderItems soukSettings soukCheckoutKeys soukTries soukSold; do
		echo "$table"
		sqlite3 "$1" "SELECT * FROM $table ORDER BY 1"
	done
}

# To whom everything is allowed, no permission proves anything. The program is copied, as its folder may be closed to others.
as_nobody() {
	[ "$(id -u)" = 0 ] || return 0
	command -v setpriv >/dev/null || return 1
	runner='setpriv --reuid 65534 --regid 65534 --clear-groups --'
	chmod 755 "$home"
	cp "$SOUK" "$home/souk"
	cp "${srcdir:-.}/tests/lsan.supp" "$home/lsan.supp"
	SOUK=$home/souk
	mkdir -m 777 "$home/coverage"
	export GCOV_PREFIX="$home/coverage"
	LSAN_OPTIONS="exitcode=99:print_suppressions=0:suppressions='$home/lsan.supp'"
	export LSAN_OPTIONS
}

finish() {
	echo "1..$tests"
	[ "$tests" -gt 0 ] && [ "$failures" -eq 0 ]
	exit
}
