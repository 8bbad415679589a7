# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_draw/list.awk" >list.csv
scrutineer roll draw --list list.csv --cluster commune --size 5 --per-cluster 3 --id no --seed dice --out sample.csv >said
grep -c -e Secret -e V0 sample.csv said
