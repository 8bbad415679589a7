#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The counts of ./check are only as good as tally.py: what it must count, one case a line. TAP.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 4
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
n=0

# expect NAME "PASSED FAILED SKIPPED" EXIT-STATUS OUTPUT
expect() {
    n=$((n + 1))
    printf '%b' "$4" >"$work/output"
    rm -f "$work/counts"
    python3 "$here/tally.py" "$work/counts" label tap "$work/output" "$3" >"$work/said"
    if [ "$(cat "$work/counts")" = "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "# counted $(cat "$work/counts"), expected $2"
    fi
}

# expect_meson NAME "PASSED FAILED SKIPPED" JSON-LINE
expect_meson() {
    n=$((n + 1))
    printf '%s\n' "$3" >"$work/log.json"
    rm -f "$work/counts"
    python3 "$here/tally.py" "$work/counts" label meson "$work/log.json" >"$work/said"
    if [ "$(cat "$work/counts")" = "$2" ] && ! grep -q SECRET "$work/said"; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "# counted $(cat "$work/counts"), expected $2, without the environment"
        sed 's/^/# /' "$work/said"
    fi
}

expect "each ok line is a test" "2 0 0" 0 '1..2\nok 1 - a\nok 2 - b\n'
expect "a failure counts once, whatever the exit status" "1 1 0" 1 '1..2\nok 1 - a\nnot ok 2 - b\n'
expect "a skipped test is neither passed nor failed" "1 0 1" 0 '1..2\nok 1 - a\nok 2 - b # SKIP no R\n'
expect "a skipped program is one skipped test" "0 0 1" 0 '1..0 # SKIP no R\n'
expect "a program that stops before its plan is fulfilled failed" "1 1 0" 0 '1..2\nok 1 - a\n'
expect "a program that stops before its plan failed" "1 1 0" 0 'ok 1 - a\n'
expect "a program that bails out failed" "0 1 0" 0 'Bail out! no memory\n'
expect "all ok but a bad exit status failed" "1 1 0" 1 '1..1\nok 1 - a\n'
expect "without TAP the exit status is the test" "1 0 0" 0 'fine\n'
expect "without TAP a bad exit status failed" "0 1 0" 3 'broken\n'
expect "exit status 77 without TAP is skipped" "0 0 1" 77 'no R\n'
expect "a test may have no description" "1 0 0" 0 '1..1\nok 1\n'
expect_meson "a crash in Meson's log failed, and the environment stays secret" "1 1 0" \
    '{"name":"unit / x","stdout":"1..2\nok 1 - a\n","stderr":"","returncode":-11,"result":"ERROR","env":{"KEY":"SECRET"}}'
expect_meson "a program that was killed for its time failed" "0 1 0" \
    '{"name":"unit / x","stdout":"","returncode":-15,"result":"TIMEOUT","env":{"KEY":"SECRET"}}'
expect_meson "a program without TAP that Meson calls OK passed" "1 0 0" \
    '{"name":"unit / x","stdout":"","returncode":0,"result":"OK"}'
echo "1..$n"
