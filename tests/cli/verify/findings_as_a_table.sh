# SPDX-License-Identifier: Apache-2.0
scrutineer verify "$ROOT/tests/data/two-valleys" --out out >/dev/null
tr -d "\r" <out/findings.csv
