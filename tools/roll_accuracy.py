#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How right "scrutineer roll link" is on a list whose truth is known.

usage: roll_accuracy.py LIST COLUMN PAIRS [GROUPS]

LIST is the CSV that was linked to itself (.zst is read too), COLUMN the one of its columns that says who is who and was
not mapped; PAIRS and GROUPS are what "--pairs" and "--groups" wrote. Printed are precision, recall and F1 of the pairs at
weight 0 or more, B-cubed precision, recall and F1 of the groups (Bagga and Baldwin 1998), and how true the
probabilities are: their mean and the share that is right in every tenth of the scale with its standard error, the
expected calibration error and the log loss for each pair of one person. A tenth is called off where the share that is
right differs from what is said by more than 0.03 and 1.96 standard errors besides: of 650 pairs every eighth tenth of a
model that is right differs by 0.03. So it is also said with what chance a tenth of 200 pairs or more differs by more
than 0.03 if each of its pairs is right with the probability that is said, and how many tenths of the list do and would.
Pairs that no rule found count against recall; those that were found but are not in PAIRS say nothing of calibration,
which is that of the pairs written.
"""
import collections
import csv
import math
import subprocess
import sys

Accuracy = collections.namedtuple("Accuracy", "precision recall f1")
Calibration = collections.namedtuple("Calibration", "tenths error log_loss")

FEWEST = 200  # pairs of a tenth that is judged
MOST = 0.03  # between what is said and what is right


def lines_of(path):
    if path.endswith(".zst"):
        text = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
        yield from text.splitlines()
        return
    with open(path, encoding="utf-8", newline="") as file:
        yield from file


def rows_of(path):
    return list(csv.DictReader(lines_of(path)))


def cells_of(path, column):
    """The cells of one column, each distinct one once in memory: lists have ten million rows."""
    rows = csv.reader(lines_of(path))
    header = next(rows, [])
    if column not in header:
        sys.exit("%s has no column %s" % (path, column))
    at = header.index(column)
    return [sys.intern(row[at]) for row in rows if row]


def f1_of(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def pairs_of(path, truth):
    """Weight and whether it is one person, of every pair in the file."""
    with open(path, encoding="utf-8") as file:
        return [(int(p["weight"]) / 1024, truth[int(p["row_a"]) - 1] == truth[int(p["row_b"]) - 1])
                for p in csv.DictReader(file)]


def rows_of_pairs(path):
    """Both rows of every pair in the file, counted from 1."""
    with open(path, encoding="utf-8") as file:
        return [(int(p["row_a"]), int(p["row_b"])) for p in csv.DictReader(file)]


def pairwise(pairs, truth):
    said = sum(weight >= 0 for weight, _ in pairs)
    right = sum(same for weight, same in pairs if weight >= 0)
    there = sum(n * (n - 1) // 2 for n in collections.Counter(truth).values())
    precision, recall = right / max(said, 1), right / max(there, 1)
    return Accuracy(precision, recall, f1_of(precision, recall))


def bcubed(groups, truth):
    in_group, in_truth = collections.Counter(groups), collections.Counter(truth)
    both = collections.Counter(zip(groups, truth))
    precision = sum(n * n / in_group[g] for (g, _), n in both.items()) / len(truth)
    recall = sum(n * n / in_truth[t] for (_, t), n in both.items()) / len(truth)
    return Accuracy(precision, recall, f1_of(precision, recall))


def calibration(pairs, truth):
    there = sum(n * (n - 1) // 2 for n in collections.Counter(truth).values())
    tenths = [[0, 0.0, 0, 0.0] for _ in range(10)]  # pairs, sum of probabilities, right, variance of right
    loss = 0.0
    for weight, same in pairs:
        probability = 1 / (1 + 2 ** -weight)
        tenth = tenths[min(9, int(10 * probability))]
        tenth[0] += 1
        tenth[1] += probability
        tenth[2] += same
        tenth[3] += probability * (1 - probability)
        loss += math.log2(1 + 2 ** (-weight if same else weight)) * math.log(2)
    error = sum(abs(t[1] - t[2]) for t in tenths) / max(len(pairs), 1)
    return Calibration(tenths, error, loss / max(there, 1))


def standard_error(count, right):
    share = right / count
    return math.sqrt(max(share * (1 - share), 0) / count)


def is_off(tenth):
    """Whether a tenth is further from the truth than 0.03 and chance explain. Of few pairs nothing is said."""
    count, total, right, _ = tenth
    return count >= FEWEST and abs(right - total) / count > MOST + 1.96 * standard_error(count, right)


def chance_beyond(tenth):
    """With what chance the share that is right is further than MOST from what is said, if that is true of every pair: the
    number that is right is nearly a normal one."""
    count, _, _, variance = tenth
    return math.erfc(MOST * count / math.sqrt(2 * variance)) if variance > 0 else 0.0


def is_beyond(tenth):
    count, total, right, _ = tenth
    return abs(right - total) > MOST * count


def print_calibration(said):
    print("expected calibration error %.4f, log loss for each pair of one person %.4f" % (said.error, said.log_loss))
    for tenth in said.tenths:
        count, total, right, _ = tenth
        if count > 0:
            print("%9d pairs say %.3f, right are %.3f +- %.3f%s%s" %
                  (count, total / count, right / count, standard_error(count, right),
                   ", by chance %.2f beyond 0.03" % chance_beyond(tenth) if count >= FEWEST else "",
                   ", off" if is_off(tenth) else ""))
    judged = [tenth for tenth in said.tenths if tenth[0] >= FEWEST]
    print("of %d tenths of %d pairs and more %d are beyond 0.03, of a model that is right %.1f" %
          (len(judged), FEWEST, sum(map(is_beyond, judged)), sum(map(chance_beyond, judged))))


def main():
    if len(sys.argv) not in (4, 5):
        sys.stderr.write(__doc__)
        return 2
    truth = cells_of(sys.argv[1], sys.argv[2])
    pairs = pairs_of(sys.argv[3], truth)
    print("pairs: precision %.4f, recall %.4f, F1 %.4f" % pairwise(pairs, truth))
    if len(sys.argv) == 5:
        groups = cells_of(sys.argv[4], "group")
        print("groups, B-cubed: precision %.4f, recall %.4f, F1 %.4f" % bcubed(groups, truth))
    print_calibration(calibration(pairs, truth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
