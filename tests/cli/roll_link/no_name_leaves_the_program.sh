# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
echo "canarysurname,canarygiven,1950-05-05,F,1" >>roll.csv
echo "canarysurname,canarygiven,1950-05-05,F,2" >>roll.csv
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --pairs pairs.csv --model model.csv --work work >out 2>err
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --json >>out 2>>err
printf 'family,first\ncanarysurname,canary\377\n' >torn.csv
scrutineer roll link --list torn.csv --map surname=family,given=first >>out 2>>err
grep -c canary out err pairs.csv model.csv
grep -rlai canary work | wc -l
true
