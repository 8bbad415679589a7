#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The pages in a browser: accessibility, links, sizes, scripts off, keyboard, print, hostile text.
#   run.sh PROGRAM MODULES      TAP on stdout
# MODULES is the folder that tools/web_modules.sh made. SCRUT_TEST_EXTENT=long looks at every page in every view.
# SCRUT_WEB_UPDATE=1 stores the picture of Khmer words anew: look at it before it is committed.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=${1:?usage: run.sh PROGRAM MODULES}
SCRUT_WEB_MODULES=$(CDPATH='' cd -- "${2:?usage: run.sh PROGRAM MODULES}" && pwd) || exit 99
CHROMIUM=${CHROMIUM:-$(command -v chromium)}
export SCRUT_WEB_MODULES CHROMIUM
data=${SCRUT_DATA:-$here/../../../shared/data}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

# site NAME CASE OPTION...: verify says 1 where the evidence contradicts something.
site() {
    name=$1
    case=$2
    shift 2
    "$program" verify "$case" --out "$work/$name" "$@" >"$work/$name.log" 2>&1
    [ $? -le 1 ] || { echo "Bail out! verify $name"; sed 's/^/# /' "$work/$name.log"; exit 1; }
    sites="$sites $name=$work/$name=$case"
}

sites=
site cambodia "$here/../../cases/cambodia-2013" --language en,km
"$program" simulate --preset cambodia-2013 --seed 5 --stations 240 --out "$work/case" \
    --inject stuffed-box:6:clustered,moved:8,transposed:3,missing:2,copy-differs:4 >"$work/simulate.log" 2>&1 ||
    { echo "Bail out! simulate"; sed 's/^/# /' "$work/simulate.log"; exit 1; }
site model "$work/case"
node "$here/hostile.mjs" "$work/hostile-case" || { echo 'Bail out! hostile.mjs'; exit 1; }
site hostile "$work/hostile-case"
"$program" simulate --preset cambodia-2013 --seed 7 --stations 30 --out "$work/voters-case" \
    --inject roll-exact:40,roll-ghost:60,roll-missing:300,roll-double-vote:13 >"$work/simulate.log" 2>&1 ||
    { echo "Bail out! simulate"; sed 's/^/# /' "$work/simulate.log"; exit 1; }
site voters "$work/voters-case"
if [ -d "$data" ]; then
    mkdir "$work/spain" && cp "$here/../real/spain-2023-congress/election.yaml" "$work/spain" || exit 99
    while read -r file; do
        case $file in '' | '#'*) continue ;; esac
        cp "$data/$file" "$work/spain" || exit 99
    done <"$here/../real/spain-2023-congress/files"
    site spain-2023 "$work/spain" --stations found
else
    echo '# Spain 2023 is left out: shared election data not found'
fi

"$program" verify "$work/case" --single --out "$work/single" >"$work/single.log" 2>&1
# shellcheck disable=SC2086
node "$here/site.mjs" "$work/single" $sites
