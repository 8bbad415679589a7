#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Margins by integer programming, compared with the engine's.

    margin_oracle.py DRIVER [--cases N] [--seed N]

Each margin ("could": a draw decides in favour) is written as an integer program and solved by glpsol and by cbc, each
as a process of its own: ballots out of and into every list, a binary variable for every claim, and a cut t that claims
with a seat reach and claims without one do not pass. Nothing of the engine's reasoning is used. Prints TAP; a solver
that is not installed is skipped; the seed is printed and repeats the run."""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

DIVISORS = {"dhondt": lambda k: k, "sainte-lague": lambda k: 2 * k - 1}


class Case:
    solver = None  # any

    def __init__(self, rng):
        self.method = rng.choice(["dhondt", "sainte-lague", "hare"])
        self.metric = rng.choice(["change", "change", "add", "remove"])
        self.seats = rng.randint(3, 7)
        self.votes = [rng.randint(100, 4000) for _ in range(rng.randint(3, 5))]
        # the quota of Hare is a whole number, and does not move
        if self.method == "hare":
            self.metric = "change"
            self.votes[0] += -sum(self.votes) % self.seats
        self.threshold = rng.choice([1, 1, 400]) if self.method != "hare" else 1
        self.rises = rng.random() < 0.5
        self.list = rng.randrange(len(self.votes))
        self.wanted = rng.randint(0, self.seats)

    def line(self):
        kind = "at-least" if self.rises else "at-most"
        return " ".join(str(word) for word in [self.method, self.metric, kind, self.list, self.wanted, self.threshold,
                                               self.seats, *self.votes])

    def most_added(self):
        """Enough for any list to take every seat."""
        return 2 * self.seats * (sum(self.votes) + self.threshold) if self.metric == "add" else 0

    def program(self):
        """In the format of CPLEX, which both solvers read."""
        total, lists, claims = sum(self.votes), range(len(self.votes)), range(1, self.seats + 1)
        total += self.most_added()
        quota = total // self.seats
        rows, bounds, binaries = [], [], []
        for i in lists:
            # votes afterwards, x, between 0 and all
            rows.append(f"x{i} + o{i} - n{i} = {self.votes[i]}")
            bounds.append(f"0 <= x{i} <= {total}")
            bounds.append(f"0 <= o{i} <= {0 if self.metric == 'add' else self.votes[i]}")
            bounds.append(f"0 <= n{i} <= {0 if self.metric == 'remove' else total}")
            binaries.append(f"e{i}")
            rows.append(f"x{i} - {self.threshold} e{i} >= 0")
            rows.append(f"x{i} - {total} e{i} <= {self.threshold - 1}")
            for k in claims:
                binaries.append(f"z{i}_{k}")
                rows.append(f"z{i}_{k} - e{i} <= 0")
                if k > 1:
                    rows.append(f"z{i}_{k} - z{i}_{k - 1} <= 0")
                # The last seat's claim is at most all votes over the seats, and not negative.
                if self.method == "hare":
                    factor, shift = 1, (k - 1) * quota
                else:
                    factor, shift = DIVISORS[self.method](k), 0
                big = factor * quota + factor + shift
                rows.append(f"x{i} - {factor} t - {big} z{i}_{k} >= {shift - big}")
                rows.append(f"x{i} - {factor} t - {total} z{i}_{k} + {total} e{i} <= {shift + total}")
        every = " + ".join(f"z{i}_{k}" for i in lists for k in claims)
        own = " + ".join(f"z{self.list}_{k}" for k in claims)
        rows.append(f"{every} = {self.seats}")
        rows.append(f"{own} {'>=' if self.rises else '<='} {self.wanted}")
        moved = "o" if self.metric != "add" else "n"
        if self.metric == "change":
            rows.append(" + ".join(f"o{i}" for i in lists) + " - " + " - ".join(f"n{i}" for i in lists) + " = 0")
        bounds.append(f"0 <= t <= {quota + 1}")
        whole = [f"{name}{i}" for i in lists for name in "xon"]
        return "\n".join(["Minimize", " cost: " + " + ".join(f"{moved}{i}" for i in lists), "Subject To",
                          *(f" r{n}: {row}" for n, row in enumerate(rows)), "Bounds", *(f" {b}" for b in bounds),
                          "General", " " + " ".join(whole), "Binary", " " + " ".join(binaries), "End", ""])


class AlliedCase:
    """A claimed vector under alliances: a cut of the outer contest and one inside each alliance. glpsol, which cuts less,
    does not end on such programs."""
    solver = "cbc"

    def __init__(self, rng):
        self.method = rng.choice(["dhondt", "sainte-lague"])
        self.votes = [rng.randint(1000, 400000) for _ in range(rng.randint(4, 7))]
        self.alliance = [rng.choice([0, 0, 1, 1, 2 + i]) for i in range(len(self.votes))]
        self.seats = rng.randint(5, 15)
        shares = [vote * self.seats // sum(self.votes) for vote in self.votes]
        while sum(shares) < self.seats:
            shares[rng.randrange(len(shares))] += 1
        self.vector = shares

    def line(self):
        lists = zip(self.votes, self.vector, self.alliance)
        return " ".join([self.method, "change", "vector", str(self.seats), *(f"{v} {n} {a}" for v, n, a in lists)])

    def boxes(self, votes, seats, cut):
        divisor = DIVISORS[self.method]
        reached = [f"{votes} - {divisor(seats)} {cut} >= 0"] if seats > 0 else []
        return [*reached, f"{votes} - {divisor(seats + 1)} {cut} <= 0"]

    def program(self):
        lists = range(len(self.votes))
        rows = [f"x{i} + o{i} - n{i} = {self.votes[i]}" for i in lists]
        rows.append(" + ".join(f"o{i}" for i in lists) + " - " + " - ".join(f"n{i}" for i in lists) + " = 0")
        for alliance in sorted(set(self.alliance)):
            members = [i for i in lists if self.alliance[i] == alliance]
            seats = sum(self.vector[i] for i in members)
            rows += self.boxes(" + ".join(f"x{i}" for i in members), seats, "t")
            if len(members) > 1 and seats > 0:
                for i in members:
                    rows += self.boxes(f"x{i}", self.vector[i], f"u{alliance}")
        return "\n".join(["Minimize", " cost: " + " + ".join(f"o{i}" for i in lists), "Subject To",
                          *(f" r{n}: {row}" for n, row in enumerate(rows)), "General",
                          " " + " ".join(f"{name}{i}" for i in lists for name in "xon"), "End", ""])


def solve_glpsol(path):
    out = path + ".glpsol"
    done = subprocess.run(["glpsol", "--lp", path, "--tmlim", "60", "--intopt", "--cuts", "-o", out],
                          capture_output=True, text=True, check=True)
    if "NO PRIMAL FEASIBLE" in done.stdout or "NO INTEGER FEASIBLE" in done.stdout or \
            "NO FEASIBLE" in done.stdout or "NO DUAL FEASIBLE" in done.stdout:
        return "never"
    with open(out, encoding="ascii") as text:
        result = text.read()
    if "INTEGER OPTIMAL" not in result:
        return None
    return re.search(r"Objective:\s+cost = (\S+)", result).group(1)


def solve_cbc(path):
    out = path + ".cbc"
    subprocess.run(["cbc", path, "sec", "60", "integerTolerance", "1e-8", "solve", "solu", out],
                   capture_output=True, text=True, check=True)
    with open(out, encoding="ascii") as text:
        first = text.readline()
    if "nfeasible" in first:
        return "never"
    if not first.startswith("Optimal"):
        return None
    return first.split()[-1]


def compare(solver, cases, answers, folder):
    """How many agree, how many the solver did not finish in a minute, and what differs."""
    same, unfinished, different = 0, 0, []
    for number, (case, answer) in enumerate(zip(cases, answers)):
        if case.solver not in (None, solver.__name__.removeprefix("solve_")):
            continue
        path = os.path.join(folder, f"{number}.lp")
        with open(path, "w", encoding="ascii") as text:
            text.write(case.program())
        found = solver(path)
        if found is None:
            unfinished += 1
            continue
        found = found if found == "never" else str(round(float(found)))
        if found == answer[0]:
            same += 1
        else:
            different.append(f"{case.line()}: engine {answer}, solver {found}")
    return same, unfinished, different


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--cases", type=int, default=200 if os.environ.get("SCRUT_TEST_EXTENT") == "long" else 20)
    parser.add_argument("--seed", type=int, default=20130728)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    cases = [Case(rng) for _ in range(given.cases)] + [AlliedCase(rng) for _ in range(given.cases // 2)]
    run = subprocess.run([given.driver], input="".join(case.line() + "\n" for case in cases), capture_output=True,
                         text=True, check=False)
    solvers = [("glpsol", "glpk-utils", solve_glpsol), ("cbc", "coinor-cbc", solve_cbc)]
    print(f"1..{len(solvers)}\n# seed {given.seed}, {len(cases)} margins, {given.cases // 2} of them vectors under alliances")
    answers = [line.split() for line in run.stdout.splitlines()]
    if run.returncode != 0 or len(answers) != len(cases):
        print(f"Bail out! the driver ended with status {run.returncode} after {len(answers)} margins")
        return
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, package, solver) in enumerate(solvers, 1):
            title = f"{number} - {name} finds the same margins by integer programming"
            if shutil.which(name) is None:
                print(f"ok {title} # SKIP {name} is not installed (package {package})")
                continue
            same, unfinished, different = compare(solver, cases, answers, folder)
            print(f"# {name}: {same} equal, {unfinished} not finished in a minute, {len(different)} different")
            for line in different[:10]:
                print(f"# {line}")
            print(f"{'not ok' if different or same == 0 else 'ok'} {title}")


if __name__ == "__main__":
    sys.exit(main())
