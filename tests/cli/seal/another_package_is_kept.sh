# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
printf '{"name": "mine"}\n' >case/datapackage.json
scrutineer seal case
status=$?
cat case/datapackage.json
scrutineer check case | tail -n 1
scrutineer seal case --force --json
exit $status
