# SPDX-License-Identifier: Apache-2.0
scrutineer verify "$ROOT/tests/data/everything-wrong" --out report
status=$?
[ ! -e report ] && echo "no report"
exit $status
