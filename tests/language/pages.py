#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: pages.py pseudo|khmer NAME SITE RESULTS CASE [PRESETS]

Reads the pages in SITE and prints `ok` or `not ok` lines without numbers for run.sh. What a page may show beside
sentences of the catalogue are texts of the case: those that results.json gives as the case's, the cells of its CSV
files, and names of files. Everything else must come through the catalogue:
  pseudo: it stands in brackets, which are balanced in every block
  khmer: no run of three words in Latin letters is left"""
import csv
import html.parser
import json
import pathlib
import re
import sys

OPEN, CLOSE = "⟦", "⟧"
# Texts of results.json that are the case's own, or names and quotations of the rules file, by their last key.
OF_CASE = {
    "by", "chamber", "claimant", "column", "country", "date", "election", "expected_in_box", "expression", "field", "file", "id",
    "kind", "level", "name", "name_local", "note_text", "of", "path", "party", "received_parts", "reference", "sha256", "sources",
    "station", "statute", "status", "subject_id", "text", "title", "tolerance", "unit", "unverified", "version", "words",
    "denominator", "frame", "outcome", "question", "sampling", "search", "survey",
    "area_levels", "levels", "alliance", "alliances", "aliases", "predecessors",
}
# ... but not there: words of the program.
OF_PROGRAM = {("findings", "title"), ("materiality", "name"), ("program", "name"), ("findings", "unit")}
# Works, judgments, statutes, and words of the program's own language of files: names, which no language changes.
NAMES = [
    "scrutineer", "SHA-256", "results.json", "findings.csv", "election.yaml", "index.html", "SHA256SUMS", "datapackage.json",
    "M. L. Balinski, H. P. Young: Fair Representation", "F. Pukelsheim: Proportional Representation",
    "R. E. Moore: Interval Analysis", "Opitz v. Wrzesnewskyj, 2012 SCC 55", "Morgan v. Simpson", "D’Hondt", "Sainte-Laguë", "CASE", "SITE",
    "docs/formats/export.md", "docs/internals/margin.md", "docs/internals/reconcile.md", "D'Hondt",
    "station-cap", "registered-reserve", "expected-in-box", "excess-voids-form", "voter-reports", "polls-open", "polls-close",
    "forms-due", "--stations found", "--stations all", "W I 6/2016",
]
BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "dt", "dd", "summary", "caption", "title", "text", "option", "label", "a"}
VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path", "circle", "rect", "line", "polyline", "polygon", "wbr"}
PICTURE = "\0"  # begins a text of a picture, where names are cut into lines
ISOLATES = {0x2068: None, 0x2069: None}  # around places, on pages from right to left
SHOWN = {"aria-label", "alt", "title", "placeholder"}


class Page(html.parser.HTMLParser):
    """Texts of the blocks and of attributes that are read; not code, and not what is marked as another language's."""

    def __init__(self, language):
        super().__init__(convert_charrefs=True)
        self.language, self.skipped, self.stack, self.blocks, self.texts = language, 0, [], [[]], []

    def handle_starttag(self, tag, attributes):
        self.texts += [value for name, value in attributes if name in SHOWN and value]
        self.blocks[-1].append(" ")
        if tag in VOID:
            return
        other = dict(attributes).get("lang", self.language) != self.language
        skip = tag in ("script", "style", "code") or other and tag != "html"
        self.stack.append((tag, skip))
        self.skipped += skip
        if tag in BLOCKS:
            self.blocks.append([])

    def handle_startendtag(self, tag, attributes):
        self.blocks[-1].append(" ")
        self.texts += [value for name, value in attributes if name in SHOWN and value]

    def handle_endtag(self, tag):
        while self.stack:
            open_tag, skip = self.stack.pop()
            self.skipped -= skip
            self.blocks[-1].append(" ")
            if open_tag in BLOCKS:
                inner = "".join(self.blocks.pop())
                if open_tag == "a":
                    self.blocks[-1].append(inner)
                else:
                    self.texts.append(PICTURE + inner if open_tag == "text" else inner)
            if open_tag == tag:
                break

    def handle_data(self, data):
        if not self.skipped:
            self.blocks[-1].append(data)

    def finish(self):
        while self.blocks:
            self.texts.append("".join(self.blocks.pop()))
        return [text.translate(ISOLATES) for text in self.texts]


def spaced(text):
    return " ".join(str(text).split())


def strings(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, path + (key,))
            yield path + ("id",), key
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, path)
    elif isinstance(value, str):
        yield path, value


def scalars(text):
    """Values of a YAML file: after a colon or dash, in quotes, folded over lines that are indented more."""
    folded = []
    for line in text.splitlines():
        begins = re.match(r"\s*(- |[\w-]+:( |$)|#|$)", line)
        if begins or not folded:
            folded.append(line)
        else:
            folded[-1] += " " + line.strip()
    for line in folded:
        yield from re.findall(r'"((?:[^"\\]|\\.)+)"', line)
        yield from re.findall(r"(?<=: )[^\"'{}\[\],#]+", line)
        value = re.match(r"\s*(?:- )?(?:[\w-]+: )?(?:[>|]-? )?(.*)$", line).group(1)
        yield value
        yield value.strip("\"'").replace('\\"', '"')


def texts_of_case(results, case):
    texts = set(NAMES)
    for path, text in strings(json.loads(pathlib.Path(results).read_text(encoding="utf-8"))):
        if (path[0], path[-1]) not in OF_PROGRAM and (path[-1] in OF_CASE or path[0] == "notes" or path[:2] == ("rules", "sources")
                                                      or path == ("tallies", "note") or (path[0] == "surveys" and path[-1] == "note")):
            texts.update([text, *text.split("; "), *text.split(" vs ")])
    for path in pathlib.Path(case).rglob("*"):
        texts.add(str(path.relative_to(case)))
        if path.suffix == ".csv":
            with open(path, encoding="utf-8-sig", newline="") as rows:
                texts.update(cell for row in csv.reader(rows) for cell in row)
        elif path.suffix == ".yaml":
            texts.update(scalars(path.read_text(encoding="utf-8")))
    clean = {spaced(text).strip('" ') for text in texts}
    return sorted((t for t in clean if re.search("[A-Za-z]", t)), key=lambda t: (-len(t), t))


def latin(text, at):
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


class Remover:
    """Takes whole texts of the case out of a text, the longest first; and what pictures cut from names."""

    def __init__(self, texts):
        self.texts, self.by_start = texts, {}
        for text in texts:
            self.by_start.setdefault(text[:3], []).append(text)

    def cut(self, text):
        """A name that ends in an ellipsis, a line of one, or the letters that a square has room for."""
        if text.startswith(PICTURE) and any(text.strip(PICTURE + " ") in known for known in self.texts):
            return True
        text = text.strip(PICTURE + " ")
        begin = text.rstrip("…")
        if text.endswith("…"):
            return any(known.startswith(begin) for known in self.texts)
        return len(text) <= 5 and any(known[:1] == text[:1] and re.search(".*".join(map(re.escape, text)), known)
                                      for known in self.texts)

    def __call__(self, text):
        if self.cut(text.strip()):
            return ""
        out, at, text = [], 0, re.sub(r"\b[0-9a-f]{64}\b", " ", text)
        while at < len(text):
            starts = [text[at : at + n] for n in (3, 2, 1)] if not latin(text, at - 1) else []
            for known in (known for start in starts for known in self.by_start.get(start, [])):
                if text.startswith(known, at) and not latin(text, at + len(known)):
                    out.append(" · ")
                    at += len(known)
                    break
            else:
                out.append(text[at])
                at += 1
        return "".join(out)


def outside(text):
    """The text at depth 0, and whether the brackets are balanced."""
    depth, out = 0, []
    for c in text:
        if c == OPEN:
            depth += 1
            out.append(" ")
        elif c == CLOSE:
            depth -= 1
            if depth < 0:
                return "".join(out), False
        elif depth == 0:
            out.append(c)
    return "".join(out), depth == 0


def finds_what_is_planted():
    remove = Remover(["Kandal Province"])
    left, balanced = outside(f"{OPEN}a {OPEN}b{CLOSE}{CLOSE} said")
    assert left.strip() == "said" and balanced
    assert not outside(f"{OPEN}a")[1] and not outside(f"a{CLOSE}")[1]
    assert remove("in Kandal Province: won") == "in  · : won" and remove("Kandal Provinces") == "Kandal Provinces"


def main():
    kind, name, site, results, case = sys.argv[1:6]
    finds_what_is_planted()
    remove = Remover(texts_of_case(results, case))
    unbalanced, leaked, pages, seen = [], [], 0, set()
    for path in sorted(pathlib.Path(site).rglob("*.html")):
        page = Page({"khmer": "km"}.get(kind) or re.search(r'lang="([^"]+)"', path.read_text(encoding="utf-8")).group(1))
        page.feed(path.read_text(encoding="utf-8"))
        pages += 1
        for text in map(spaced, page.finish()):
            if text in seen:
                continue
            seen.add(text)
            if kind == "pseudo":
                text, balanced = outside(text)
                if not balanced:
                    unbalanced.append(f"{path.name}: {text[:160]}")
                left = re.findall(r"[A-Za-z]{2,}[A-Za-z’' ]*", remove(spaced(text)))
            else:
                left = re.findall(r"[A-Za-z][A-Za-z’'.-]*(?:[ ,;:()0-9]+[A-Za-z][A-Za-z’'.-]*){2,}", remove(text))
            leaked += [f"{path.name}: {run[:100]} << {text[:140]}" for run in left]
    fine = pages > 5 and not leaked and not unbalanced
    print("ok" if fine else "not ok", f"- {name}, {kind}: {pages} pages, {len(seen)} texts")
    for line in leaked[:25] + unbalanced[:15]:
        print("#", line)


main()
