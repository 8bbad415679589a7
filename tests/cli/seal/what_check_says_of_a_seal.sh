# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
scrutineer seal case >/dev/null
scrutineer check case
echo "status $?"
printf '\n' >>case/returns/herons.csv
scrutineer check case
echo "status $?"
scrutineer check case --json
scrutineer verify case --json | grep -A 20 '^ "seal"'
