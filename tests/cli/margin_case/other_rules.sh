# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --figures board --preset pt --party STOAT --at-least 1
