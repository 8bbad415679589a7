# SPDX-License-Identifier: Apache-2.0
# 40 people; the second list lacks the first 12 of them, the third has them again and 11 others.
people() { awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i <= to; i++) printf "Name%d,Given%d,19%02d-05-17,%d,village %d\n", i, i, 40 + i % 50, 1000 + i, i % 2 }'; }
(echo family,first,dob,number,village; people 1 40) >first.csv
(echo family,first,dob,number,village; people 13 40) >second.csv
(echo family,first,dob,number,village; people 1 51) >third.csv
scrutineer roll diff --before first.csv --from second.csv --to third.csv --map surname=family,given=first,born=dob,identity=number,place=village
