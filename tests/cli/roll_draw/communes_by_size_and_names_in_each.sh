# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_draw/list.awk" >list.csv
scrutineer roll draw --list list.csv --strata province --cluster commune --size 6 --per-cluster 2 --sampler rivest --seed "314 159" --out sample.csv
cat sample.csv
