# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_draw/list.awk" >list.csv
(head -n 1 list.csv; tail -n +2 list.csv | sort -r) >turned.csv
for list in list turned; do
    scrutineer roll draw --list $list.csv --id no --size 20 --seed dice --out $list.out --json >/dev/null
    tail -n +2 $list.out | cut -d, -f4 | while read -r row; do sed -n "$((row + 1))p" $list.csv; done | sort >$list.drawn
done
cmp list.drawn turned.drawn && wc -l <list.drawn
