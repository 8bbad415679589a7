#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts test results. Reads Meson's testlog.json files or raw TAP, prints the tests that failed with
their output and the reasons of those that were skipped, and appends "passed failed skipped" to a file.

usage: tally.py COUNTS LABEL meson TESTLOG.json
       tally.py COUNTS LABEL tap OUTPUT EXIT_STATUS

Only names and output of tests are printed: Meson's log also holds the environment, which is nobody's business."""
import json
import re
import sys

LINE = re.compile(r"^(not )?ok\b\s*(\d*)\s*(?:- )?(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)\s*(?:#\s*skip\S*\s*(.*))?$", re.IGNORECASE)
SKIP = re.compile(r"#\s*skip\S*\s*(.*)$", re.IGNORECASE)


def read_tap(text):
    """(passed, [failed names], [(skipped name, reason)], [what is wrong with the TAP itself]) or None: no TAP."""
    passed, failed, skipped, broken = 0, [], [], []
    plan, seen = None, 0
    for line in text.splitlines():
        if (match := PLAN.match(line)) is not None:
            plan = int(match.group(1))
            if plan == 0:
                skipped.append(("all of it", match.group(2) or "no reason given"))
        elif line.startswith("Bail out!"):
            broken.append(line)
        elif (match := LINE.match(line)) is not None:
            seen += 1
            skip = SKIP.search(match.group(3))
            if match.group(1):
                failed.append(match.group(3))
            elif skip:
                skipped.append((match.group(3)[: skip.start()].strip(), skip.group(1)))
            else:
                passed += 1
    if plan is None and seen == 0 and not broken:
        return None
    if plan is None and not broken:
        broken.append("no plan (1..N): the program stopped early")
    elif plan not in (None, 0, seen):
        broken.append(f"{plan} tests were planned and {seen} ran")
    return passed, failed, skipped, broken


def judge(name, output, errors, status, result):
    """One test program: (passed, failed, skipped), and prints what a reader must know."""
    tap = read_tap(output)
    if tap is None:  # not a TAP program: its exit status is the result
        if result == "SKIP" or (result is None and status == 77):
            print(f"skipped: {name}: {output.strip() or errors.strip() or 'no reason given'}")
            return 0, 0, 1
        tap = (1, [], [], []) if result in ("OK", None) and status == 0 else (0, [], [], [f"exit status {status}"])
    passed, failed, skipped, broken = tap
    if result not in (None, "OK", "SKIP") and not failed and not broken:
        broken.append(f"{result.lower()}, exit status {status}")
    if result is None and status != 0 and not failed and not broken:
        broken.append(f"exit status {status}")
    for test, reason in skipped:
        print(f"skipped: {name}: {test}: {reason}")
    for test in failed + broken:
        print(f"FAILED: {name}: {test}")
    if failed or broken:
        print("---- its output")
        print("\n".join((output + errors).splitlines()[-200:]))
        print("----")
    return passed, len(failed) + len(broken), len(skipped)


def read_meson(path, label):
    total = [0, 0, 0]
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            test = json.loads(line)
            counts = judge(f"{label}: {test['name']}", test.get("stdout") or "", test.get("stderr") or "",
                           test.get("returncode"), test.get("result"))
            total = [a + b for a, b in zip(total, counts)]
    return total


def main():
    counts_path, label, kind, path = sys.argv[1:5]
    if kind == "meson":
        total = read_meson(path, label)
    else:
        with open(path, encoding="utf-8", errors="replace") as output:
            total = list(judge(label, output.read(), "", int(sys.argv[5]), None))
    with open(counts_path, "a", encoding="utf-8") as counts:
        counts.write("{} {} {}\n".format(*total))
    print("{}: {} passed, {} failed, {} skipped".format(label, *total))


main()
