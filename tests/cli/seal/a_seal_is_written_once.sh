# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
scrutineer seal case
scrutineer seal case
cat case/datapackage.json
scrutineer verify case | sed -n 4p
