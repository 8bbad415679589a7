# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >old.csv
(cat old.csv; echo "canarysurname,canarygiven,1950-05-05,F,1") >new.csv
scrutineer roll diff --from old.csv --to new.csv --map surname=family,given=first,born=dob,sex=sex,place=village --changes changes.csv --areas areas.csv >out 2>err
scrutineer roll diff --from new.csv --to old.csv --map surname=family,given=first,born=dob,sex=sex,place=village --json >>out 2>>err
printf 'family,first\ncanarysurname,canary\377\n' >torn.csv
scrutineer roll diff --from torn.csv --to torn.csv --map surname=family,given=first >>out 2>>err
grep -c canary out err changes.csv areas.csv
true
