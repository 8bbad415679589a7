# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
scrutineer seal case >/dev/null
cp case/datapackage.json before
printf '\n' >>case/returns/herons.csv
scrutineer seal case
echo "status $?"
cmp before case/datapackage.json && echo kept
scrutineer seal case --force
scrutineer check case | tail -n 1
