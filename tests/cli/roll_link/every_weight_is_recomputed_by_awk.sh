# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village --pairs pairs.csv --model model.csv >/dev/null
awk -f "$ROOT/examples/roll_recompute.awk" model.csv pairs.csv >bits && test "$(wc -l <bits)" -ge 40 && echo "every weight adds up"
sed 's/^\(1,[0-9]*\),[-0-9]*/\1,77/' pairs.csv >altered.csv
awk -f "$ROOT/examples/roll_recompute.awk" model.csv altered.csv >/dev/null 2>&1 || echo "an altered weight does not"
