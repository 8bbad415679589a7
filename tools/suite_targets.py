#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: suite_targets.py FOLDER SUITE...

Prints the ninja targets of a configured build folder that the tests of the suites need; of the suite "installed", what
an installation needs."""
import json
import pathlib
import sys

folder, suites = pathlib.Path(sys.argv[1]).resolve(), set(sys.argv[2:])
tests, targets = (json.loads((folder / f"meson-info/intro-{kind}.json").read_text(encoding="utf-8"))
                  for kind in ("tests", "targets"))
needed = {target for test in tests if any(name.split(":")[-1] in suites for name in test["suite"])
          for target in test["depends"]}
for target in targets:
    if target["id"] in needed or ("installed" in suites and target["installed"]):
        for name in target["filename"]:
            print(pathlib.Path(name).relative_to(folder))
