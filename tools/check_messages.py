#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: check_messages.py

Compares po/*.po with the sentences of the sources (tools/messages.sh): each must have a translation, none may be left
from sentences that are gone, and a translation has the places of its key, no more and no fewer. TAP."""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXT = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'
PLACE = re.compile(r"\{[1-9][ndfspwr]\}")


def joined(match):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))) if match else None


def entries(text):
    """key -> (plural or None, translations)"""
    found = {}
    for block in re.split(r"\n{2,}", text):
        if "#~" in block:
            continue
        if re.search(r"^#,.*\bfuzzy\b", block, re.M):  # msgfmt leaves it out
            block = re.sub(r'^(msgstr(?:\[\d\])?) .*', r'\1 ""', block, flags=re.M)
        key = joined(re.search(r"^msgid " + TEXT, block + "\n", re.M))
        if not key:
            continue
        plural = joined(re.search(r"^msgid_plural " + TEXT, block + "\n", re.M))
        forms = [joined(m) for m in re.finditer(r"^msgstr(?:\[\d\])? " + TEXT, block + "\n", re.M)]
        found[key] = (plural, forms)
    return found


def problems(keys, catalog):
    yield from (f"no longer in the sources: {key!r}" for key in catalog if key not in keys)
    for key, (plural, _) in keys.items():
        if key not in catalog or not all(catalog[key][1]):
            yield f"not translated: {key!r}"
            continue
        allowed = [sorted(set(PLACE.findall(t))) for t in (key, plural) if t]
        for form in catalog[key][1]:
            if sorted(set(PLACE.findall(form))) not in allowed:
                yield f"other places than its key: {form!r}"


def shows_that_it_can_fail():
    keys = {"a {1n}": (None, [""]), "b": (None, [""])}
    planted = {"a {1n}": (None, ["A {2n}"]), "c": (None, ["C"])}
    if any(entries('#, fuzzy\nmsgid "a"\nmsgstr "A"\n')["a"][1]):
        return False
    return len(list(problems(keys, planted))) == 3 and not list(problems(keys, {"a {1n}": (None, ["{1n} A"]), "b": (None, ["B"])}))


def main():
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "scrutineer.pot"
        subprocess.run(["sh", str(ROOT / "tools" / "messages.sh"), str(template)], check=True, stderr=subprocess.DEVNULL)
        keys = entries(template.read_text(encoding="utf-8"))
    catalogs = sorted((ROOT / "po").glob("*.po"))
    print(f"1..{1 + len(catalogs)}")
    ok = shows_that_it_can_fail() and len(keys) > 100
    print("ok" if ok else "not ok", "1 - planted mistakes are found, and the sources have sentences")
    failed = not ok
    for number, path in enumerate(catalogs, 2):
        wrong = list(problems(keys, entries(path.read_text(encoding="utf-8"))))
        for line in wrong[:40]:
            print(f"# {line}")
        print("not ok" if wrong else "ok", f"{number} - every one of {len(keys)} sentences stands in {path.name}")
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
