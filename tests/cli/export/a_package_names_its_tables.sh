# SPDX-License-Identifier: Apache-2.0
scrutineer export "$ROOT/tests/data/two-valleys" --to datapackage --out o >/dev/null
grep '"path"' o/datapackage.json
sha256sum o/nation.csv | cut -c1-64 >sum
grep -c "sha256:$(cat sum)" o/datapackage.json
