#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs every fuzz target for a while on a copy of its corpus. TAP.
set -u
cd "$(dirname -- "$0")/.." || exit 4
seconds=${FUZZ_SECONDS:-600}
build=build-fuzz
if ! [ -f $build/build.ninja ]; then
    CC=clang-14 meson setup $build -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false >/dev/null || exit 1
fi
ninja -C $build >$build.log 2>&1 || { cat $build.log; exit 1; }
n=0
for target in "$build"/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    n=$((n + 1))
    name=$(basename "$target")
    corpus=$build/corpus-$name
    mkdir -p "$corpus"
    cp "tests/fuzz/corpus/${name#fuzz_}/"* "$corpus/" 2>/dev/null
    if "$target" -max_total_time="$seconds" -artifact_prefix="$build/" "$corpus" >"$build/$name.log" 2>&1; then
        echo "ok $n - $name found nothing in $seconds s"
    else
        echo "not ok $n - $name found nothing in $seconds s"
        tail -n 40 "$build/$name.log" | sed 's/^/# /'
    fi
done
[ $n -gt 0 ] || { echo "no fuzz target was built"; exit 1; }
echo "1..$n"
