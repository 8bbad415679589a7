#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every C file is laid out as .clang-format says (clang-format 14; other versions differ in details).
set -u
cd "$(dirname -- "$0")/.." || exit 4
. tools/sources.sh
count=0
bad=0
for file in $(c_files); do
    count=$((count + 1))
    clang-format-14 --style=file "$file" | cmp -s - "$file" || {
        bad=$((bad + 1))
        echo "$file: run clang-format-14 -i $file; the first differences:"
        clang-format-14 --style=file "$file" | diff "$file" - | head -n 10
    }
done
[ "$count" -gt 0 ] && [ "$bad" -eq 0 ]
