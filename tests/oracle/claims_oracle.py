#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An independent evaluation of claims, compared with the program as a process.

    claims_oracle.py PROGRAM [--cases N] [--seed N]

1. Small random cases with every figure known: random expressions, made here as trees and evaluated here with
   fractions, must have the same verdict.
2. The same with figures taken out: what the program calls decided must be so however the figures are filled in.
3. Sets that cannot all be true: every house that the claims could speak of is gone through.
Prints TAP; the seed is printed and repeats the run."""

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

PARTIES = ["A", "B", "C C", "D-D"]
UNITS = ["N", "S", "08"]
CLAIMS = 30


# ---- a world: every figure of a small election ----------------------------------------------------------------------

class World:
    def __init__(self, rng):
        self.parties = PARTIES[:rng.randint(2, 4)]
        self.units = UNITS[:rng.randint(2, 3)]
        self.votes = {(u, p): rng.choice([0, rng.randint(0, 9), rng.randint(0, 400)]) for u in self.units for p in self.parties}
        self.seats = {(u, p): rng.randint(0, 3) for u in self.units for p in self.parties}
        self.invalid = {u: rng.randint(0, 20) for u in self.units}
        self.registered = {u: rng.randint(0, 2000) for u in self.units}
        self.before = {p: rng.randint(0, 9) for p in self.parties}

    def copy(self):
        other = World.__new__(World)
        other.__dict__.update({k: (dict(v) if isinstance(v, dict) else v) for k, v in self.__dict__.items()})
        return other

    def over(self, unit):
        return self.units if unit is None else [unit]

    def votes_of(self, party, unit):
        return sum(self.votes[u, party] for u in self.over(unit))

    def valid(self, unit):
        return sum(self.votes_of(p, unit) for p in self.parties)

    def call(self, name, party=None, other=None, unit=None):
        if name == "seats":
            return sum(self.seats[u, party] for u in self.over(unit))
        if name == "votes":
            return self.votes_of(party, unit)
        if name == "valid":
            return self.valid(unit)
        if name == "invalid":
            return sum(self.invalid[u] for u in self.over(unit))
        if name == "cast":
            return self.valid(unit) + sum(self.invalid[u] for u in self.over(unit))
        if name == "registered":
            return sum(self.registered[u] for u in self.over(unit))
        if name == "turnout":
            return divide(Fraction(self.call("cast", unit=unit)), Fraction(self.call("registered", unit=unit)))
        if name == "share":
            return divide(Fraction(self.votes_of(party, unit)), Fraction(self.valid(unit)))
        if name == "lead":
            rivals = [other] if other else [p for p in self.parties if p != party]
            return self.votes_of(party, unit) - max(self.votes_of(p, unit) for p in rivals)
        if name == "led":
            return sum(all(self.votes[u, party] > self.votes[u, p] for p in self.parties if p != party) for u in self.units)
        if name == "majorities":
            return sum(2 * self.votes[u, party] > self.valid(u) for u in self.units)
        if name == "swing":
            return self.call("seats", party) - self.before[party]
        if name == "seats_before":
            return self.before[party]
        if name == "seats_total":
            return sum(self.seats[u, p] for u in self.over(unit) for p in self.parties)
        if name == "majority":
            return self.call("seats_total") // 2 + 1
        return len(self.parties)  # parties()


def divide(a, b):
    return None if b == 0 or a is None else a / b


# ---- expressions ------------------------------------------------------------------------------------------------------

def number_node(rng, world, depth):
    kind = rng.random()
    if depth > 3 or kind < 0.3:
        if rng.random() < 0.5:
            return call_node(rng, world)
        return ("number", *rng.choice([(str(rng.randint(0, 400)), 0), ("%d.%02d" % (rng.randint(0, 9), rng.randint(0, 99)), 2),
                                       ("%d%%" % rng.randint(0, 120), -1)])[:1])
    if kind < 0.6:
        return call_node(rng, world)
    if kind < 0.66:
        return ("-", number_node(rng, world, depth + 1))
    return (rng.choice("+-*/"), number_node(rng, world, depth + 1), number_node(rng, world, depth + 1))


def call_node(rng, world):
    party, other = rng.sample(world.parties, 2)
    unit = rng.choice([None, None] + world.units)
    name = rng.choice(["seats", "seats", "votes", "votes", "share", "lead", "lead", "turnout", "registered", "cast", "valid",
                       "invalid", "led", "majorities", "swing", "seats_before", "seats_total", "majority", "parties"])
    if name in ("turnout", "registered", "cast", "valid", "invalid", "seats_total"):
        return ("call", name, None, None, unit)
    if name in ("led", "majorities", "swing", "seats_before"):
        return ("call", name, party, None, None)
    if name in ("majority", "parties"):
        return ("call", name, None, None, None)
    return ("call", name, party, rng.choice([None, other]) if name == "lead" else None, unit)


def truth_node(rng, world, depth=0):
    kind = rng.random()
    if depth > 2 or kind < 0.6:
        a, b = number_node(rng, world, 1), number_node(rng, world, 2)
        if rng.random() < 0.15:
            return ("within", a, b, ("number", str(rng.randint(0, 50))))
        if rng.random() < 0.3:  # near the value, so that equality is seen
            value = evaluate(a, world)
            if value is not None and value.denominator == 1 and 0 <= value < 10**15:
                b = ("number", str(int(value) + rng.randint(0, 1)))
        return (rng.choice(["=", "!=", "<", "<=", ">", ">="]), a, b)
    if kind < 0.7:
        return ("not", truth_node(rng, world, depth + 1))
    return (rng.choice(["and", "or"]), truth_node(rng, world, depth + 1), truth_node(rng, world, depth + 1))


def text_of(node):
    op = node[0]
    if op == "number":
        return node[1]
    if op == "call":
        arguments = [a if a.isalnum() else '"%s"' % a for a in node[2:] if a is not None]
        return "%s(%s)" % (node[1], ", ".join(arguments))
    if len(node) == 2:
        return "%s (%s)" % (op, text_of(node[1]))
    if op == "within":
        return "(%s) = (%s) within (%s)" % tuple(map(text_of, node[1:]))
    return "(%s) %s (%s)" % (text_of(node[1]), op, text_of(node[2]))


def number_of(text):
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def compare(op, a, b):
    return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def evaluate(node, world):
    """A Fraction or a bool; None where there is no value."""
    op = node[0]
    if op == "number":
        return number_of(node[1])
    if op == "call":
        value = world.call(*node[1:])
        return None if value is None else Fraction(value)
    if op == "not":
        value = evaluate(node[1], world)
        return None if value is None else not value
    if op == "-" and len(node) == 2:
        value = evaluate(node[1], world)
        return None if value is None else -value
    values = [evaluate(child, world) for child in node[1:]]
    if op == "and":
        return False if False in values else None if None in values else True
    if op == "or":
        return True if True in values else None if None in values else False
    if None in values:
        return None
    a, b = values[:2]
    if op == "within":
        return abs(a - b) <= values[2]
    if op in ("=", "!=", "<", "<=", ">", ">="):
        return compare(op, a, b)
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: divide(a, b)}[op]()


# ---- the program --------------------------------------------------------------------------------------------------------

def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def write_case(folder, world, hidden, expressions):
    lines = ["scrutineer: case/1", "title: Random", "parties:", "  rows:"]
    lines += ["    - {party: %s}" % p for p in world.parties]
    lines += ["constituencies:", "  rows:"]
    lines += ['    - {constituency: "%s", seats: %d}' % (u, sum(world.seats[u, p] for p in world.parties)) for u in world.units]
    lines += ["claims: {file: claims.csv}", "announcements:", "  - version: all", "    tables:",
              "      - level: constituency", "        file: units.csv", "        constituency: unit",
              "        votes: {prefix: v_}", "        seats: {prefix: s_}",
              "        fields: {valid: valid, invalid: invalid, cast: cast, registered: registered}"]
    lines += ["previous:", '  - version: "before"', "    tables:", "      - level: nation", "        rows:"]
    lines += ["          - {party: %s, seats: %d}" % (p, world.before[p]) for p in world.parties]
    lines += ["        seats: {party: party, seats: seats}"]
    (folder / "election.yaml").write_text("\n".join(lines) + "\n")
    header = ["unit"] + ["v_" + p for p in world.parties] + ["s_" + p for p in world.parties] + ["valid", "invalid", "cast", "registered"]
    rows = [",".join(header)]
    for u in world.units:
        row = [u] + ["" if (u, p) in hidden else str(world.votes[u, p]) for p in world.parties]
        row += [str(world.seats[u, p]) for p in world.parties]
        row += [str(world.valid(u)), str(world.invalid[u]), str(world.call("cast", unit=u)), str(world.registered[u])]
        rows.append(",".join(row))
    (folder / "units.csv").write_text("\n".join(rows) + "\n")
    write_claims(folder, expressions)


def write_claims(folder, expressions):
    rows = ["id,words,expression"] + ["c%d,words,%s" % (i, quoted(text_of(e))) for i, e in enumerate(expressions)]
    (folder / "claims.csv").write_text("\n".join(rows) + "\n")


def run(program, folder):
    done = subprocess.run([program, "claims", str(folder), "--json"], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit("Bail out! status %d: %s" % (done.returncode, done.stderr.strip()))
    return json.loads(done.stdout)


EXPECTED = {True: "holds", False: "contradicted", None: "undecided"}


def exact_cases(program, rng, count, folder):
    failed, seen = [], {name: 0 for name in EXPECTED.values()}
    for _ in range(count):
        world = World(rng)
        expressions = [truth_node(rng, world) for _ in range(CLAIMS)]
        write_case(folder, world, set(), expressions)
        for expression, got in zip(expressions, run(program, folder)["claims"]):
            right = EXPECTED[evaluate(expression, world)]
            seen[right] += 1
            if got["verdict"] != right:
                failed.append("%s: expected %s, got %s" % (text_of(expression), right, got["verdict"]))
    return failed, seen


def completion(rng, world, hidden):
    """Another world with the same known figures: the votes of each unit that are not known are shared out anew."""
    other = world.copy()
    for u in world.units:
        cells = [key for key in hidden if key[0] == u]
        left = sum(world.votes[key] for key in cells)
        for key in cells[:-1]:
            other.votes[key] = rng.choice([0, left, rng.randint(0, left)])
            left -= other.votes[key]
        if cells:
            other.votes[cells[-1]] = left
    return other


def cases_with_gaps(program, rng, count, folder):
    failed, decided = [], 0
    for _ in range(count):
        world = World(rng)
        keys = sorted(world.votes)
        hidden = set(rng.sample(keys, rng.randint(1, len(keys))))
        expressions = [truth_node(rng, world) for _ in range(CLAIMS)]
        write_case(folder, world, hidden, expressions)
        worlds = [world] + [completion(rng, world, sorted(hidden)) for _ in range(30)]
        for expression, got in zip(expressions, run(program, folder)["claims"]):
            if got["verdict"] == "undecided":
                continue
            decided += 1
            for filled in worlds:
                if EXPECTED[evaluate(expression, filled)] != got["verdict"]:
                    failed.append("%s is not %s whatever is filled in" % (text_of(expression), got["verdict"]))
                    break
    return failed, decided


# ---- sets that cannot all be true -----------------------------------------------------------------------------------------

def seat_claim(rng, parties, depth=0):
    kind = rng.random()
    if depth > 1 or kind < 0.75:
        chosen = rng.sample(parties, rng.randint(1, min(2, len(parties))))
        node = ("call", "seats", chosen[0], None, None)
        for p in chosen[1:]:
            node = (rng.choice("+-"), node, ("call", "seats", p, None, None))
        return (rng.choice(["=", "=", "!=", "<", "<=", ">", ">="]), node, ("number", str(rng.randint(0, 6))))
    if kind < 0.82:
        return ("not", seat_claim(rng, parties, depth + 1))
    return (rng.choice(["and", "or"]), seat_claim(rng, parties, depth + 1), seat_claim(rng, parties, depth + 1))


class House:
    def __init__(self, seats):
        self.seats = seats

    def call(self, name, party, other, unit):
        return self.seats[party]


def houses(parties, seats):
    for split in itertools.product(range(seats + 1), repeat=len(parties)):
        if sum(split) == seats:
            yield House(dict(zip(parties, split)))


def minimal_sets(claims, all_houses):
    """By going through every house: the sets of claims without a house where all are true, none of them to spare."""
    true_in = [{h for h, house in enumerate(all_houses) if evaluate(claim, house)} for claim in claims]
    found = []
    for size in range(1, len(claims) + 1):
        for chosen in itertools.combinations(range(len(claims)), size):
            if any(set(old) <= set(chosen) for old in found):
                continue
            if not set.intersection(*(true_in[i] for i in chosen)):
                found.append(chosen)
    return found


def write_house(folder, parties, seats, claims):
    lines = ["scrutineer: case/1", "title: House", "chamber: {seats: %d}" % seats, "claims: {file: claims.csv}", "parties:", "  rows:"]
    lines += ["    - {party: %s}" % p for p in parties]
    lines += ["constituencies: {rows: [{constituency: all}]}"]
    (folder / "election.yaml").write_text("\n".join(lines) + "\n")
    write_claims(folder, claims)


def sets_of_claims(program, rng, count, folder):
    failed, wanted, missed = [], 0, 0
    for _ in range(count):
        parties, seats = PARTIES[:rng.randint(2, 3)], rng.randint(1, 6)
        claims = [seat_claim(rng, parties) for _ in range(6)]
        write_house(folder, parties, seats, claims)
        answer = run(program, folder)
        place = {c["id"]: i for i, c in enumerate(answer["claims"])}
        first = [place[c["same_as"]] if c["same_as"] else i for i, c in enumerate(answer["claims"])]
        all_houses = list(houses(parties, seats))
        right = {tuple(sorted({first[i] for i in chosen})) for chosen in minimal_sets(claims, all_houses)}
        got = {tuple(sorted(place[i] for i in found["claims"])) for found in answer["contradictory"]}
        left_out = any(c["left_out"] for c in answer["claims"])
        for chosen in got - right:
            failed.append("%d seats: %s reported, which is possible or not minimal" % (seats, [text_of(claims[i]) for i in chosen]))
        wanted += len(right)
        missed += 0 if left_out else len(right - got)
    return failed, wanted, missed


def report(number, name, failed):
    print("%s %d - %s" % ("not ok" if failed else "ok", number, name))
    for line in failed[:10]:
        print("# " + line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=20 if os.environ.get("SCRUT_TEST_EXTENT") == "short" else 60)
    parser.add_argument("--seed", type=int, default=20130728)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    print("# seed %d, %d cases of %d claims" % (args.seed, args.cases, CLAIMS))
    print("1..4")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        failed, seen = exact_cases(args.program, rng, args.cases, folder)
        if min(seen.values()) == 0:
            failed.append("some verdict was never expected: %s" % seen)
        report(1, "claims have the verdicts of the oracle (%s)" % seen, failed)
        failed, decided = cases_with_gaps(args.program, rng, args.cases, folder)
        report(2, "what is decided stays so whatever is filled in (%d decided)" % decided, failed if decided else ["none decided"])
        failed, wanted, missed = sets_of_claims(args.program, rng, 3 * args.cases, folder)
        report(3, "every reported set is impossible and minimal (%d there are)" % wanted, failed if wanted else ["there are none"])
        report(4, "few sets are missed (%d)" % missed, [] if missed * 50 <= wanted else ["%d of %d" % (missed, wanted)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
