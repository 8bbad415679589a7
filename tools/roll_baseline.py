#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How true the probabilities of "scrutineer roll link" are beside those of a model in the shape of Splink's.

usage: roll_baseline.py LIST COLUMN PAIRS

LIST is an invented roll of bench/roll's generator (surname, given, dob, sex, province, commune, village), COLUMN the one
that says who is who, PAIRS what "--pairs" wrote of it. Each of those pairs is weighed anew as bench/roll's SQL job for
DuckDB does: four levels a comparison, the frequencies of equal names, fixed weights, no third rows. Both are told of
the same pairs with the same truth; the prior of the job is of a million rows, and is scaled to the rows of the list.
"""
import collections
import functools
import math
import sys

import roll_accuracy

PRIOR, PRIOR_ROWS = -23.6, 1_000_000
AREAS = (("village", math.log2(0.55 / 0.0001)), ("commune", math.log2(0.15 / 0.0007)), ("province", -1.5))


@functools.lru_cache(maxsize=1 << 20)
def jaro_winkler(a, b):
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    used, of_a = [False] * len(b), []
    for i, letter in enumerate(a):
        for k in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not used[k] and b[k] == letter:
                used[k] = True
                of_a.append(letter)
                break
    of_b = [letter for letter, taken in zip(b, used) if taken]
    if not of_a:
        return 0.0
    swaps = sum(x != y for x, y in zip(of_a, of_b)) / 2
    jaro = (len(of_a) / len(a) + len(of_a) / len(b) + (len(of_a) - swaps) / len(of_a)) / 3
    prefix = next((i for i, (x, y) in enumerate(zip(a[:4], b[:4])) if x != y), min(4, len(a), len(b)))
    return jaro + 0.1 * prefix * (1 - jaro) if jaro > 0.7 else jaro


def edits(a, b):
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for k, y in enumerate(b, 1):
            row.append(min(before[k] + 1, row[-1] + 1, before[k - 1] + (x != y)))
        before = row
    return before[-1]


def name_weight(a, b, frequency, equal, close, alike, other):
    if a == b:
        return math.log2(equal / frequency[a])
    similarity = jaro_winkler(a, b) if a and b else 0.0
    return close if similarity >= 0.92 else alike if similarity >= 0.8 else other


def date_weight(a, b):
    if a == b:
        return math.log2(0.75 / 0.00006)
    slips = edits(a, b)
    return 5.5 if slips <= 1 else 2.0 if slips <= 2 else -4.0


def main():
    if len(sys.argv) != 4:
        sys.stderr.write(__doc__)
        return 2
    rows = roll_accuracy.rows_of(sys.argv[1])
    truth = [row[sys.argv[2]] for row in rows]
    shares = {name: {value: count / len(rows) for value, count in collections.Counter(r[name] for r in rows).items()}
              for name in ("surname", "given")}
    pairs = roll_accuracy.pairs_of(sys.argv[3], truth)
    prior = PRIOR - math.log2(len(rows) / PRIOR_ROWS)
    weighed = []
    for (row_a, row_b), (_, same) in zip(roll_accuracy.rows_of_pairs(sys.argv[3]), pairs):
        a, b = rows[row_a - 1], rows[row_b - 1]
        weight = prior + name_weight(a["surname"], b["surname"], shares["surname"], 0.80, 4.0, 1.0, -4.0)
        weight += name_weight(a["given"], b["given"], shares["given"], 0.50, 5.5, 3.0, -4.5)
        weight += date_weight(a["dob"], b["dob"]) + (0.98 if a["sex"] == b["sex"] else -5.6)
        weight += next((bits for area, bits in AREAS if a[area] == b[area]), -2.0)
        weighed.append((weight, same))
    for what, said in (("roll link", pairs), ("the baseline", weighed)):
        print("%s, %d pairs: precision %.4f, recall %.4f, F1 %.4f" % (what, len(said), *roll_accuracy.pairwise(said, truth)))
        roll_accuracy.print_calibration(roll_accuracy.calibration(said, truth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
