# SPDX-License-Identifier: Apache-2.0
scrutineer roll --help >family
grep -c "^  roll link  " family
scrutineer help roll | cmp family - && echo "in both ways"
scrutineer roll link --help >a
scrutineer help roll-link | cmp a - && echo "and so a part its options"
scrutineer roll 2>&1 >/dev/null | head -n 1
