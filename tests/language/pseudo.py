#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: pseudo.py TEMPLATE.pot >PSEUDO.po

A catalogue in which every sentence stands in brackets: what a page shows outside of brackets did not come through the
catalogue, and a sentence that was cut or joined of halves leaves a bracket alone."""
import re
import sys

OPEN, CLOSE = "⟦", "⟧"
TEXT = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'


def joined(match):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))) if match else None


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    print('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n')
    for block in re.split(r"\n{2,}", text):
        key = joined(re.search(r"^msgid " + TEXT, block + "\n", re.M))
        plural = joined(re.search(r"^msgid_plural " + TEXT, block + "\n", re.M))
        if not key:
            continue
        print(f'msgid "{key}"')
        if plural is None:
            print(f'msgstr "{bracketed(key)}"\n')
        else:
            print(f'msgid_plural "{plural}"\nmsgstr[0] "{bracketed(key)}"\nmsgstr[1] "{bracketed(plural)}"\n')


def bracketed(text):
    """msgfmt wants a text to begin and end in a line break where its key does."""
    begin = re.match(r"(?:\\n)*", text).group()
    end = re.search(r"(?:\\n)*$", text).group() if len(begin) < len(text) else ""
    return begin + OPEN + text[len(begin) : len(text) - len(end)] + CLOSE + end


main()
