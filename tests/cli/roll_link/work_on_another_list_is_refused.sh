# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --work work >/dev/null
sed 7d roll.csv >shorter.csv
scrutineer roll link --list shorter.csv --map surname=family,given=first,born=dob,category=sex,category=village --work work
