#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every C file is laid out as .clang-format says (clang-format 14; other versions differ in details).
set -u
cd "$(dirname -- "$0")/.." || exit 4
. tools/sources.sh
files=$(c_files)
[ -n "$files" ] || { echo "there are no C files"; exit 1; }
# All files at one start, which takes longer than reading a file.
# shellcheck disable=SC2086
said=$(clang-format-14 --style=file --dry-run --Werror $files 2>&1) && exit 0
bad=$(printf '%s\n' "$said" | sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: error: .*/\1/p' | LC_ALL=C sort -u)
[ -n "$bad" ] || printf '%s\n' "$said"
for file in $bad; do
    echo "$file: run clang-format-14 -i $file; the first differences:"
    clang-format-14 --style=file "$file" | diff "$file" - | head -n 10
done
exit 1
