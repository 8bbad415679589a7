#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""roll_accuracy.py against lists of pairs whose truth is drawn with the probabilities that are said: TAP on stdout."""
import math
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import roll_accuracy  # noqa: E402

SEED = 1969
LISTS = 1000


def weight_of(probability):
    return math.log2(probability / (1 - probability))


def tenth_of(pairs):
    """The only tenth that has pairs."""
    tenths = [t for t in roll_accuracy.calibration(pairs, [0, 0]).tenths if t[0] > 0]
    assert len(tenths) == 1
    return tenths[0]


def the_chance_of_a_right_model_is_what_is_met():
    rng = random.Random(SEED)
    for count, low, high in ((250, 0.4, 0.5), (650, 0.2, 0.3), (3000, 0.7, 0.8)):
        probabilities = [rng.uniform(low + 0.001, high - 0.001) for _ in range(count)]
        weights = [weight_of(p) for p in probabilities]
        beyond = 0
        for _ in range(LISTS):
            tenth = tenth_of([(w, rng.random() < p) for w, p in zip(weights, probabilities)])
            beyond += roll_accuracy.is_beyond(tenth)
        said, met = roll_accuracy.chance_beyond(tenth), beyond / LISTS
        print("# seed %d: %d pairs, said %.4f, met %.4f" % (SEED, count, said, met))
        if abs(said - met) > 0.01 + 4 * math.sqrt(said * (1 - said) / LISTS):
            return False
    return True


def a_model_that_is_wrong_is_off_and_a_right_one_is_not():
    wrong = tenth_of([(weight_of(0.55), i % 100 < 45) for i in range(2000)])
    right = tenth_of([(weight_of(0.55), i % 100 < 55) for i in range(2000)])
    few = tenth_of([(weight_of(0.55), False) for _ in range(199)])
    return (roll_accuracy.is_off(wrong) and roll_accuracy.is_beyond(wrong) and not roll_accuracy.is_off(right) and
            not roll_accuracy.is_beyond(right) and not roll_accuracy.is_off(few))


def main():
    tests = [the_chance_of_a_right_model_is_what_is_met, a_model_that_is_wrong_is_off_and_a_right_one_is_not]
    failed = 0
    for number, test in enumerate(tests, 1):
        passed = test()
        failed += not passed
        print("%s %d - %s" % ("ok" if passed else "not ok", number, test.__name__.replace("_", " ")))
    print("1..%d" % len(tests))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
