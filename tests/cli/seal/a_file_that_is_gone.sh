# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
scrutineer seal case >/dev/null
rm case/returns/herons.csv
scrutineer check case
