#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the examples of the documents: what they print must be what the program prints.

    guide.py PROGRAM SOURCE-ROOT DOCUMENT...      TAP on stdout; --update first rewrites the documents instead

A fenced block ```yaml file=NAME (any language) is written to NAME; ```console blocks hold "$ command" lines, each
followed by its output. A line "..." stands for any number of lines. Each document has a folder of its own, with the
source's cases/ in it; `scrutineer` is the program."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\S*)(?: file=(\S+))?\s*$")


def blocks(lines):
    """(language, file or None, first line after the fence, line of the closing fence)"""
    start = None
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if match and start is None:
            start = (match.group(1), match.group(2), number + 1)
        elif match:
            yield start + (number,)
            start = None


def run(command, folder, path):
    environment = {"PATH": path + ":" + os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": folder}
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=120)
    return done.stdout.decode("utf-8").rstrip("\n").split("\n")


def matches(expected, got):
    if not expected or not got:
        return expected in ([], ["..."]) and (not got or expected == ["..."])
    if expected[0] == "...":
        return any(matches(expected[1:], got[i:]) for i in range(len(got) + 1))
    return expected[0] == got[0] and matches(expected[1:], got[1:])


def examples(lines):
    """(command, its place, first and last line of its expected output)"""
    for language, _, first, last in blocks(lines):
        if language != "console":
            continue
        starts = [n for n in range(first, last) if lines[n].startswith("$ ")]
        for n, following in zip(starts, starts[1:] + [last]):
            yield lines[n][2:], n, n + 1, following


def play(document, program, root, update):
    """Yields (name, fine, diagnostic) for each example; with `update` rewrites the document."""
    with open(document, encoding="utf-8") as file:
        lines = file.read().split("\n")
    edits = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, ".bin")
        os.mkdir(path)
        os.symlink(os.path.abspath(program), os.path.join(path, "scrutineer"))
        shutil.copytree(os.path.join(root, "cases"), os.path.join(folder, "cases"))
        events = [(first, "file", name, last) for _, name, first, last in blocks(lines) if name]
        events += [(place, "command", command, (first, last)) for command, place, first, last in examples(lines)]
        for place, kind, what, extent in sorted(events):
            if kind == "file":
                with open(os.path.join(folder, what), "w", encoding="utf-8") as file:
                    file.write("\n".join(lines[place:extent]) + "\n")
                continue
            got, want = run(what, folder, path), lines[extent[0]:extent[1]]
            while want and want[-1] == "":
                want.pop()
            yield f"{os.path.basename(document)}: {what}", matches(want, got or [""]) or (want == [] and got == [""]), got
            if "..." not in want:
                edits.append((extent, got))
    if update:
        for (first, last), got in sorted(edits, reverse=True):
            blank = [""] if last < len(lines) and lines[last].startswith("$ ") else []
            lines[first:last] = ([] if got == [""] else got) + blank
        with open(document, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


def main():
    arguments = sys.argv[1:]
    update = arguments[0] == "--update"
    program, root, *documents = arguments[update:]
    count = failed = 0
    for document in documents:
        for name, fine, got in play(document, program, root, update):
            if update:
                continue
            count += 1
            failed += not fine
            print(f"{'ok' if fine else 'not ok'} {count} - {name}")
            if not fine:
                print("\n".join("#   " + line for line in got))
    if not update:
        print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
