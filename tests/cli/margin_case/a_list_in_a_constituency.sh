# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --figures board --constituency "west valley" --party heron --at-least 2 --metric add
