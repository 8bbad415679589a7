#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes cambodia-2013.yaml: votes by province that nobody published, made up so that they agree with
everything that was. Whole numbers only; the same bytes every time. Reads cases/cambodia-2013.

  python3 make_cambodia_2013.py CASE > cambodia-2013.yaml
"""
import csv
import sys
from fractions import Fraction
from pathlib import Path

REGISTERED, VALID, INVALID, STATIONS = 9675453, 6627159, 108085, 19009
A, B = "CPP", "CNRP"
# Published: ballots added for one more seat of B, and what fixes the size of the province.
MARGINS = {"08": 166, "17": 4083, "02": 16459, "12": 28882}
# 166 is 0.03 %, 4,083 is 1.0 %, 28,882 is 4.39 % of the valid votes; Battambang: 1,401 stations, 60.36 % turnout.
SIZES = {"08": 553333, "17": 408300, "02": 423000, "12": 657904}
BATTAMBANG_STATIONS, BATTAMBANG_TURNOUT = 1401, Fraction(6036, 10000)
LED_BY_B = {"03", "05", "08", "12", "14"}
# Villages of the gazetteer in provinces with one seat: their only measure of size here.
VILLAGES = {"09": 119, "11": 92, "13": 232, "16": 243, "18": 111, "19": 137, "22": 308, "23": 18, "24": 92}
SINGLE_SEAT_VALID = 420000
DISTRICTS = [9, 14, 17, 8, 9, 9, 9, 13, 7, 7, 5, 14, 8, 13, 7, 9, 13, 6, 6, 8, 10, 5, 2, 2]
COMMUNES = [67, 103, 173, 71, 88, 81, 93, 127, 29, 48, 21, 105, 51, 116, 49, 50, 100, 29, 34, 80, 100, 24, 5, 8]
WOBBLE = [3, -5, 2, 7, -4, 0, -7, 5, -2, 6, -6, 1, 4, -3, -1]  # in hundredths; any fixed numbers would do


def read(case, name):
    with open(Path(case) / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share_out(total, weights):
    """Largest remainders, equal ones in order."""
    whole = sum(weights)
    parts = [total * w // whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def dhondt(votes, seats):
    won = [0] * len(votes)
    for _ in range(seats):
        best = max(range(len(votes)), key=lambda i: Fraction(votes[i], won[i] + 1))
        won[best] += 1
    return won


def add_for_certain(a, b, seats_a, seats_b):
    """Ballots that give b one more seat for certain, when a's last seat is the one that falls."""
    return (seats_b + 1) * a // seats_a + 1 - b


def pair_of_margin(total, seats_a, seats_b, margin):
    """(a, b) with that margin and a + b = total, or one or two more: not every total has a pair."""
    a = (total + margin) * seats_a // (seats_a + seats_b + 1)
    return next((candidate, both - candidate)
                for both in range(total, total + 4) for candidate in range(a - 5, a + 6)
                if add_for_certain(candidate, both - candidate, seats_a, seats_b) == margin)


def table_of_small(sizes, totals):
    """Votes of the small lists: rows provinces, columns lists; columns exact."""
    return list(zip(*[
        share_out(total, [size * (100 + 4 * WOBBLE[(i * 7 + column * 4) % len(WOBBLE)]) for i, size in enumerate(sizes)])
        for column, total in enumerate(totals)
    ]))


def bounds(seats_a, seats_b, led_by_b, total):
    """Least and most votes of A of `total` for both, with a distance from every change of a seat."""
    if seats_a + seats_b == 1:
        return total * 55 // 100, total * 72 // 100
    low, high = Fraction(seats_a, seats_a + seats_b + 1), Fraction(seats_a + 1, seats_a + seats_b + 1)
    half = Fraction(1, 2)
    low, high = (low, min(high, half)) if led_by_b else (max(low, half), high)
    room = (high - low) / 8
    return int(total * (low + room)), int(total * (high - room))


def main(case):
    provinces = read(case, "constituencies.csv")
    official = {r["constituency"]: (int(r[A]), int(r[B])) for r in read(case, "announced/seats-province.csv")}
    parties = read(case, "parties.csv")
    nation = {r["party"]: int(r["votes"]) for r in read(case, "announced/votes-nation.csv")}
    assert sum(nation.values()) == VALID
    codes = [p["constituency"] for p in provinces]
    seats = [int(p["seats"]) for p in provinces]

    sizes = dict(SIZES)
    singles = [c for c in codes if c in VILLAGES]
    sizes.update(zip(singles, share_out(SINGLE_SEAT_VALID, [VILLAGES[c] for c in singles])))
    rest = [c for c in codes if c not in sizes]
    left = VALID - sum(sizes.values())
    weights = [seats[codes.index(c)] * (100 + WOBBLE[i % len(WOBBLE)]) for i, c in enumerate(rest)]
    sizes.update(zip(rest, share_out(left, weights)))
    size = [sizes[c] for c in codes]

    small_lists = [p["party"] for p in parties if p["party"] not in (A, B)]
    small = table_of_small(size, [nation[p] for p in small_lists])
    votes_a, votes_b, free = {}, {}, []
    for i, c in enumerate(codes):
        both = size[i] - sum(small[i])
        if c in MARGINS:
            votes_a[c], votes_b[c] = pair_of_margin(both, *official[c], MARGINS[c])
            more = votes_a[c] + votes_b[c] - both
            size[i] += more
            size[codes.index(rest[0])] -= more
    for i, c in enumerate(codes):
        if c not in MARGINS:
            both = size[i] - sum(small[i])
            free.append((c, both, *bounds(*official[c], c in LED_BY_B, both)))
    # The free provinces stand at the same place between their bounds; the last vote goes where there is room.
    need = nation[A] - sum(votes_a.values())
    low, room = sum(f[2] for f in free), sum(f[3] - f[2] for f in free)
    assert 0 <= need - low <= room, (need, low, room)
    for (c, both, least, most), extra in zip(free, share_out(need - low, [f[3] - f[2] for f in free])):
        votes_a[c], votes_b[c] = least + extra, both - least - extra

    invalid = share_out(INVALID, [s * (100 + WOBBLE[(i * 4) % len(WOBBLE)]) for i, s in enumerate(size)])
    cast = [s + v for s, v in zip(size, invalid)]
    b = codes.index("02")
    registered_b = round(cast[b] / BATTAMBANG_TURNOUT)
    others = [i for i in range(len(codes)) if i != b]
    registered, stations = [0] * len(codes), [0] * len(codes)
    for i, r in zip(others, share_out(REGISTERED - registered_b,
                                      [cast[i] * (100 + WOBBLE[(i * 2) % len(WOBBLE)]) for i in others])):
        registered[i] = r
    registered[b], stations[b] = registered_b, BATTAMBANG_STATIONS
    for i, n in zip(others, share_out(STATIONS - BATTAMBANG_STATIONS, [registered[i] for i in others])):
        stations[i] = n

    def votes_of(i):
        row = dict(zip(small_lists, small[i]))
        row[A], row[B] = votes_a[codes[i]], votes_b[codes[i]]
        return [row[p["party"]] for p in parties]

    names = [p["party"] for p in parties]
    for i, c in enumerate(codes):
        votes = dict(zip(names, votes_of(i)))
        won = dict(zip(names, dhondt(votes_of(i), seats[i])))
        assert (won[A], won[B]) == official[c], (c, won)
        assert sum(votes.values()) == size[i] and min(votes.values()) > 0
        assert max(votes, key=votes.get) == (B if c in LED_BY_B else A), c
        if c in MARGINS:
            assert add_for_certain(votes[A], votes[B], *official[c]) == MARGINS[c]
        assert cast[i] < registered[i]
    assert [sum(votes_of(i)[k] for i in range(len(codes))) for k in range(len(names))] == [nation[p] for p in names]
    assert (sum(registered), sum(stations), sum(invalid)) == (REGISTERED, STATIONS, INVALID)

    sys.stdout.write((Path(__file__).parent / "cambodia-2013.head.yaml").read_text(encoding="utf-8"))
    print("constituencies:")
    for i, p in enumerate(provinces):
        print("  - {constituency: \"%s\", name: %s, name_local: %s, seats: %d, stations: %d, registered: %d, invalid: %d," %
              (codes[i], p["name"], p["name_local"], seats[i], stations[i], registered[i], invalid[i]))
        print("     areas: [%d, %d], votes: [%s], tile: [%s, %s]}" %
              (DISTRICTS[i], COMMUNES[i], ", ".join(map(str, votes_of(i))), p["tile_column"], p["tile_row"]))


main(sys.argv[1])
