# SPDX-License-Identifier: Apache-2.0
# 200 people of the first version are not in the second and are listed again in the third: each is found, and nobody
# else of the 1,300 who were added; in the case, whose three versions say so themselves, as well.
scrutineer simulate --out model --stations 30 --slips 0 --inject roll-back:200 >/dev/null
grep -c yes model/truth/roll-back.csv
back() { sed -n 's/.*"back": *\([0-9]*\).*/\1/p' | sort -n | tail -1; }
scrutineer roll diff --before model/roll/first.csv --from model/roll/earlier.csv --to model/roll/final.csv --map identity=identity,surname=surname,given=given,born=born,sex=sex,place=municipality,place=station --json | back
scrutineer roll diff model --json | back
