#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Margins in claims and published margins, against every possible vector of votes of very small elections.

    published_oracle.py PROGRAM [--cases N] [--seed N]

D'Hondt with one or two constituencies. For each list, place, number of seats and metric all vectors that few ballots reach are
allocated here with fractions, ties as sets of outcomes: the fewest ballots with which some outcome ("could"), and with which every
outcome ("would") has the seats, of one list or of two together. Then margin(), what a false claim would have taken, and the
match of a published number must be what follows. Prints TAP; the seed is printed and repeats the run."""

import argparse
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

PARTIES = ["A", "B", "C"]
SETS = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]  # lists whose seats are added
METRICS = ["change", "add", "remove"]
FAR = 14  # added ballots that are tried; a margin beyond is "more than FAR" here


def ends(votes, seats):
    """[(fewest, most) seats] of each of SETS over the outcomes of draws; None without an allocation."""
    if sum(votes) == 0:
        return None
    claims = sorted(((Fraction(v, k), i) for i, v in enumerate(votes) if v for k in range(1, seats + 1)), reverse=True)
    if len(claims) <= seats:
        cut = Fraction(0)
    else:
        cut = claims[seats - 1][0]
    sure = [sum(1 for value, who in claims if who == i and value > cut) for i in range(len(votes))]
    tied = [sum(1 for value, who in claims if who == i and value == cut) for i in range(len(votes))]
    left = seats - sum(sure)
    left = min(left, sum(tied))
    inside = [(sum(sure[i] for i in lists), sum(tied[i] for i in lists)) for lists in SETS]
    return [(s + max(0, left - (sum(tied) - t)), s + min(t, left)) for s, t in inside]


def vectors(votes, metric):
    """(ballots, votes after them)"""
    total = sum(votes)
    if metric == "change":
        for a in range(total + 1):
            for b in range(total - a + 1):
                new = (a, b, total - a - b)
                yield sum(max(0, x - y) for x, y in zip(new, votes)), new
    elif metric == "remove":
        for new in itertools.product(*(range(v + 1) for v in votes)):
            yield total - sum(new), new
    else:
        for more in itertools.product(range(FAR + 1), repeat=len(votes)):
            if sum(more) <= FAR:
                yield sum(more), tuple(v + m for v, m in zip(votes, more))


def costs(votes, seats, metric):
    """For each of SETS {(fewest, most): ballots}: the cheapest way to each pair of ends."""
    best = [{} for _ in SETS]
    for ballots, new in vectors(votes, metric):
        pairs = ends(new, seats)
        for i, pair in enumerate(pairs or []):
            if ballots < best[i].get(pair, 1 << 60):
                best[i][pair] = ballots
    return best


def margin(tables, party, places, at_least, seats):
    """(could, would) over the constituencies `places`; None where no tried number of ballots does it."""
    found = [None, None]
    for combination in itertools.product(*(tables[k][party].items() for k in places)):
        ballots = sum(cost for _, cost in combination)
        low, high = (sum(pair[e] for pair, _ in combination) for e in (0, 1))
        could, would = (high >= seats, low >= seats) if at_least else (low <= seats, high <= seats)
        for n, meets in enumerate((could, would)):
            if meets and (found[n] is None or ballots < found[n]):
                found[n] = ballots
    return tuple(found)


class Election:
    def __init__(self, rng):
        self.units = ["N", "S"][:rng.randint(1, 2)]
        self.seats = [rng.randint(1, 3) for _ in self.units]
        self.votes = [tuple(rng.choice([0, 1, 2, rng.randint(0, 5)]) for _ in PARTIES) for _ in self.units]
        if any(sum(v) == 0 for v in self.votes):
            self.votes = [v if sum(v) else (1, 0, 0) for v in self.votes]
        self.tables = {m: [costs(v, s, m) for v, s in zip(self.votes, self.seats)] for m in METRICS}
        self.questions = []
        for _ in range(24):
            place = rng.choice([None] + list(range(len(self.units))))
            places = list(range(len(self.units))) if place is None else [place]
            seats = rng.randint(1, sum(self.seats[k] for k in places))
            self.questions.append((rng.randrange(len(PARTIES)), place, places, seats, rng.choice(METRICS), rng.randint(0, 4)))
        self.coalitions = []  # (one of SETS, places, at least, seats, expression)
        for _ in range(24):
            place = rng.choice([None] + list(range(len(self.units))))
            places = list(range(len(self.units))) if place is None else [place]
            self.coalitions.append((place, places) + self.coalition(rng, place, sum(self.seats[k] for k in places)))

    def coalition(self, rng, place, total):
        """A sum of two lists against a number; a list against the two others; less than two lists against a number."""
        index = rng.choice([3, 4, 5])
        seats = rng.randint(1, total)
        where = "" if place is None else ", " + self.units[place]
        pair = ["seats(%s%s)" % (PARTIES[i], where) for i in SETS[index]]
        (other,) = set(range(3)) - set(SETS[index])
        alone = "seats(%s%s)" % (PARTIES[other], where)
        return rng.choice([
            (index, True, seats, "%s + %s >= %d" % (pair[0], pair[1], seats)),
            (index, False, seats - 1, "%d - %s > %s" % (seats, pair[0], pair[1])),
            (other, True, total // 2 + 1, "%s > %s + %s" % (alone, pair[0], pair[1])),
            (index, True, (total + 1) // 2, "%s + %s - %s >= 0" % (pair[0], pair[1], alone)),
        ])

    def answer(self, party, places, seats, metric, at_least=True):
        return margin(self.tables[metric], party, places, at_least, seats)

    def held(self, party, places):
        pairs = [ends(self.votes[k], self.seats[k])[party] for k in places]
        return sum(p[0] for p in pairs), sum(p[1] for p in pairs)

    def yaml(self):
        rows = ", ".join("{k: %s, A: %d, B: %d, C: %d}" % ((u,) + v) for u, v in zip(self.units, self.votes))
        lines = ["scrutineer: case/1", "title: Small", "rules: {id: own, method: dhondt}",
                 "parties: {rows: [{party: A}, {party: B}, {party: C}]}",
                 "constituencies: {rows: [%s]}" % ", ".join("{constituency: %s, seats: %d}" % p for p in zip(self.units, self.seats)),
                 "announcements:", "  - version: v", "    tables:", "      - level: constituency", "        rows: [%s]" % rows,
                 "        constituency: k", "        votes: {columns: {A: A, B: B, C: C}}", "claims:", "  rows:"]
        for n, (party, place, places, seats, metric, _) in enumerate(self.questions):
            where = "" if place is None else ", " + self.units[place]
            lines.append('    - {id: m%d, words: w, expression: "margin(%s, %d%s, %s) >= 0"}' % (n, PARTIES[party], seats, where, metric))
            lines.append('    - {id: s%d, words: w, expression: "seats(%s%s) >= %d"}' % (n, PARTIES[party], where, seats))
        for n, coalition in enumerate(self.coalitions):
            lines.append('    - {id: c%d, words: w, expression: "%s"}' % (n, coalition[-1]))
        lines += ["margins:", "  rows:"]
        for party, place, places, seats, metric, off in self.questions:
            where = "" if place is None else "constituency: %s, " % self.units[place]
            lines.append("    - {%sparty: %s, seats: %d, metric: %s, votes: %d}" % (where, PARTIES[party], seats, metric,
                                                                                   self.published(party, places, seats, metric, off)))
        return "\n".join(lines) + "\n"

    def published(self, party, places, seats, metric, off):
        """The right number, or one near it."""
        would = self.answer(party, places, seats, metric)[1]
        return max(0, (would if would is not None else 3) + (0 if off < 2 else off - 3))


def want_match(e, party, places, seats, metric, number):
    """None: a number beyond what was tried could be it."""
    def readings(m):
        return e.answer(party, places, seats, m)
    if number in readings(metric):
        return "equal"
    return "equal by another metric" if any(number in readings(m) for m in METRICS) else "different"


def taken_of(answer):
    taken = answer["taken"][0] if answer["taken"] else {}
    return tuple(taken[r]["at_most"] for r in ("could", "would")) if taken else "nothing"


def check_coalitions(e, claims):
    wrong = []
    for n, (_, places, index, at_least, seats, expression) in enumerate(e.coalitions):
        answer = [a for a in claims["c%d" % n]["answers"] if a["from"] == "chamber"][0]
        want = e.answer(index, places, seats, "change", at_least)
        got = taken_of(answer)
        if answer["verdict"] != "holds" and got != want:
            wrong.append("%s: taken %r, want %r" % (expression, got, want))
        elif answer["verdict"] == "holds" and (got != "nothing" or want != (0, 0)):
            wrong.append("%s holds; taken %r, want %r" % (expression, got, want))
        elif got != "nothing" and [answer["taken"][0][k] for k in ("at_least" if at_least else "at_most",)] != [seats]:
            wrong.append("%s: asked for %r" % (expression, answer["taken"][0]))
    return wrong


def check_case(program, e, folder):
    (folder / "election.yaml").write_text(e.yaml())
    run = subprocess.run([program, "verify", str(folder), "--out", str(folder / "out")], capture_output=True, text=True)
    if run.returncode > 1:
        return ["exit status %d: %s" % (run.returncode, run.stderr)]
    results = json.loads((folder / "out" / "results.json").read_text())
    claims = {c["id"]: c for c in results["claims"]}
    wrong = check_coalitions(e, claims)
    for n, (party, place, places, seats, metric, off) in enumerate(e.questions):
        could, would = e.answer(party, places, seats, metric)
        value = [a for a in claims["m%d" % n]["answers"] if a["from"] == "chamber"][0]["values"][0]
        got = None if value.get("never") else value["low"] if value["low"] == value["high"] else "open"
        if would is not None and got != would or would is None and got is not None and not (metric == "add" and got > FAR):
            wrong.append("%s: got %r, want %r" % (value["of"], value, would))
        held = e.held(party, places)
        answer = [a for a in claims["s%d" % n]["answers"] if a["from"] == "chamber"][0]
        if held[0] < seats:
            change = e.answer(party, places, seats, "change")
            got = taken_of(answer)
            if got != change:
                wrong.append("%s: taken %r, want %r" % (claims["s%d" % n]["expression"], got, change))
        elif answer["taken"]:
            wrong.append("%s holds and has a price" % claims["s%d" % n]["expression"])
        p = results["published_margins"][n]
        want = want_match(e, party, places, seats, metric, p["votes"])
        if p["match"] != want:
            wrong.append("published %r: got %s, want %s" % ((PARTIES[party], place, seats, metric, p["votes"]), p["match"], want))
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=3 if os.environ.get("SCRUT_TEST_EXTENT") == "short" else 15)
    parser.add_argument("--seed", type=int, default=20130728)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    print("# seed %d, %d cases" % (options.seed, options.cases))
    failed = False
    for n in range(options.cases):
        e = Election(rng)
        with tempfile.TemporaryDirectory() as folder:
            wrong = check_case(options.program, e, pathlib.Path(folder))
        for line in wrong[:5]:
            print("# case %d, votes %r, seats %r: %s" % (n, e.votes, e.seats, line))
        failed = failed or bool(wrong)
    print("%s 1 - margins of claims and published margins are those of all vectors of votes" % ("not ok" if failed else "ok"))
    print("1..1")
    sys.exit(1 if failed else 0)


main()
