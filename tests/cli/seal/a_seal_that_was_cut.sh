# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
scrutineer seal case >/dev/null
head -n 5 case/datapackage.json >cut
cp cut case/datapackage.json
scrutineer check case | tail -n 1
scrutineer verify case | sed -n 4p
scrutineer check case >/dev/null
