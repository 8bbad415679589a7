#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the program on real elections and compares results.json with what expect.py reads in the same files.
#   run.sh PROGRAM [DATASET...]      TAP on stdout
# Every folder here is a dataset: `files`, the tables it needs, by their place in the data folder, and election.yaml,
# beside which they are copied, since a case may not lead out of its folder. Without election.yaml it is a case of
# cases/, whose figures are compared with the tables.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=${1:?usage: run.sh PROGRAM [DATASET...]}
shift
data=${SCRUT_DATA:-$here/../../../shared/data}

if [ ! -d "$data" ]; then
    echo '1..0 # SKIP shared election data not found'
    exit 0
fi
if ! command -v python3 >/dev/null 2>&1; then
    echo '1..0 # SKIP python3 not found'
    exit 0
fi
if [ $# -eq 0 ]; then
    for folder in "$here"/*/; do
        dataset=$(basename "$folder")
        # Under sanitizers these go the ways of the others for four times as long as all others together.
        case ${SCRUT_TEST_EXTENT:-normal}:$dataset in
        short:bolivia-2019-president | short:russia-2011-duma | short:poland-2019-sejm) continue ;;
        short:seats-poland-2015 | short:seats-poland-2019) continue ;;
        esac
        [ -f "$folder/files" ] && set -- "$@" "$dataset"
    done
fi

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

run_dataset() {
    dataset=$1
    case_folder=$work/$dataset
    tables=$case_folder
    mkdir "$tables" || return 1
    if [ -f "$here/$dataset/election.yaml" ]; then
        cp "$here/$dataset/election.yaml" "$case_folder" || return 1
    else
        case_folder=$here/../../cases/$dataset
    fi
    while read -r file; do
        if [ ! -f "$data/$file" ]; then
            echo "ok - $dataset # SKIP $file is not in the data folder"
            return 0
        fi
        cp "$data/$file" "$tables" || return 1
    done <"$here/$dataset/files"
    "$program" verify "$case_folder" --single --out "$work/report-$dataset" >"$work/stdout" 2>"$work/stderr"
    status=$?
    # 0: nothing announced is contradicted; 1: something is. Which of the two it must be is expect.py's to say.
    if [ $status -gt 1 ]; then
        echo "not ok - $dataset: verify reads the case"
        echo "# exit status $status"
        sed 's/^/# /' "$work/stderr" | head -n 20
        return 0
    fi
    "$program" compare "$case_folder" --json >"$work/report-$dataset/compare.json" 2>"$work/stderr" ||
        rm -f "$work/report-$dataset/compare.json" # a case without returns has nothing to compare
    python3 "$here/expect.py" "$dataset" "$work/report-$dataset/results.json" "$tables" $status
    rm -rf "$tables" "$work/report-$dataset"
}

count=0
failed=0
for dataset in "$@"; do
    run_dataset "$dataset" >"$work/tap" || echo "not ok - $dataset: the test itself ran" >>"$work/tap"
    awk -v n="$count" '/^(not )?ok - / { n++; sub(/ok -/, "ok " n " -") } { print }' "$work/tap"
    count=$((count + $(grep -c -E '^(not )?ok - ' "$work/tap")))
    grep -q '^not ok' "$work/tap" && failed=1
done
echo "1..$count"
exit $failed
