# SPDX-License-Identifier: Apache-2.0
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
awk -f "$ROOT/tests/cli/roll_audit/roll.awk" >roll.csv
scrutineer roll audit . --json --threads 1 >1
scrutineer roll audit . --json --threads 4 >2
(head -n 1 roll.csv; tail -n +2 roll.csv | LC_ALL=C sort -t , -k 4) >sorted.csv
mv sorted.csv roll.csv
scrutineer roll audit . --json >3
cmp 1 2 && cmp 2 3 && echo same
