# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --stations 20 --slips 0 --inject roll-ghost:0.5%:clustered,roll-double-vote:5,roll-deleted:7
head -n 3 model/roll/final.csv
for file in model/roll/*.csv model/truth/roll*.csv; do
    echo "$file $(tail -n +2 "$file" | wc -l)"
done
awk -F, 'NR > 1 { count[$1 "," $2]++ } END { for (kind in count) print kind, count[kind] }' model/truth/roll.csv | LC_ALL=C sort
scrutineer check model
