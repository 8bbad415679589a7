#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh [--update] PROGRAM FOLDER
# Runs every tests/cli/FOLDER/NAME.sh in an empty folder and compares what it writes:
#   NAME.stdout.exact or NAME.stdout.glob (a shell pattern); neither: nothing may be written
#   NAME.stderr.exact or NAME.stderr.glob; neither: nothing may be written
#   NAME.exit: the exit status; absent: 0
# A script calls the program as "scrutineer" and finds the project in $ROOT. --update rewrites the exact
# files and exit statuses: read the difference before you commit it. TAP.
set -u
update=0
if [ "${1:-}" = --update ]; then
    update=1
    shift
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 4
program=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
folder=$here/$2
ROOT=$(CDPATH='' cd -- "$here/../.." && pwd)
export ROOT
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/scrutineer"
PATH=$work/bin:$PATH
export PATH
# Messages of the system in one language; NO_COLOR and terminals of the caller must not matter.
LC_ALL=C
export LC_ALL
unset NO_COLOR COLUMNS

# matches EXPECTED-FILE-STEM ACTUAL-FILE
matches() {
    if [ -f "$1.exact" ]; then
        cmp -s "$1.exact" "$2"
    elif [ -f "$1.glob" ]; then
        pattern=$(cat "$1.glob")
        # shellcheck disable=SC2254
        case $(cat "$2") in $pattern) true ;; *) false ;; esac
    else
        ! [ -s "$2" ]
    fi
}

# explain WHAT STEM ACTUAL: the difference, as TAP comments.
explain() {
    echo "# $1:"
    expected=$2.exact
    [ -f "$expected" ] || expected=$2.glob
    [ -f "$expected" ] || expected=/dev/null
    diff "$expected" "$3" | head -n 40 | sed 's/^/#   /'
}

rewrite() {
    for stream in stdout stderr; do
        [ -f "$1.$stream.glob" ] && continue
        if [ -s "$work/$stream" ]; then
            cp "$work/$stream" "$1.$stream.exact"
        else
            rm -f "$1.$stream.exact"
        fi
    done
    if [ "$2" -ne 0 ]; then echo "$2" >"$1.exit"; else rm -f "$1.exit"; fi
}

# spaced WORD_WORD: sets name to the words, with spaces between.
spaced() {
    IFS=_
    # shellcheck disable=SC2086
    set -- $1
    IFS=' '
    name=$*
    unset IFS
}

# No process is started where the shell itself can do it: with hundreds of scripts they would take longer than the program.
n=0
for script in "$folder"/*.sh; do
    [ -f "$script" ] || continue
    stem=${script%.sh}
    n=$((n + 1))
    spaced "${stem##*/}"
    mkdir -p "$work/$n/here"
    (cd "$work/$n/here" && exec sh "$script") >"$work/stdout" 2>"$work/stderr" </dev/null
    status=$?
    [ $update -eq 0 ] || rewrite "$stem" $status
    expected=0
    [ ! -f "$stem.exit" ] || read -r expected <"$stem.exit"
    if [ "$status" -eq "$expected" ] && matches "$stem.stdout" "$work/stdout" && matches "$stem.stderr" "$work/stderr"; then
        echo "ok $n - $name"
        continue
    fi
    echo "not ok $n - $name"
    [ "$status" -eq "$expected" ] || echo "# exit status $status, expected $expected"
    matches "$stem.stdout" "$work/stdout" || explain stdout "$stem.stdout" "$work/stdout"
    matches "$stem.stderr" "$work/stderr" || explain stderr "$stem.stderr" "$work/stderr"
done
echo "1..$n"
