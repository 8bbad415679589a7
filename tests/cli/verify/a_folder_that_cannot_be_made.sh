# SPDX-License-Identifier: Apache-2.0
echo >file
scrutineer verify "$ROOT/tests/data/quiet-island" --out file/report
