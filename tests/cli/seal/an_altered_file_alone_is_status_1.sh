# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/quiet-island" case
scrutineer seal case >/dev/null
scrutineer verify case >/dev/null
echo "status $?"
sed -i 's/^title: .*/title: Noisy Island/' case/election.yaml
scrutineer verify case | head -n 4
scrutineer verify case >/dev/null
