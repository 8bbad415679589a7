#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh csv GEN_RETURNS BENCH_CSV BENCH_ACCOUNTS [THREADS]
#        run.sh verify GEN_RETURNS BENCH_VERIFY PROGRAM [THREADS]
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

case $what in
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
