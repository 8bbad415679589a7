# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --figures board --vector LARK=2,HERON=2,STOAT=1
