# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
mkdir work && echo "Dear" >work/letter.txt
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --work work
