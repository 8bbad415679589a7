#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The script that the program carries is what its source gives, and its words are those of the pages' catalog.
#   rebuild.sh PROGRAM MODULES      TAP on stdout
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
program=$1
modules=$2
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
n=0

# test_that SENTENCE COMMAND...
test_that() {
    n=$((n + 1))
    sentence=$1
    shift
    if "$@" >"$work/out" 2>&1; then
        echo "ok $n - $sentence"
    else
        echo "not ok $n - $sentence"
        sed 's/^/# /' "$work/out"
    fi
}

# npm scripts work in the folder that holds node_modules: the source is put there.
in_modules() {
    rm -rf "$modules/src" "$modules/dist" && cp -r "$root/web/src" "$root/web/tsconfig.json" "$modules" &&
        (cd "$modules" && npm run --silent "$1")
}

same_script() {
    in_modules build && cmp "$modules/dist/scrutineer.js" "$root/web/dist/scrutineer.js"
}

small_script() {
    bytes=$(gzip -9nc "$root/web/dist/scrutineer.js" | wc -c)
    echo "$bytes bytes compressed"
    [ "$bytes" -le 12288 ]
}

# quoted FILE BEGIN OPEN CLOSE: the texts of the list that begins at BEGIN, one a line.
quoted() {
    sed -n "/$2/,/^[]}]/s/^ *$3\(.*\)$4,\$/\1/p" "$1"
}

same_words() {
    quoted "$root/web/src/words.ts" 'WORDS = \[' "'" "'" >"$work/script"
    quoted "$root/src/site/controls.c" 'WORDS\[\] = {' 'SCRUT_KEY("' '")' >"$work/pages"
    [ -s "$work/script" ] && diff "$work/script" "$work/pages"
}

same_font() {
    cmp "$root/web/fonts/noto-sans-khmer.woff2" \
        "$modules/node_modules/@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-400-normal.woff2"
}

carried() {
    "$program" verify "$root/tests/data/two-valleys" --out "$work/site" >/dev/null 2>&1
    cmp "$work/site/scrutineer.js" "$root/web/dist/scrutineer.js" &&
        cmp "$work/site/noto-sans-khmer.woff2" "$root/web/fonts/noto-sans-khmer.woff2"
}

test_that "the types of the script's source agree" in_modules types
test_that "the source gives the script that is committed, byte for byte" same_script
test_that "the script is at most 12 kB compressed" small_script
test_that "the script and the pages name the same words" same_words
test_that "the font is the package's" same_font
test_that "a site carries the script and the font" carried
echo "1..$n"
