# SPDX-License-Identifier: Apache-2.0
# 400 people, 40 of them twice, 13 of them (30, 60, .. 390) with two marks and no errors of marking
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
awk -f "$ROOT/tests/cli/roll_audit/roll.awk" >roll.csv
scrutineer roll audit . >out
sed -n '/^V02/,/beyond/p' out
sed -n '/^V04/,/beyond/p' out
sed -n '/^V07/,/Taken for granted/p' out
sed -n '/^V09/,/Taken for granted/p' out
grep -A 2 '^V05' out
