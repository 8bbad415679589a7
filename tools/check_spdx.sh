#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every source file opens with its licence. Data, expected outputs and documents carry none.
set -u
files() {
    find . \( -name '.git' -o -name 'build*' -o -name report -o -name node_modules \) -prune -o -type f \
        \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name '*.cjs' -o -name '*.js' -o -name '*.mjs' -o -name '*.ts' -o -name 'meson.build' \
        -o -name 'meson_options.txt' -o -name '*.tsv' -o -name run -o -name check -o -name Makefile \) -print
}
count=$(files | wc -l)
[ "$count" -gt 50 ] || { echo "only $count files found"; exit 1; }
# One process for all files: one a file took half a minute.
marked() {
    files | xargs -d '\n' awk 'FNR > 3 { nextfile } /SPDX-License-Identifier: Apache-2\.0/ { print FILENAME }'
}
missing=$({ files; marked; } | LC_ALL=C sort | uniq -u)
[ -z "$missing" ] || { echo "without \"SPDX-License-Identifier: Apache-2.0\" in the first lines:"; echo "$missing"; exit 1; }
