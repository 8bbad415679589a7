# SPDX-License-Identifier: Apache-2.0
for threads in 1 2 3 5; do
    scrutineer verify "$ROOT/tests/data/two-valleys" --out out$threads --threads $threads >/dev/null
done
for threads in 2 3 5; do
    for file in index.html findings.csv results.json; do
        cmp out1/$file out$threads/$file && echo "$file with $threads threads: same"
    done
done
