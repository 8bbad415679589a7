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
export build stamps analyzer tests_without
headers=$(find src cli include tests examples tools bench -name '*.h' -print | LC_ALL=C sort)
# shellcheck disable=SC2086
settings=$( (cat .clang-tidy tools/check_tidy.sh $headers; echo "$analyzer") | cksum | tr ' ' '-')
export settings
# Only files that the build compiles have a command line.
grep -o '"file": "[^"]*"' "$build/compile_commands.json" | sed 's/"file": "//; s/"$//' | LC_ALL=C sort -u |
    sed -n "s|^\.\./||p; s|^$PWD/||p" | grep -v '^build' >"$stamps/files"
[ -s "$stamps/files" ] || { echo "no files in $build/compile_commands.json"; exit 1; }
xargs -P "$jobs" -n 1 sh -c '
    stamp=$stamps/$(echo "$1" | tr / _).$settings.$(cksum <"$1" | tr " " -)
    [ -e "$stamp" ] && exit 0
    only=
    case $1 in tests/* | bench/* | examples/*) only=$tests_without ;; esac
    output=$(clang-tidy-14 --quiet $analyzer $only -p "$build" "$1" 2>/dev/null)
    case $output in
    *warning:* | *error:*) printf "%s\n" "$output"; exit 1 ;;
    esac
    rm -f "$stamps/$(echo "$1" | tr / _)".*
    : >"$stamp"
' sh <"$stamps/files"
