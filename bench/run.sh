#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh csv GEN_RETURNS BENCH_CSV BENCH_ACCOUNTS [THREADS]
#        run.sh verify GEN_RETURNS BENCH_VERIFY PROGRAM [THREADS]
#        run.sh compare GEN_RETURNS BENCH_PROCESSES PROGRAM [THREADS]     DuckDB beside it where DUCKDB names the folder
#                                                                         in which @duckdb/node-api is installed
#        run.sh link SHARED BENCH_LINK [ROWS] [THREADS]                   SHARED/bench/roll has the generator of the roll and
#                                                                         the SQL; DuckDB beside it as above
#        run.sh diff - BENCH_DIFF STATIONS [THREADS]                      two versions of a model list
# Writes what the benchmark needs into a temporary folder, runs it and removes the folder.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
what=$1 gen_returns=$2
threads=${5:-2}

# make_case STATIONS: the case of election.yaml with so many stations
make_case() {
    cp "$here/election.yaml" "$folder"
    {
        echo constituency,seats
        constituency=1
        while [ "$constituency" -le 100 ]; do
            echo "$constituency,3"
            constituency=$((constituency + 1))
        done
    } >"$folder/constituencies.csv"
    "$gen_returns" "$1" 1 >"$folder/returns.csv"
}

# add_sources COUNT: more sources of the same stations, each with slips of its own and without one station in 1000
add_sources() {
    sed -n '/file: returns.csv/,$p' "$here/election.yaml" >"$folder/fields"
    source=2
    while [ "$source" -le "$1" ]; do
        awk -F, -v OFS=, -v k="$source" 'NR == 1 { print; next } NR % 1000 == k { next }
            NR % 100 == k + 10 { $11 += 2; $8 += 2 } NR % 97 == k + 20 { t = $12; $12 = $13; $13 = t } { print }' \
            "$folder/returns.csv" >"$folder/returns$source.csv"
        sed "s/file: returns.csv/file: returns$source.csv/" "$folder/fields" | { echo "  - source: agents$source"; cat; } \
            >>"$folder/election.yaml"
        source=$((source + 1))
    done
}

# compare STATIONS SOURCES
compare() {
    make_case "$1"
    add_sources "$2"
    echo "$1 stations, $2 sources"
    set -- "$bench" 7 "$program compare $folder --threads $threads --json"
    if [ -n "${DUCKDB:-}" ]; then
        set -- "$@" "cd $DUCKDB && node $here/duckdb_compare.cjs $threads $folder/returns*.csv"
    fi
    "$@"
}

# five SQL: five times in turn bench_link and, where DUCKDB names a folder, the same job by DuckDB
five() {
    for round in 1 2 3 4 5; do
        "$bench" "$folder/roll.csv" "$threads" >"$folder/ours"
        sed -n '$p' "$folder/ours"
        if [ -n "${DUCKDB:-}" ]; then
            (cd "$DUCKDB" && node "$here/duckdb_link.cjs" "$1" "$folder/roll.csv" "$threads") >"$folder/theirs"
            echo "DuckDB: $(sed -n '$p' "$folder/theirs")"
            grep '^[pmc]' "$folder/ours" >"$folder/a"
            grep '^[pmc]' "$folder/theirs" | cmp - "$folder/a"
        fi
        : "$round"
    done
}

case $what in
link)
    if [ ! -e "$gen_returns/bench/roll/gen_roll.c" ]; then
        echo "skipped: there is no generator of rolls in $gen_returns/bench/roll"
        exit 0
    fi
    bench=$3
    cc -O2 -o "$folder/gen_roll" "$gen_returns/bench/roll/gen_roll.c" -lm
    "$folder/gen_roll" "${4:-1000000}" 42 >"$folder/roll.csv"
    five "$(CDPATH='' cd -- "$gen_returns" && pwd)/bench/roll/dedupe_duckdb.sql"
    ;;
diff)
    "$3" "$folder/model" "$4" "$threads" 3
    ;;
compare)
    bench=$3
    program=$4
    compare 19009 4
    compare 1000000 2
    ;;
csv)
    "$gen_returns" 2700000 1 >"$folder/returns.csv"
    "$3" "$folder/returns.csv" "$threads" 11
    "$4" "$folder/returns.csv" "$threads"
    ;;
verify)
    for stations in 20000 1000000; do
        make_case "$stations"
        echo "$stations stations"
        "$3" "$4" "$folder" "$folder/returns.csv" "$threads" 11
    done
    ;;
esac
