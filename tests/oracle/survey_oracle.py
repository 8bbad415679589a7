#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: survey_oracle.py PROGRAM [--seed N] [--cases N]

Samples of random designs (strata, up to three stages, weights, outcomes that are not known), estimated here from the
textbook's formulas (Cochran 1977, ch. 11; Taylor linearisation) and by "roll survey"; and draws of random lists, made here
from their descriptions and by "roll draw". TAP."""
import collections
import hashlib
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile


def variance(rows, stages, level=0):
    """Of the sum of row["u"] over units of this stage in one stratum or unit, with the stages below."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row["unit"][level]].append(row)
    n, total = len(groups), rows[0]["of"][level]
    fraction = n / total if total else 0.0
    sums = [math.fsum(r["u"] for r in g) for g in groups.values()]
    if n > 1:
        mean = math.fsum(sums) / n
        between = (1 - fraction) * n / (n - 1) * math.fsum((s - mean) ** 2 for s in sums)
    else:
        between = 0.0
    if fraction == 0 or level + 1 == stages:
        return between
    return between + fraction * math.fsum(variance(g, stages, level + 1) for g in groups.values())


def ratio(rows, stages, hit, base):
    whole = math.fsum(r["w"] for r in rows if base(r))
    share = math.fsum(r["w"] for r in rows if base(r) and hit(r)) / whole
    for r in rows:
        r["u"] = r["w"] * (hit(r) - share) / whole if base(r) else 0.0
    strata = collections.defaultdict(list)
    for r in rows:
        strata[r["stratum"]].append(r)
    return share, math.sqrt(math.fsum(variance(s, stages) for s in strata.values()))


def make_rows(rng, stages, finite):
    """Strata with two primary units or more, later stages with two units or more each."""
    rows = []

    def fill(stratum, path, of, level):
        for unit in range(rng.randint(2, 4)):
            now = path + [f"{'-'.join(map(str, path))}.{unit}"]
            if level + 1 == stages:
                rows.append({"stratum": stratum, "unit": now, "of": of, "w": round(rng.uniform(0.5, 9), 3),
                             "outcome": rng.choice(["found", "found", "found", "moved", "refused"])})
            else:
                fill(stratum, now, of + ([rng.randint(4, 9)] if level + 1 < len(finite) and finite[level + 1] else [None]), level + 1)

    for stratum in range(rng.randint(1, 4)):
        fill(f"s{stratum}", [f"p{stratum}"], [rng.randint(4, 9) if finite[0] else None], 0)
    for r in rows:
        r["unit"] = r["unit"][1:]
    rng.shuffle(rows)
    return rows


def ask_survey(program, folder, rows, stages, finite):
    header = ["stratum", "w", "outcome"] + [f"u{k}" for k in range(stages)] + [f"n{k}" for k in range(stages) if finite[k]]
    lines = [",".join(header)]
    for r in rows:
        cells = [r["stratum"], f"{r['w']}", r["outcome"]] + r["unit"] + [str(r["of"][k]) for k in range(stages) if finite[k]]
        lines.append(",".join(cells))
    (folder / "r.csv").write_text("\n".join(lines) + "\n")
    listed = ", ".join("{unit: u%d%s}" % (k, ", of: n%d" % k if finite[k] else "") for k in range(stages))
    (folder / "s.yaml").write_text(
        "surveys:\n  - id: s\n    responses: {file: r.csv, stratum: stratum, weight: w, stages: [%s]}\n    figures:\n"
        "      - {id: f, question: q, direction: list-to-people, outcome: outcome, fine: found, defect: moved,\n"
        "         unresolved: refused}\n" % listed)
    done = subprocess.run([program, "roll", "survey", str(folder / "s.yaml"), "--json"], capture_output=True, check=True)
    return json.loads(done.stdout)["figures"][0]


def close(a, b):
    return abs(a - b) <= 2e-5 * max(abs(b), 1e-6)


def one_survey(program, folder, rng):
    stages = rng.randint(1, 3)
    finite = [rng.random() < 0.7]
    for _ in range(stages - 1):
        finite.append(finite[-1] and rng.random() < 0.8)
    rows = make_rows(rng, stages, finite)
    if not any(r["outcome"] != "refused" for r in rows):
        return True
    got = ask_survey(program, folder, rows, stages, finite)
    share, error = ratio(rows, stages, lambda r: r["outcome"] == "moved", lambda r: r["outcome"] != "refused")
    worst, _ = ratio(rows, stages, lambda r: r["outcome"] != "found", lambda r: True)
    fine = close(got["share"], share) and close(got["standard_error"], error)
    fine = fine and (got["worst"] is None or close(got["worst"], worst))
    if not fine:
        print(f"# share {got['share']} {share}, error {got['standard_error']} {error}, worst {got['worst']} {worst}")
    return fine


def sha(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def rivest(seed, population, count, replace):
    picks, i = [], 0
    while len(picks) < count:
        i += 1
        pick = sha(f"{seed},{i}") % population
        if replace or pick not in picks:
            picks.append(pick)
    return picks


def consistent(seed, population, count, replace):
    hashed = hashlib.sha256(seed.encode()).hexdigest()
    tickets = {k: "0." + str(sha(hashed + str(k + 1)))[::-1] for k in range(population)}
    picks = []
    for _ in range(count):
        pick = min(tickets, key=lambda k: tickets[k])
        picks.append(pick)
        if replace:
            old, i = tickets[pick], 0
            nines = len(old) - 2 - len(old[2:].lstrip("9"))
            while True:
                i += 1
                new = old[:2 + nines] + str(sha(f"{old}:{i}"))[::-1]
                if new > old:
                    break
            tickets[pick] = new
        else:
            del tickets[pick]
    return picks


def one_draw(program, folder, rng):
    sampler = rng.choice([rivest, consistent])
    clusters = [f"c{k}" for k in range(rng.randint(2, 6)) for _ in range(rng.randint(3, 12))]
    rng.shuffle(clusters)
    seed, size, each = str(rng.randint(0, 10 ** 20)), rng.randint(1, 5), rng.randint(1, 3)
    (folder / "l.csv").write_text("cluster\n" + "\n".join(clusters) + "\n")
    subprocess.run([program, "roll", "draw", "--list", str(folder / "l.csv"), "--cluster", "cluster", "--size", str(size),
                    "--per-cluster", str(each), "--seed", seed, "--sampler", sampler.__name__, "--out", str(folder / "o.csv")],
                   capture_output=True, check=True)
    drawn = [line.split(",") for line in (folder / "o.csv").read_text().split()[1:]]
    got = sorted((int(d), int(row)) for d, _, _, row, _ in drawn)
    turns = collections.defaultdict(list)
    for turn, pick in enumerate(sampler(seed, len(clusters), size, True), 1):
        turns[clusters[pick]].append(turn)
    want = []
    for cluster, numbers in turns.items():
        members = [k + 1 for k, c in enumerate(clusters) if c == cluster]
        count = min(len(numbers) * each, len(members))
        for i, pick in enumerate(sampler(f"{seed}/{cluster}", len(members), count, False)):
            want.append((numbers[i // each], members[pick]))
    if got != sorted(want):
        print(f"# {sampler.__name__} seed {seed}: {got}, wanted {sorted(want)}")
    return got == sorted(want)


def main():
    program, options = sys.argv[1], sys.argv[2:]
    seed = int(options[options.index("--seed") + 1]) if "--seed" in options else 2013
    cases = int(options[options.index("--cases") + 1]) if "--cases" in options else 60
    rng = random.Random(seed)
    print(f"1..2\n# seed {seed}, {cases} cases")
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number, (one, what) in enumerate(((one_survey, "estimates under random designs"), (one_draw, "draws of random lists")), 1):
            wrong = sum(not one(program, folder, rng) for _ in range(cases))
            print(f"{'not ok' if wrong else 'ok'} {number} - {what}")
            failed = failed or wrong > 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
