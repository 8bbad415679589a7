# SPDX-License-Identifier: Apache-2.0
# Every claim with a published margin holds on the official figures, and no announced figure is contradicted.
scrutineer simulate --out model --preset cambodia-2013 --slips 0
scrutineer claims model | grep -A 3 '^m'
scrutineer verify model >verified
echo "exit status $?"
