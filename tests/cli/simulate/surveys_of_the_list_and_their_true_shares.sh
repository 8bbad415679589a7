# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --stations 20 --slips 0 --surveys --inject roll-missing:5%
head -n 2 model/surveys/*.csv
cat model/truth/surveys.csv
sed -n '/^surveys:/,/figures:/p' model/election.yaml
scrutineer roll survey model | grep -E '^  [a-z-]+: '
# no cell of the list but the numbers of its rows
cut -d, -f3 model/roll/final.csv | tail -n +2 | sort -u >surnames
tr ', ' '\n\n' <model/surveys/names-to-people.csv | grep -cxFf surnames || :
