# SPDX-License-Identifier: Apache-2.0
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
awk -f "$ROOT/tests/cli/roll_audit/roll.awk" | sed '8s/,[^,]*$//' >roll.csv
scrutineer roll audit .
echo $?
scrutineer verify .
