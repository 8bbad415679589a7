# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
(head -n 1 roll.csv; tail -n +2 roll.csv | LC_ALL=C sort -r) >sorted.csv
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --threads 1 --model a >1
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --threads 4 --model b >2
scrutineer roll link --list sorted.csv --map surname=family,given=first,born=dob,category=sex,category=village --model c >3
cmp 1 2 && cmp 2 3 && cmp a b && cmp b c && echo same
