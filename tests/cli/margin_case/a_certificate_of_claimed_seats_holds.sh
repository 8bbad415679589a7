# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin tests/data/two-valleys --figures board --vector HERON=3,STOAT=0 --certificate "$OLDPWD/c.json" >"$OLDPWD/out" && scrutineer margin --verify "$OLDPWD/c.json"
