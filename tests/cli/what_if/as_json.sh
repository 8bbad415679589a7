# SPDX-License-Identifier: Apache-2.0
scrutineer what-if "$ROOT/tests/data/two-valleys" --move LARK:STOAT:4@E,-:HERON:5@W --remove STOAT --at-stake 10 --json
