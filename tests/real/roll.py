# SPDX-License-Identifier: Apache-2.0
"""Accuracy of "scrutineer roll link" on invented rolls of Cambodian names whose truth is known.

usage: roll.py PROGRAM CC [SIZE]      TAP on stdout

The generator is that of the benchmarks (SCRUT_BENCH, else ../shared/bench), compiled here. Romanised columns: the goals
of docs/internals/roll.md. Khmer columns, which the generator leaves as they are in duplicates: encoded in other ways that
look the same, in half of the cells, they give the same answer to a thousandth.
"""
import csv
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tools"))
import roll_accuracy  # noqa: E402

SEED = 42
COMMON = "born=dob,category=sex,category=province,category=commune,category=village"
LATIN = "surname=surname,given=given," + COMMON
KHMER = "surname=surname_km,given=given_km," + COMMON

# Ways to type the same word, each in both directions: two-part vowels, the two signs of one look, marks in other orders.
WAYS = [("\u17c4", "\u17c1\u17b6"), ("\u17be", "\u17c1\u17b8"), ("\u17d2\u178f", "\u17d2\u178a"),
        ("\u17b6\u17c6", "\u17c6\u17b6"), ("\u17bb\u17c6", "\u17c6\u17bb"), ("\u17ca\u17b8", "\u17bb\u17b8"),
        ("\u17ca\u17b7", "\u17bb\u17b7")]


def encoded_otherwise(text, rng):
    for one, other in WAYS:
        if rng.random() < 0.5:
            text = text.replace(one, other) if one in text else text.replace(other, one)
    if rng.random() < 0.3:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice("\u200b\u200c") + text[at:]
    return text


def corrupt(path, to):
    rng = random.Random(SEED)
    changed = 0
    with open(path, encoding="utf-8", newline="") as file, open(to, "w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        for row in reader:
            for name in ("surname_km", "given_km"):
                if rng.random() < 0.5:
                    other = encoded_otherwise(row[name], rng)
                    changed += other != row[name]
                    row[name] = other
            writer.writerow(row)
    return changed


def measure(program, path, columns, folder):
    truth = roll_accuracy.cells_of(path, "entity")
    pairs_path = os.path.join(folder, "pairs.csv")
    subprocess.run([program, "roll", "link", "--list", path, "--map", columns, "--pairs", pairs_path, "--json"], check=True,
                   stdout=subprocess.DEVNULL)
    pairs = roll_accuracy.pairs_of(pairs_path, truth)
    return roll_accuracy.pairwise(pairs, truth), roll_accuracy.calibration(pairs, truth)


def main():
    program, compiler = sys.argv[1], sys.argv[2:3] or ["cc"]
    usual = "20000" if os.environ.get("SCRUT_TEST_EXTENT") == "short" else "100000"
    size = sys.argv[3] if len(sys.argv) > 3 else usual
    bench = os.environ.get("SCRUT_BENCH", os.path.join(HERE, "../../../shared/bench"))
    source = os.path.join(bench, "roll/gen_roll.c")
    if not os.path.exists(source):
        print("1..0 # SKIP the generator of rolls is not there")
        return 0
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        generator, roll, other = (os.path.join(folder, name) for name in ("gen_roll", "roll.csv", "other.csv"))
        subprocess.run([*compiler, "-O2", "-o", generator, source, "-lm"], check=True)
        with open(roll, "wb") as file:
            subprocess.run([generator, size, str(SEED)], check=True, stdout=file)
        latin, said = measure(program, roll, LATIN, folder)
        print(f"# {size} rows, seed {SEED}: precision {latin.precision:.4f}, recall {latin.recall:.4f}, F1 {latin.f1:.4f}; "
              f"calibration error {said.error:.4f}, log loss {said.log_loss:.4f}")
        for count, total, right, _ in said.tenths:
            print(f"# {count:7d} pairs say {total / max(count, 1):.3f}, right are {right / max(count, 1):.3f}")
        khmer, _ = measure(program, roll, KHMER, folder)
        changed = corrupt(roll, other)
        again, _ = measure(program, other, KHMER, folder)
        print(f"# Khmer columns: F1 {khmer.f1:.4f}, with {changed} cells encoded otherwise {again.f1:.4f}")
        true_to = 0.01 if int(size) >= 100000 else 0.02  # fewer pairs stray more
        checks = [(latin.f1 >= 0.95, "F1 on romanised names is at least 0.95"),
                  (said.error <= true_to, f"probabilities are true to {true_to} on average"),
                  (not any(roll_accuracy.is_off(tenth) for tenth in said.tenths),
                   "tenths of the scale with 200 pairs are true to 0.03, but for 1.96 standard errors of chance"),
                  (changed > int(size) / 10 and abs(khmer.f1 - again.f1) <= 0.001,
                   "another encoding of Khmer names changes F1 by at most 0.001")]
    for number, (good, what) in enumerate(checks, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
        failed += not good
    print(f"1..{len(checks)}")
    return 1 if failed else 0


sys.exit(main())
