# SPDX-License-Identifier: Apache-2.0
# The roll of tests/cli/roll_audit: 40 people twice, 13 of them with two marks, station s07 and s17 with 40 names of 21
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
awk -f "$ROOT/tests/cli/roll_audit/roll.awk" >roll.csv
scrutineer verify . --out report | sed -n '/^The list of voters/,/^$/p'
head -n 1 report/findings.csv
grep V09 report/findings.csv
