#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: meson introspect FOLDER --tests | suite_targets.py FOLDER SUITE

Prints the ninja targets that the tests of one suite are: their programs below FOLDER."""
import json
import pathlib
import sys

folder, suite = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
for test in json.load(sys.stdin):
    program = pathlib.Path(test["cmd"][0])
    if any(name.split(":")[-1] == suite for name in test["suite"]) and folder in program.parents:
        print(program.relative_to(folder))
