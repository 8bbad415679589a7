# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_draw/list.awk" >list.csv
scrutineer roll draw --list list.csv --strata province --size 3 --seed x --out s.csv
