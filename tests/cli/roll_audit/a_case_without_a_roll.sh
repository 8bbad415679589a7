# SPDX-License-Identifier: Apache-2.0
scrutineer roll audit "$ROOT/tests/data/two-valleys" 2>err
status=$?
sed 's/the case ".*" holds/the case "..." holds/' err >&2
exit $status
