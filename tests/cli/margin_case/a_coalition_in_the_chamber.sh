# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --figures board --coalition "Heron Union+STOAT" --at-least 3
