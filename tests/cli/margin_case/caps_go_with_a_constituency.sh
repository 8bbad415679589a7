# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --party LARK --at-most 1 --caps LARK=3
