#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: transfers_oracle.py PROGRAM [--seed N] [--cases N]

Lists whose people moved from area to area, and what "roll diff --transfers" says of them. Here who moved is known by the
number of each person; the gravity model is fitted as a Poisson regression by Fisher scoring with all pairs written out,
where the program scales sums; a count's chance is added up term by term, and false discoveries are counted over all
pairs. TAP."""
import argparse
import collections
import csv
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

AREAS, DISTRICTS, PEOPLE, LEAST = 12, 3, 700, 10


def district(area):
    return area * DISTRICTS // AREAS


def make(rng, spread, planted):
    """Where each person lives in either list; moves of a pair are Poisson, or negative binomial with a spread."""
    leave = [rng.uniform(0.4, 1.6) for _ in range(AREAS)]
    reach = [rng.uniform(0.4, 1.6) for _ in range(AREAS)]
    homes = {}
    for a in range(AREAS):
        moves = []
        for b in range(AREAS):
            if a == b:
                continue
            mean = 9 * leave[a] * reach[b] * (4 if district(a) == district(b) else 1)
            if spread:
                mean = rng.gammavariate(mean / spread, spread)
            moves += [b] * (1 + sum(rng.random() < mean / 400 for _ in range(400)))
            if planted == (a, b):
                moves += [b] * 90
        assert len(moves) < PEOPLE
        for i in range(PEOPLE):
            homes[a * 1000 + i] = (a, moves[i] if i < len(moves) else a)
    return homes


def write(path, homes, newer, rng):
    people = list(homes)
    rng.shuffle(people)
    with open(path, "w", encoding="utf-8") as file:
        file.write("family,first,dob,number,commune,district\n")
        for p in people:
            area = homes[p][newer]
            file.write(f"Name{p},Given{p % 97},19{40 + p % 50}-05-17,{p},c{area:02},d{district(area)}\n")


def solve(matrix, right):
    """Gauss with pivots; a column without one is a parameter that nothing tells, and stays 0."""
    n = len(right)
    m = [row[:] + [r] for row, r in zip(matrix, right)]
    at, pivots = 0, []
    for column in range(n):
        best = max(range(at, n), key=lambda i: abs(m[i][column]))
        if abs(m[best][column]) < 1e-9:
            continue
        m[at], m[best] = m[best], m[at]
        for i in range(n):
            if i != at and m[i][column]:
                f = m[i][column] / m[at][column]
                m[i] = [x - f * y for x, y in zip(m[i], m[at])]
        pivots.append((at, column))
        at += 1
    x = [0.0] * n
    for row, column in pivots:
        x[column] = m[row][n] / m[row][column]
    return x


def design(pair):
    return [pair[0], AREAS + pair[1]] + ([2 * AREAS] if district(pair[0]) == district(pair[1]) else [])


def fit(counts, pairs):
    """Expected numbers of all pairs, by those of `pairs`."""
    size = 2 * AREAS + 1
    beta = [0.5 * math.log(sum(counts.values()) / len(pairs))] * (2 * AREAS) + [0.0]
    for _ in range(100):
        information, score = [[0.0] * size for _ in range(size)], [0.0] * size
        for pair in pairs:
            columns = design(pair)
            mean = math.exp(sum(beta[c] for c in columns))
            for c in columns:
                score[c] += counts[pair] - mean
                for d in columns:
                    information[c][d] += mean
        step = solve(information, score)
        beta = [b + s for b, s in zip(beta, step)]
        if max(map(abs, step)) < 1e-12:
            break
    return {pair: math.exp(sum(beta[c] for c in design(pair))) for pair in counts}, math.exp(beta[2 * AREAS])


def at_least(k, mean, dispersion):
    """P(X >= k), terms below k added up; the far tail term by term, as 1 less the rest would be rounding."""
    def log_term(j):
        if dispersion - 1 < 1e-9:
            return j * math.log(mean) - mean - math.lgamma(j + 1)
        size, p = mean / (dispersion - 1), 1 / dispersion
        return (math.lgamma(j + size) - math.lgamma(size) - math.lgamma(j + 1) + size * math.log(p)
                + j * math.log1p(-p))
    if k <= mean:
        return 1 - math.fsum(math.exp(log_term(j)) for j in range(k))
    tail, j = 0.0, k
    while (term := math.exp(log_term(j))) > 1e-18 * tail:
        tail, j = tail + term, j + 1
    return tail


def end(mean, dispersion, tail):
    k = 0
    while at_least(k + 1, mean, dispersion) > tail:
        k += 1
    return k


def discoveries(chances):
    order = sorted(chances, key=chances.get)
    q, least = {}, 1.0
    for rank in range(len(order), 0, -1):
        least = min(least, chances[order[rank - 1]] * len(order) / rank)
        q[order[rank - 1]] = least
    return q


def by_hand(homes):
    counts = {(a, b): 0 for a in range(AREAS) for b in range(AREAS) if a != b}
    for a, b in homes.values():
        if a != b:
            counts[a, b] += 1
    left, reached = collections.Counter(), collections.Counter()
    for (a, b), n in counts.items():
        left[a] += n
        reached[b] += n
    out = set()
    while True:
        pairs = [p for p in counts if p not in out]
        expected, near = fit(counts, pairs)
        freedom = len(pairs) - (2 * AREAS - 1) - 1
        dispersion = max(1, math.fsum((counts[p] - expected[p]) ** 2 / expected[p] for p in pairs) / freedom)
        q = discoveries({p: at_least(counts[p], expected[p], dispersion) for p in counts})
        stands = {p for p in counts if q[p] < 0.05 and counts[p] >= LEAST}
        off, on = collections.Counter(), collections.Counter()
        for a, b in stands | out:
            off[a] += counts[a, b]
            on[b] += counts[a, b]
        more = {p for p in stands if 2 * off[p[0]] <= left[p[0]] and 2 * on[p[1]] <= reached[p[1]]} - out
        if not more:
            return counts, expected, near, dispersion, q
        out |= more


def close(a, b, digits=1e-4):
    return abs(a - b) <= digits * max(abs(a), abs(b), 1e-300)


def problems(program, folder, rng, spread, planted):
    homes = make(rng, spread, planted)
    for name, newer in (("old.csv", 0), ("new.csv", 1)):
        write(folder / name, homes, newer, rng)
    text = subprocess.run([program, "roll", "diff", "--from", "old.csv", "--to", "new.csv", "--map",
                           "surname=family,given=first,born=dob,identity=number,place=commune,place=district",
                           "--transfers", "transfers.csv", "--json"], cwd=folder, check=True,
                          stdout=subprocess.PIPE).stdout
    said = json.loads(text)["transfers"]
    counts, expected, near, dispersion, q = by_hand(homes)
    shown = {}
    with open(folder / "transfers.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            shown[int(row["from"][1:]), int(row["to"][1:])] = row
    if not close(float(said["dispersion"]), dispersion) or said["pairs"] != len(counts):
        yield f"dispersion {said['dispersion']} and {dispersion}, pairs {said['pairs']}"
    if [n["shared"] for n in said["nearness"]] != [None, "district"] or not close(
            float(said["nearness"][1]["times"]), near):
        yield f"nearness {said['nearness']} and {near}"
    for pair, row in shown.items():
        if int(row["moved"]) != counts[pair] or not close(float(row["expected"]), expected[pair]):
            yield f"{pair}: {row} and {counts[pair]}, {expected[pair]}"
        elif (int(row["low"]), int(row["high"])) != (end(expected[pair], dispersion, 0.975),
                                                     end(expected[pair], dispersion, 0.025)):
            yield f"{pair}: {row}, another range"
        elif not close(float(row["q"]), q[pair], 1e-3):
            yield f"{pair}: {row}, q {q[pair]}"
    found = {(int(x["from"][1:]), int(x["to"][1:])) for x in said["more_than_expected"]}
    if found != {p for p in shown if q[p] < 0.05}:
        yield f"stand out {found}"
    if planted and planted in shown and planted not in found:
        yield f"{planted} was planted and does not stand out"
    for line in range(AREAS):
        for pairs in ([p for p in counts if p[0] == line], [p for p in counts if p[1] == line]):
            hidden = [counts[p] for p in pairs if p not in shown and counts[p] > 0]
            if any(p in shown and counts[p] < LEAST for p in pairs) or (hidden and (len(hidden) < 2 or
                                                                                    sum(hidden) < LEAST)):
                yield f"area {line}: of {len(pairs)} pairs {hidden} are hidden"
    print(f"# {sum(counts.values())} moved, {len(shown)} of {len(counts)} pairs shown, {len(found)} stand out, "
          f"dispersion {dispersion:.3f}, {near:.2f} times as many within a district")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=20130728)
    usual = {"short": 2, "long": 60}.get(os.environ.get("SCRUT_TEST_EXTENT", "normal"), 6)
    parser.add_argument("--cases", type=int, default=usual)
    args = parser.parse_args()
    program, failed = pathlib.Path(args.program).resolve(), 0
    print(f"# seeds {args.seed} to {args.seed + args.cases - 1}")
    for case in range(args.cases):
        rng = random.Random(args.seed + case)
        planted = (rng.randrange(6), 6 + rng.randrange(6)) if case % 2 else None
        with tempfile.TemporaryDirectory() as folder:
            wrong = list(problems(program, pathlib.Path(folder), rng, 2.0 if case % 3 == 2 else 0, planted))
        for line in wrong[:5]:
            print(f"# {line}")
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {case + 1} - moves of seed {args.seed + case} are what a Poisson "
              f"regression says")
    print(f"1..{args.cases}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
