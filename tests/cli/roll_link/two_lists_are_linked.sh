# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
sed -n '1p;2~20p' roll.csv >deaths.csv
scrutineer roll link --list deaths.csv --second roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --pairs pairs.csv --json
# Row k of the first list is row 20 (k - 1) + 1 of the second: all 23 are found.
awk -F, 'NR > 1 && $3 > 8000 && $2 == 20 * ($1 - 1) + 1 { n++ } END { print n }' pairs.csv
