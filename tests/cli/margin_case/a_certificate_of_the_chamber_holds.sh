# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --figures board --coalition HERON+STOAT --at-least 4 --certificate "$OLDPWD/c.json" >"$OLDPWD/out" && scrutineer margin --verify "$OLDPWD/c.json"
