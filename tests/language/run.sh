#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every sentence of the pages comes through the catalogue: run.sh PROGRAM PSEUDO_SITE     TAP on stdout
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
program=${1:?usage: run.sh PROGRAM PSEUDO_SITE}
pseudo=${2:?usage: run.sh PROGRAM PSEUDO_SITE}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

sh "$root/tools/messages.sh" "$work/scrutineer.pot" 2>/dev/null && python3 "$here/pseudo.py" "$work/scrutineer.pot" >"$work/pseudo.po" &&
    msgfmt --endianness=little --output-file="$work/pseudo.mo" "$work/pseudo.po" || { echo 'Bail out! no pseudo catalogue'; exit 1; }
"$program" simulate --preset cambodia-2013 --seed 5 --stations 60 --out "$work/model" \
    --inject stuffed-box:6:clustered,moved:8,transposed:3,missing:2,copy-differs:4 >/dev/null 2>&1 || { echo 'Bail out! simulate'; exit 1; }

# pages NAME CASE: in Khmer beside English, and in the pseudo language from right to left
pages() {
    "$program" verify "$2" --out "$work/$1" --language en,km --no-progress >/dev/null 2>&1
    [ $? -le 1 ] || { echo "not ok - $1: verify"; return; }
    python3 "$here/pages.py" khmer "$1" "$work/$1/km" "$work/$1/results.json" "$2"
    if "$pseudo" "$work/pseudo.mo" rtl "$2" "$work/$1-pseudo" >"$work/$1.txt" 2>"$work/$1.err"; then
        python3 "$here/pages.py" pseudo "$1" "$work/$1-pseudo" "$work/$1/results.json" "$2"
    else
        echo "not ok - $1: pseudo_site"
        sed 's/^/# /' "$work/$1.err"
    fi
}

{
    pages cambodia-2013 "$root/cases/cambodia-2013"
    pages two-valleys "$root/tests/data/two-valleys"
    pages quiet-island "$root/tests/data/quiet-island"
    pages model "$work/model"
} >"$work/results"
awk '/^(not )?ok -/ { sub(/ok -/, "ok " ++n " -") } { print } END { print "1.." n }' "$work/results"
! grep -q '^not ok' "$work/results"
