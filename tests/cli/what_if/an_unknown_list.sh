# SPDX-License-Identifier: Apache-2.0
scrutineer what-if "$ROOT/tests/data/two-valleys" --move LARK:OTTER:4@E
