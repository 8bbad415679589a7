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
missing=$(files | while read -r file; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || echo "$file"
done)
[ -z "$missing" ] || { echo "without \"SPDX-License-Identifier: Apache-2.0\" in the first lines:"; echo "$missing"; exit 1; }
