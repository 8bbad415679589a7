# SPDX-License-Identifier: Apache-2.0
# Of 60 people in two villages 3 of the first are gone: neither they nor what would tell of them is shown.
people() { awk -v from="$1" 'BEGIN { for (i = from; i <= 60; i++) printf "Name%d,Given%d,19%02d-05-17,%d,%s\n", i, i, 40 + i % 50, 1000 + i, i <= 30 ? "east" : "west" }'; }
(echo family,first,dob,number,village; people 1) >old.csv
(echo family,first,dob,number,village; people 4) >new.csv
scrutineer roll diff --from old.csv --to new.csv --map surname=family,given=first,born=dob,identity=number,place=village --areas areas.csv
cat areas.csv
