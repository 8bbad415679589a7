# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
scrutineer seal case >/dev/null
scrutineer export case --to datapackage --out case
status=$?
ls case
scrutineer check case | tail -n 1
exit $status
