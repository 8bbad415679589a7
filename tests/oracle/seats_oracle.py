#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An independent calculation of seats, compared with the program as a process.

    seats_oracle.py DRIVER [--cases N] [--seed N] [--scrutineer PROGRAM] [--cli-cases N]

Everything here is exact (fractions) and follows the textbook procedure of each method, not the program's one order of
claims: divisor methods sort all quotients and, where small, check the min-max inequality over every possible
allocation; quota methods hand out full quotas and then remainders, averages or rounds, following every way in which a
tie can fall. Prints TAP; the seed is printed and repeats the run."""

import argparse
import itertools
import json
import random
import subprocess
import sys
from fractions import Fraction

INFINITE = None


class Refused(Exception):
    pass


# ---- outcomes: the set of all allocations that the law allows --------------------------------------------------------

def summary(outcomes):
    """Seats in every outcome, the lists that differ, and how many seats are drawn."""
    outcomes = list(outcomes)
    least = [min(column) for column in zip(*outcomes)]
    most = [max(column) for column in zip(*outcomes)]
    tied = [i for i, (a, b) in enumerate(zip(least, most)) if a < b]
    return least, tied, sum(outcomes[0]) - sum(least)


DIVISORS = {
    "dhondt": lambda k: Fraction(k),
    "sainte-lague": lambda k: Fraction(2 * k - 1),
    "modified-sainte-lague": lambda k: Fraction(14, 10) if k == 1 else Fraction(2 * k - 1),
    "danish": lambda k: Fraction(3 * k - 2),
    "imperiali": lambda k: Fraction(k + 1, 2),
    "adams": lambda k: Fraction(k - 1),
    "dean": lambda k: Fraction(2 * k * (k - 1), 2 * k - 1),
    "hill": lambda k: Fraction(k * (k - 1)),  # of squares
}


def quotient(method, votes, k):
    """A sortable value: quotients after the infinite ones, which are ordered by votes."""
    divisor = DIVISORS[method](k)
    if divisor == 0:
        return (1, Fraction(votes))
    return (0, Fraction(votes * votes if method == "hill" else votes) / divisor)


def by_sorting(method, votes, seats):
    claims = sorted(((quotient(method, v, k), i) for i, v in enumerate(votes) if v > 0 for k in range(1, seats + 2)),
                    key=lambda c: c[0], reverse=True)
    certain = [0] * len(votes)
    if seats == 0 or not claims:
        return certain, [], 0, seats
    cut = claims[seats - 1][0]
    above = [i for value, i in claims if value > cut]
    at_cut = [i for value, i in claims if value == cut]
    for i in above:
        certain[i] += 1
    left = seats - len(above)
    if left == len(at_cut):
        for i in at_cut:
            certain[i] += 1
        return certain, [], 0, 0
    return certain, sorted(at_cut), left, 0


def compositions(total, parts):
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first,) + rest


def by_min_max(method, votes, seats):
    """Balinski and Young: an allocation is right if no held seat is worth less than a seat that is not held."""
    live = [i for i, v in enumerate(votes) if v > 0]
    outcomes = []
    for shares in compositions(seats, len(live)):
        held = [quotient(method, votes[i], n) for i, n in zip(live, shares) if n > 0]
        wanted = [quotient(method, votes[i], n + 1) for i, n in zip(live, shares)]
        if not held or min(held) >= max(wanted):
            outcome = [0] * len(votes)
            for i, n in zip(live, shares):
                outcome[i] = n
            outcomes.append(tuple(outcome))
    return summary(outcomes) + (0,)


# ---- quotas ----------------------------------------------------------------------------------------------------------

def quota_of(method, total, seats):
    if method == "droop":
        return Fraction(total // (seats + 1) + 1)
    plus = {"hagenbach-bischoff": 1, "imperiali-quota": 2}.get(method, 0)
    return Fraction(total, seats + plus)


def one_each(outcome, order, left):
    """All ways to give `left` seats, at most one each, to the lists with the largest keys."""
    ranked = sorted({key for key, _ in order}, reverse=True)
    base = list(outcome)
    for key in ranked:
        same = [i for k, i in order if k == key]
        if len(same) <= left:
            for i in same:
                base[i] += 1
            left -= len(same)
            continue
        for chosen in itertools.combinations(same, left):
            result = list(base)
            for i in chosen:
                result[i] += 1
            yield tuple(result)
        return
    yield tuple(base)


def by_rounds(outcome, order, left):
    """Full rounds give everybody one; the last, partial round goes by the keys."""
    whole, part = divmod(left, len(order))
    base = list(outcome)
    for _, i in order:
        base[i] += whole
    return set(one_each(base, order, part))


def by_quota(method, votes, seats):
    live = [i for i, v in enumerate(votes) if v > 0]
    if not live or seats == 0:
        return [0] * len(votes), [], 0, seats
    quota = quota_of(method, sum(votes), seats)
    full = [int(Fraction(v) / quota) for v in votes]
    left = seats - sum(full)
    if left < 0:
        if method != "hagenbach-bischoff":
            raise Refused
        # every list has a whole number of quotas; each may be the one that loses its last
        outcomes = {tuple(n - (i == j) for i, n in enumerate(full)) for j in live}
    elif method == "quota-highest-average":
        outcomes = {tuple(full)}
        for _ in range(left):
            grown = set()
            for outcome in outcomes:
                best = max(Fraction(votes[i], outcome[i] + 1) for i in live)
                for i in live:
                    if Fraction(votes[i], outcome[i] + 1) == best:
                        grown.add(outcome[:i] + (outcome[i] + 1,) + outcome[i + 1:])
            outcomes = grown
    elif method == "quota-highest-average-once":
        outcomes = by_rounds(full, [(Fraction(votes[i], full[i] + 1), i) for i in live], left)
    else:
        outcomes = by_rounds(full, [(votes[i] - full[i] * quota, i) for i in live], left)
    return summary(outcomes) + (0,)


def by_plurality(method, votes, seats):
    live = [(v, i) for i, v in enumerate(votes) if v > 0]
    none = (0,) * len(votes)
    if method == "plurality":
        given = min(seats, len(live))
        return summary(set(one_each(none, live, given))) + (seats - given,)
    if not live or seats == 0:
        return list(none), [], 0, seats
    first = [i for v, i in live if v == max(live)[0]]
    if len(first) == 1:
        return [seats if i == first[0] else 0 for i in range(len(votes))], [], 0, 0
    return list(none), first, seats, 0


QUOTAS = ["hare", "droop", "hagenbach-bischoff", "imperiali-quota", "quota-highest-average", "quota-highest-average-once"]
PLURALITIES = ["plurality", "plurality-block"]
METHODS = list(DIVISORS) + QUOTAS + PLURALITIES


def answer(method, seats, threshold, votes):
    votes = [v if v >= threshold else 0 for v in votes]
    if method in QUOTAS:
        return by_quota(method, votes, seats)
    if method in PLURALITIES:
        return by_plurality(method, votes, seats)
    result = by_sorting(method, votes, seats)
    live = sum(v > 0 for v in votes)
    if 0 < live <= 4 and 0 < seats <= 7 and by_min_max(method, votes, seats) != result:
        raise AssertionError("the oracle contradicts itself on %s %s %s" % (method, seats, votes))
    return result


# ---- cases -----------------------------------------------------------------------------------------------------------

def tie_prone(rng, method):
    """Votes that are products of divisors, so that quotients meet."""
    lists, unit = rng.randint(2, 6), rng.choice([1, 5, 60, 2520, 10**6])
    return [unit * rng.randint(1, 12) for _ in range(lists)], rng.randint(1, 14)


def tiny(rng, method):
    return [rng.randint(0, 9) for _ in range(rng.randint(1, 6))], rng.randint(0, 9)


def ordinary(rng, method):
    return [rng.randint(0, 10 ** rng.randint(2, 7)) for _ in range(rng.randint(1, 12))], rng.randint(1, 40)


def enormous(rng, method):
    """Near the limit of 2^40 votes, one ballot apart: differences that floating point does not see in squares."""
    base = 2**40 - rng.randint(0, 1000)
    return [base - rng.randint(0, 2) - rng.choice([0, base // 2, base // 3]) for _ in range(rng.randint(2, 6))], rng.randint(1, 30)


def cases(rng, count):
    kinds = [tie_prone, tie_prone, tiny, ordinary, enormous]
    for n in range(count):
        method = METHODS[n % len(METHODS)]
        votes, seats = rng.choice(kinds)(rng, method)
        threshold = rng.choice([0, 0, 0, max(votes) // 3])
        yield method, seats, threshold, votes


def run_driver(driver, asked):
    text = "".join("%s %d %d %s\n" % (m, s, t, " ".join(map(str, v))) for m, s, t, v in asked)
    done = subprocess.run([driver], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit("Bail out! %s ended with status %d: %s" % (driver, done.returncode, done.stderr.strip()))
    return done.stdout.splitlines()


def parse(line):
    if line == "refused":
        return line
    certain, tied, drawn, unfilled = line.split("|")
    return [int(x) for x in certain.split()], [int(x) for x in tied.split()], int(drawn), int(unfilled)


def expected(case):
    try:
        return answer(*case)
    except Refused:
        return "refused"


def compare_driver(driver, rng, count):
    asked = list(cases(rng, count))
    failed, ties = [], 0
    lines = run_driver(driver, asked)
    if len(lines) != len(asked):
        raise SystemExit("Bail out! %d answers to %d questions" % (len(lines), len(asked)))
    for case, line in zip(asked, lines):
        right, got = expected(case), parse(line)
        ties += right != "refused" and right[2] > 0
        if right != got:
            failed.append("%s: expected %s, got %s" % (case, right, got))
    return failed, ties


def compare_cli(program, rng, count):
    failed = []
    for method, seats, _, votes in cases(rng, count):
        if sum(votes) == 0 or seats == 0:
            continue
        names = [chr(65 + i) for i in range(len(votes))]
        shown = ",".join("%s=%d" % pair for pair in zip(names, votes))
        right = expected((method, seats, 0, votes))
        done = subprocess.run([program, "seats", "--method", method, "--seats", str(seats), "--votes", shown, "--json"],
                              capture_output=True, text=True, check=False)
        if right == "refused":
            if done.returncode == 0:
                failed.append("%s %d %s: expected a refusal" % (method, seats, shown))
            continue
        tie = {"parties": [names[i] for i in right[1]], "seats": right[2]} if right[2] else None
        wanted = {"format": "scrutineer-seats/1", "method": method, "seats": seats,
                  "allocation": dict(zip(names, right[0])), "tie": tie}
        got = json.loads(done.stdout) if done.returncode == 0 else {"status": done.returncode, "said": done.stderr}
        if any(got.get(key) != value for key, value in wanted.items()):
            failed.append("%s %d %s: expected %s, got %s" % (method, seats, shown, wanted, got))
    return failed


def report(number, name, failed):
    print("%s %d - %s" % ("not ok" if failed else "ok", number, name))
    for line in failed[:10]:
        print("# " + line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("driver")
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20130728)
    parser.add_argument("--scrutineer")
    parser.add_argument("--cli-cases", type=int, default=64)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    print("# seed %d, %d cases" % (args.seed, args.cases))
    print("1..%d" % (3 if args.scrutineer else 2))
    failed, ties = compare_driver(args.driver, rng, args.cases)
    report(1, "seats and ties are those of the oracle", failed)
    report(2, "the cases hold many ties (%d)" % ties, [] if ties * 20 >= args.cases else ["too few to test anything"])
    if args.scrutineer:
        report(3, "the program prints the oracle's seats and ties", compare_cli(args.scrutineer, rng, args.cli_cases))
    return 0


if __name__ == "__main__":
    sys.exit(main())
