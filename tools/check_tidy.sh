#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: check_tidy.sh BUILD-FOLDER [JOBS]
# clang-tidy over every compiled file. A file that passed is not looked at again until it, a header or
# the settings change.
set -u
cd "$(dirname -- "$0")/.." || exit 4
build=$1
jobs=${2:-2}
stamps=$build/tidy
mkdir -p "$stamps"
# States after which the analyser leaves a function. Of twelve alarms in twelve files its default of 225,000 found all,
# 50,000 and 20,000 ten; 20,000 took a ninth of the time. Of six initialisations taken out of six files 20,000 missed none
# and 8,000 none, in six tenths of the time.
nodes=8000
if [ "${SCRUT_TEST_EXTENT:-normal}" = long ]; then
    nodes=225000
fi
analyzer="--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=$nodes"
# The paths of tests are walked with --long only: a mistake there shows when they run, under sanitizers too.
tests_without='--checks=-clang-analyzer-*'
[ "${SCRUT_TEST_EXTENT:-normal}" != long ] || tests_without=
export build stamps
headers=$(find src cli include tests examples tools bench -name '*.h' -print | LC_ALL=C sort)
# shellcheck disable=SC2086
settings=$( (cat .clang-tidy tools/check_tidy.sh $headers; echo "$analyzer") | cksum | tr ' ' '-')
export settings
# Only files that the build compiles have a command line.
grep -o '"file": "[^"]*"' "$build/compile_commands.json" | sed 's/"file": "//; s/"$//' | LC_ALL=C sort -u |
    sed -n "s|^\.\./||p; s|^$PWD/||p" | grep -v '^build' >"$stamps/files"
[ -s "$stamps/files" ] || { echo "no files in $build/compile_commands.json"; exit 1; }
# "STAMP FILE" of each file that must be looked at.
xargs cksum <"$stamps/files" | awk '{ name = $3; gsub("/", "_", name); print name "." ENVIRON["settings"] "." $1 "-" $2, $3 }' |
    while read -r stamp file; do
        [ -e "$stamps/$stamp" ] || echo "$stamp $file"
    done >"$stamps/todo"

# look FILES CLANG-TIDY-ARGUMENT...: over the "STAMP FILE" of standard input, so many files at a start of clang-tidy; where
# something is found in one, none of them counts as passed.
look() {
    words=$(($1 * 2))
    shift
    arguments=$*
    export arguments
    xargs -r -P "$jobs" -n "$words" sh -c '
        files= passed=
        while [ $# -gt 0 ]; do
            passed="$passed $1" files="$files $2"
            shift 2
        done
        output=$(clang-tidy-14 --quiet $arguments -p "$build" $files 2>"$stamps/said.$$")
        status=$?
        case $output in *warning:* | *error:*) status=1 ;; esac
        [ $status -eq 0 ] || { printf "%s\n" "$output"; cat "$stamps/said.$$"; }
        rm -f "$stamps/said.$$"
        [ $status -eq 0 ] || exit 1
        for stamp in $passed; do
            rm -f "$stamps/${stamp%".$settings."*}".*
            : >"$stamps/$stamp"
        done
    ' sh
}
# A start takes as long as many a file does, so it reads several. What the analyser's checker of va_list knows of one file's
# functions is wrong of the next: files with a va_list have a start each, the other sources are read without this checker.
xargs grep -lE 'va_(list|start|copy)' <"$stamps/files" >"$stamps/va_lists"
awk -v todo="$stamps/todo" -v list="$stamps/va_lists" '
    BEGIN { printf "" >(todo ".alone"); printf "" >(todo ".tests"); printf "" >(todo ".sources") }
    FILENAME == list { alone[$1]; next }
    { print >(todo "." ($2 ~ /^(tests|bench|examples)\// ? "tests" : $2 in alone ? "alone" : "sources")) }
    ' "$stamps/va_lists" "$stamps/todo"
tests_files=12
[ -n "$tests_without" ] || tests_files=1
found=0
look 1 "$analyzer" <"$stamps/todo.alone" || found=1
look 8 "$analyzer --checks=-clang-analyzer-valist.*" <"$stamps/todo.sources" || found=1
look "$tests_files" "$analyzer $tests_without" <"$stamps/todo.tests" || found=1
exit $found
