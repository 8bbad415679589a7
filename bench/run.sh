#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh GEN_RETURNS BENCH_CSV BENCH_ACCOUNTS [THREADS]
# Writes the big file into a temporary folder, runs both benchmarks on it and removes it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" 2700000 1 >"$folder/returns.csv"
"$2" "$folder/returns.csv" "${4:-2}" 11
"$3" "$folder/returns.csv" "${4:-2}"
