#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares results.json of one real election with figures that this file sums up itself from the same CSV files,
and with totals that the election authorities and the keepers of the data published (the numbers written below).

    expect.py DATASET RESULTS.JSON TABLES-FOLDER EXIT-STATUS      TAP without a plan on stdout"""
import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from fractions import Fraction

DATASET, RESULTS, FOLDER, STATUS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


# --- reporting ----------------------------------------------------------------------------------------------

def check(sentence, got, want):
    if got == want:
        print(f"ok - {DATASET}: {sentence}")
        return
    print(f"not ok - {DATASET}: {sentence}")
    if isinstance(got, dict) and isinstance(want, dict):
        for key in sorted(set(got) | set(want), key=str):
            if got.get(key) != want.get(key):
                print(f"#   {key}: got {got.get(key)!r}, want {want.get(key)!r}"[:300])
    else:
        print(f"#   got  {got!r}"[:600])
        print(f"#   want {want!r}"[:600])


# --- the files, read without the program ------------------------------------------------------------------------

def rows(name):
    path = os.path.join(FOLDER, name)
    if name.endswith(".zst"):
        text = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode("utf-8")
        return list(csv.DictReader(io.StringIO(text)))
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_up(table, columns, key=lambda row: None):
    """{key: {name: sum of the cells that hold a number}}; `columns` is {name: column or list of columns}."""
    sums = defaultdict(lambda: defaultdict(int))
    for row in table:
        for name, parts in columns.items():
            cells = [row[part] for part in ([parts] if isinstance(parts, str) else parts)]
            if all(cells):
                sums[key(row)][name] += sum(map(int, cells))
    return {unit: dict(figures) for unit, figures in sums.items()}


# --- results.json -------------------------------------------------------------------------------------------------

class Results:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.json = json.load(file)
        self.areas = self.json["case"]["areas"]

    def tally(self, tally_id, kind=None):
        found = [t for t in self.json["tallies"] if t["id"] == tally_id and kind in (None, t["kind"])]
        assert len(found) == 1, f"{len(found)} tallies {tally_id}"
        return found[0]

    def area_name(self, index):
        """Names from the outermost level inwards."""
        name = ()
        while index is not None:
            name = (self.areas[index]["name"],) + name
            index = self.areas[index]["parent"]
        return name

    def units(self, tally_id, level, part):
        """{unit: {name: known sum}} of part "fields", "votes" or "seats"; areas are named by tuples."""
        out = {}
        for unit in self.tally(tally_id)["units"]:
            if unit["level"] != level:
                continue
            name = self.area_name(unit["unit"]) if level == "area" else unit["unit"]
            out[name] = {k: v["value"] if isinstance(v, dict) else v for k, v in unit.get(part, {}).items()
                         if v is not None}
        return out

    def chamber(self, tally_id):
        found = [c for c in self.json["chambers"] if c["votes_of"]["id"] == tally_id]
        assert len(found) == 1 and found[0]["allocation"] is not None, found and found[0]["missing"]
        return found[0]["allocation"]

    def allocated(self, tally_id):
        """{constituency: {party: certain seats}}, without parties that hold none."""
        return {c["constituency"]: certain(c["parties"]) for c in self.chamber(tally_id)["constituencies"]}

    def comparison(self, a, b):
        found = [c for c in self.json["comparisons"] if c["a"]["id"] == a and c["b"]["id"] == b]
        assert len(found) == 1, f"{len(found)} comparisons of {a} and {b}"
        return found[0]

    def differing(self, a, b, level="constituency"):
        """{(unit, "votes" or "field", name): b - a} of the cells that both give, and that differ."""
        out = {}
        for cell in self.comparison(a, b)["cells"]:
            unit = cell["unit"]
            kind = "nation" if unit is None else "area" if isinstance(unit, int) else "constituency"
            if kind != level or "difference" not in cell or "seats_of" in cell:
                continue
            what = ("votes", cell["votes_of"]) if "votes_of" in cell else ("field", cell["field"])
            out[(self.area_name(unit) if kind == "area" else unit,) + what] = cell["difference"]
        return out

    def margins(self, tally_id):
        found = [m for m in self.json["margins"] if m["figures"]["id"] == tally_id]
        assert len(found) == 1, f"{len(found)} margins of {tally_id}"
        return found[0]

    def closest(self, tally_id):
        """{constituency: ballots} that could change a seat there, closest first."""
        closest = {c["constituency"]: readings(c)[0] for c in self.margins(tally_id)["closest"] if c["weighed"]}
        return dict(sorted(closest.items(), key=lambda item: item[1]))

    def seats_comparison(self, tally_id, announcement):
        found = [s for s in self.json["seats_comparisons"]
                 if s["votes_of"]["id"] == tally_id and s["announcement"]["id"] == announcement]
        assert len(found) == 1, f"{len(found)} seat comparisons of {tally_id} and {announcement}"
        return found[0]

    def stations(self, a, b):
        found = [s for s in self.json["station_comparisons"] if s["a"] == a and s["b"] == b]
        assert len(found) == 1, f"{len(found)} station comparisons of {a} and {b}"
        return found[0]

    def found_stations(self):
        """Stations with a finding of any code: which code it is, is the program's business."""
        return {f["subject_id"] for f in self.json["findings"] if f["subject"] == "station"}


class Compared:
    """What "scrutineer compare" says of the same case."""
    def __init__(self):
        with open(os.path.join(os.path.dirname(RESULTS), "compare.json"), encoding="utf-8") as file:
            self.json = json.load(file)

    def pair(self, a, b):
        return next(p for p in self.json["pairs"] if (p["a"], p["b"]) == (a, b))

    def source(self, name):
        return next(s for s in self.json["sources"] if s["source"] == name)

    def announced(self, source, announcement):
        return next(d for d in self.json["announcements"]
                    if (d["source"], d["announcement"]) == (source, announcement))


def parts_add_up(pair):
    """The patterns of a pair account for all of the difference of its sums: {list: b - a}."""
    total = defaultdict(int)
    for part in pair["parts"]:
        for party, votes in part["net"].items():
            total[party] += votes
    return {party: votes for party, votes in total.items() if votes}


def codes(r):
    return Counter(f["code"] for f in r.json["findings"])


def certain(parties):
    return {party: seats["certain"] for party, seats in parties.items() if seats["certain"] > 0}


def sums_match(r, source, table, votes, fields, key=None, level="constituency"):
    """The program's sums of a source, over the nation and over each unit, are the sums of the file's cells."""
    for part, columns in (("votes", votes), ("fields", fields)):
        if not columns:
            continue
        check(f"{source}: {part} of the nation are the sums of the file", r.units(source, "nation", part).get(None),
              add_up(table, columns).get(None))
        if key is not None:
            want = add_up(table, columns, key)
            got = {unit: {k: v for k, v in figures.items() if k in want.get(unit, {})}
                   for unit, figures in r.units(source, level, part).items()}
            check(f"{source}: {part} of {len(want)} units are the sums of the file",
                  {unit: figures for unit, figures in got.items() if figures}, want)


def nation(figures):
    total = defaultdict(int)
    for unit in figures.values():
        for name, value in unit.items():
            total[name] += value
    return dict(total)


# --- seats from official votes --------------------------------------------------------------------------------------

def official_seats(table):
    seats = defaultdict(dict)
    for row in table:
        if int(row["official_seats"]) > 0:
            seats[row["constituency"]][row["party"]] = int(row["official_seats"])
    return dict(seats)


# The cheapest change of a seat, with its constituency, as another program computed it from the same figures.
SPAIN_CLOSEST = {"1982-10": ("42", 29), "1993-06": ("39", 226), "2000-03": ("33", 151), "2008-03": ("52", 149),
                 "2016-06": ("01", 312), "2023-07": ("39", 101)}


def seats_spain(r):
    year = DATASET[len("seats-spain-"):]
    want = official_seats(rows(f"results_{year}.csv"))
    got = r.allocated("official")
    equal = [c for c in want if got.get(c) == want[c]]
    check("every list has its official seats in 52 of 52 constituencies", got, want)
    check("52 constituencies were compared", len(equal), 52)
    check("350 seats are decided", sum(nation(got).values()), 350)
    compared = r.seats_comparison("official", "official")
    check("the program says so", (compared["constituencies_equal"], compared["constituencies_different"]), (52, 0))
    # The README of the data names how many constituencies' lists do not add to the printed total.
    valid = {row["constituency"]: int(row["votes_to_lists"]) for row in rows(f"constituencies_{year}.csv")}
    lists = add_up(rows(f"results_{year}.csv"), {"votes": "votes"}, lambda row: row["constituency"])
    off = sum(1 for c in valid if lists[c]["votes"] != valid[c])
    check("lists that do not add to the printed total", off, {"1993-06": 5, "2000-03": 2, "2008-03": 1}.get(year, 0))
    check("the closest seat of all", next(iter(r.closest("official").items())), SPAIN_CLOSEST[year])
    if year == "1993-06":  # CDS has 93,347 of the 93,785 votes that 3 % are
        check("Madrid turns on the threshold, 438 ballots", r.closest("official")["28"], 438)


def readings(margin):
    """(could, would) where both are exact."""
    both = margin["could"], margin["would"]
    return tuple(b["at_most"] if b["exact"] and b["possible"] and b["at_least"] == b["at_most"] else None for b in both)


# The margins below were computed by other programs from the same figures: (could, would).
POLAND_MARGINS = {
    "2011": ("PO", {"+1": (198, 199)}),
    "2015": ("PiS", {"-1": (50, 50), "majority": (3294, 3295)}),
    "2019": ("PiS", {"+1": (125, 125), "-1": (614, 614), "majority": (4688, 4689)}),
}


def poland_margins(r, year):
    party, want = POLAND_MARGINS[year]
    m = r.margins("official")
    asked = {"+1": m["more"], "-1": m["fewer"], "majority": m["facts"][0]["parties"]}
    for what, numbers in want.items():
        got = [readings(q) for q in asked[what] if q["party"] == party]
        check(f"{party} {what}: ballots changed, could and would", got, [numbers])


def poland_published(r):
    table = {row["constituency"]: row for row in rows("reference_margins_2019.csv")}
    strict = {p["unit"]: p for p in r.json["published_margins"] if p["where"]["column"] == "min_extra_votes_strict"}
    other = {p["unit"]: p for p in r.json["published_margins"] if p["where"]["column"] == "margin_filipzz"}
    certain_ones = {u for u, p in strict.items() if p["match"] == "equal" and p["answers"][0]["equal_would"]}
    check("the strict margins are the fewest added ballots, for certain, in 41 of 41", certain_ones, set(table))
    right = {u for u, p in other.items() if p["match"] == "equal"}
    near = {u for u, row in table.items() if abs(int(row["margin_filipzz"]) - int(row["min_extra_votes_strict"])) <= 1}
    check("the other published ones are right, as could or would, in 30 of 41", (len(near), right), (30, near))
    wrong = {u: (p["match"], readings(p["answers"][0])[1], p["answers"][0]["difference"]) for u, p in other.items()
             if u not in right}
    def lacking(u):
        could, would = readings(other[u]["answers"][0])
        return int(table[u]["margin_filipzz"]) - min(could, would)
    check("the 11 others are wrong by the number added, with the right number, and are those removed",
          wrong, {u: ("equal by another metric", int(table[u]["min_extra_votes_strict"]), lacking(u))
                  for u in set(table) - near})
    check("and by no other metric", {other[u]["answers"][0]["equal_metric"] for u in wrong}, {"remove"})
    check("each of the 11 is a finding", Counter(f["code"] for f in r.json["findings"])["M01"], 11)
    check("Nowy Sącz: 139 published, 1,245 added, 125 changed",
          (other["14"]["votes"], readings(other["14"]["answers"][0])[1], next(iter(r.closest("official").items()))),
          (139, 1245, ("14", 125)))


def seats_poland(r):
    year = DATASET[-4:]
    want = {row["party"]: int(row["official_seats"]) for row in rows(f"official_national_{year}.csv")}
    got = r.chamber("official")
    check("every list has its official seats of the nation", certain(got["parties"]), want)
    check("460 seats are decided", got["seats_certain"], 460)
    check("the program says so", r.seats_comparison("official", "official")["nation_equal"], True)
    poland_margins(r, year)
    if year == "2019":
        poland_published(r)


def seats_finland(r):
    want = {row["party"]: int(row["official_seats"]) for row in rows("official_national.csv")}
    got = r.chamber("official")
    check("every list has its official seats of the nation", certain(got["parties"]), want)
    check("199 seats are decided", got["seats_certain"], 199)
    # constituency 5: KESK 29,145 (3 seats), VIHR 9,706 (none): (29,145 - 3 * 9,706) / 4 = 6.75
    check("the closest seat turns on 7 ballots", next(iter(r.closest("official").items())), ("5", 7))


TURKEY_HIDDEN = {"Ankara (I)", "Bartın", "İstanbul (II)", "Muğla", "Sakarya", "Samsun", "Şanlıurfa", "Trabzon", "Yozgat"}


def seats_without_hidden(a):
    """Seats of a constituency when the hidden votes are taken as none."""
    for step in a.get("hidden_steps", []):
        if step["from"] == 0:
            return step["seats"]
    return certain(a["parties"])


def seats_turkey(r):
    table = rows("results.csv")
    want, names = official_seats(table), {row["constituency"]: row["name"] for row in table}
    allocation = {c["constituency"]: c for c in r.chamber("official")["constituencies"]}
    off = {c for c in want if seats_without_hidden(allocation[c]) != want[c]}
    check("78 of 87 constituencies have the official seats when SP's hidden votes are taken as none",
          (len(want), len(want) - len(off)), (87, 78))
    check("the other 9 are those where SP's votes matter", {names[c] for c in off}, TURKEY_HIDDEN)
    for c in sorted(off, key=int):
        a = allocation[c]
        check(f"{names[c]}: it is undecided, with a reason, because of SP",
              (a["state"], bool(a["reason"]), a.get("hidden_party")), ("undecided", True, "SP"))
        check(f"{names[c]}: some number of hidden votes gives the official seats",
              any(step["seats"] == want[c] and step["matches_announced"] for step in a.get("hidden_steps", [])), True)
    compared = r.seats_comparison("official", "official")
    check("the program says that 78 are equal, 9 possible and none different",
          [compared["constituencies_" + k] for k in ("equal", "possible", "different", "not_comparable")], [78, 9, 0, 0])
    wrong = [c for c in want if allocation[c]["state"] == "decided" and certain(allocation[c]["parties"]) != want[c]]
    check("no decided constituency has other than the official seats", wrong, [])
    check("the official seats add to 600", sum(nation(want).values()), 600)


# --- from stations to seats ---------------------------------------------------------------------------------------------

SPAIN = {"PP": "v_pp", "PSOE": "v_psoe", "VOX": "v_vox", "SUMAR": "v_sumar", "ERC": "v_erc", "JxCAT": "v_jxcat",
         "EH Bildu": "v_eh", "EAJ-PNV": "v_eaj", "BNG": "v_bng", "UPN": "v_upn", "CCa": "v_cca", "OTHER": "v_other"}
SPAIN_NAMES = {"PSC": "PSOE", "PSE-EE (PSOE)": "PSOE", "PSIB-PSOE": "PSOE", "PSN-PSOE": "PSOE", "PSdeG-PSOE": "PSOE",
               "MÉS PER MALLORCA-MÉS PER MENORCA-SUMAR": "SUMAR", "SUMAR - COMPROMÍS": "SUMAR", "SUMAR - ECP": "SUMAR",
               "SUMAR ARAGÓN": "SUMAR", "JxCAT - JUNTS": "JxCAT", "B.N.G.": "BNG", "U.P.N.": "UPN"}


def divide(votes, official):
    """D'Hondt among the named lists (all of them above 3 % where they win): the largest votes / 1, 2, 3, ..."""
    seats = sum(official.values())
    quotients = sorted(((Fraction(v, k), party) for party, v in votes.items() if party != "OTHER" and v
                        for k in range(1, seats + 1)), reverse=True)[:seats]
    return dict(Counter(party for _, party in quotients))


def spain_2023(r):
    table, results = rows("stations.csv"), rows("results_2023-07.csv")
    fields = {"registered": "registered", "cast": "cast", "invalid": "invalid", "blank": "blank",
              "votes_to_lists": "votes_to_lists"}
    def unit(row):
        return row["constituency"]
    sums_match(r, "tables", table, SPAIN, fields, unit)
    check("60,366 tables were read", r.tally("tables")["stations"], 60366)
    for row in results:
        row["party"] = SPAIN_NAMES.get(row["party"], row["party"])
    # Lists without a seat are one column here. As one list they would win a seat in Barcelona and Las Palmas; the
    # announcement gives them apart, and there their sum is the column's.
    want = official_seats(results)
    got = r.allocated("tables")
    check("the tables give the official seats of every list in 52 of 52 constituencies", got, want)
    compared = r.seats_comparison("tables", "official")
    check("the program says so", (compared["constituencies_equal"], compared["constituencies_different"],
                                  compared["nation_equal"]), (52, 0, True))
    check("dividing the tables' sums by hand, without the unlisted, gives 350 official seats",
          {c: divide(sums, want[c]) for c, sums in add_up(table, SPAIN, unit).items()}, want)
    got = r.allocated("official")
    check("the official votes give the official seats in 52 of 52 constituencies", got, want)
    check("350 seats", sum(nation(got).values()), 350)

    stations = add_up(table, {**SPAIN, **fields}, unit)
    official = defaultdict(dict)
    for row in results:
        official[row["constituency"]][("votes", row["party"])] = int(row["votes"])
    for row in rows("constituencies_2023-07.csv"):
        for field, column in (("registered", "registered"), ("blank", "blank"), ("invalid", "null"),
                              ("votes_to_lists", "votes_to_lists")):
            official[row["constituency"]][("field", field)] = int(row[column])
    want = {(c,) + what: value - stations[c][what[1]] for c, figures in official.items()
            for what, value in figures.items() if what[1] in stations[c] and value != stations[c][what[1]]}
    got = r.differing("tables", "official")
    check("the differences from the official result are those of the files", got, want)
    # The list of the roll aside (voters abroad are not in the tables), two constituencies differ.
    check("Cantabria and Toledo differ, and no other", sorted({k[0] for k in got if k[2] != "registered"}), ["39", "45"])
    check("Cantabria's tables have 4 blank ballots more", got.get(("39", "field", "blank")), -4)
    check("Toledo's tables have 175 votes and 5 blank ballots more",
          (got.get(("45", "field", "votes_to_lists")), got.get(("45", "field", "blank"))), (-175, -5))
    full = {row["station"] for row in table
            if int(row["registered"]) > 0 and int(row["cast"]) > int(row["registered"])}
    check("4 tables have more ballots than names on their list", len(full), 4)
    check("each of them is a finding", full - r.found_stations(), set())


POLAND = {"PiS": "v_pis", "KO": "v_ko", "SLD": "v_sld", "PSL": "v_psl", "KONF": "v_konf", "BEZPARTYJNI": "v_bezpartyjni",
          "SKUTECZNI": "v_skuteczni", "AZER": "v_azer", "PRAWICA": "v_prawica", "MN": "v_mn"}


def poland_2019(r):
    table = rows("stations.csv")
    fields = {"registered": "registered", "received": "received", "unused": "unused", "issued": "issued",
              "postal_in_box": "postal_in_box", "cast": "cast", "invalid": ["invalid_cards", "invalid"], "valid": "valid"}
    sums_match(r, "pkw", table, POLAND, fields, lambda row: row["constituency"])
    counted = r.tally("pkw")
    check("27,655 rows were read; 246 hold no figure and are listed, not counted",
          (counted["stations"], counted["stations_counted"], counted["stations_excluded"]), (27655, 27409, 246))
    want = {("SLD" if row["party"] == "SLD" else "KONF" if row["party"] == "KONFEDERACJA" else row["party"]):
            int(row["official_seats"]) for row in rows("official_national_2019.csv")}
    for source in ("official", "pkw"):
        got = r.chamber(source)
        check(f"{source}: every list has its official seats of the nation", certain(got["parties"]), want)
        check(f"{source}: 460 seats are decided", got["seats_certain"], 460)
    check("801 votes of constituency 19 are missing from the stations, and nothing else differs",
          {k: v for k, v in r.differing("pkw", "official").items() if k[1] == "votes"},
          {("19", "votes", party): votes for party, votes in
           {"PiS": 486, "KO": 109, "SLD": 81, "KONF": 73, "PSL": 52}.items()})
    # The noise of a clean election, as the README of the data counts it.
    filled = [row for row in table if row["cast"]]
    def excess(row):
        return int(row["cast"]) - int(row["issued"]) - int(row["postal_in_box"])
    fewer = {row["station"] for row in filled if excess(row) < 0}
    more = {row["station"] for row in filled if excess(row) > 0}
    check("2,387 boxes hold fewer ballots than were issued or came by post, 279 more", (len(fewer), len(more)), (2387, 279))
    check("each of them is a finding", (fewer | more) - r.found_stations(), set())
    unbalanced = {row["station"] for row in filled
                  if int(row["received"]) != int(row["unused"]) + int(row["issued"])}
    check("672 stations' ballots received do not add up", len(unbalanced), 672)
    check("each of the 672 is a finding", unbalanced - r.found_stations(), set())
    found = codes(r)
    check("by code: B02, B03, B04; no A02, no A03; no total that differs from its parts (A04)",
          [found[k] for k in ("B02", "B03", "B04", "A02", "A03", "A04")], [279, 2387, 672, 0, 0, 0])
    c = Compared()
    d = c.announced("pkw", "official")
    check("compare: one unit differs from the announcement, by 801 votes", (d["units"], d["gross"]), (1, 801))
    full = sum(1 for row in filled if int(row["cast"]) == int(row["registered"]) > 0)
    pattern = [f["message"] for f in r.json["findings"] if f["code"] == "P05"]
    check("stations where everybody voted are one finding with their number", (len(pattern), f" {full} of " in pattern[0]),
          (1, True))
    # Each ballot once: a station's gaps, at least the largest and at most their sum; constituency 19 has 801 votes more.
    low, high = defaultdict(int), defaultdict(int)
    for row in filled:
        gaps = [gap for gap in (abs(excess(row)), abs(int(row["received"]) - int(row["unused"]) - int(row["issued"]))) if gap]
        low[row["constituency"]] += max(gaps, default=0)
        high[row["constituency"]] += min(sum(gaps), max(gaps + [int(row["cast"])]))
    low["19"], high["19"] = max(low["19"], 801), high["19"] + 801
    weighed = next(m for m in r.json["materiality"]["figures"] if m["figures"]["id"] == "official")
    check("the ballots that findings concern, each once, are those of the stations' gaps and the 801 votes",
          {k["constituency"]: (k["ballots"]["low"], k["ballots"]["high"]) for k in weighed["constituencies"]},
          {k: (low[k], high[k]) for k in low})
    check("together they could change a seat in constituency 19 only, by those known, and not the majority",
          ([k["constituency"] for k in weighed["constituencies"] if k["seat_by_known"] != "cannot"],
           weighed["chamber_by_known"]), (["19"], "cannot"))
    effects = [e for f in r.json["findings"] if f["code"] == "H01" for e in f["effects"]
               if r.json["tallies"][e["tally"]]["id"] == "official"]
    check("the 801 votes change no seat where they are applied; 1,092 changed ballots would be needed",
          [(e["ballots"], e["applied"], e["seat"], e["chamber"], e["seat_tipping"]) for e in effects],
          [(801, True, "cannot", "cannot", 1092)])


# --- sums, sources and announcements ---------------------------------------------------------------------------------

def russia_2011(r):
    table = rows("stations.csv.zst")
    votes = {"SR": "v_sr", "LDPR": "v_ldpr", "PATRIOTS": "v_patriots", "KPRF": "v_kprf", "YABLOKO": "v_yabloko",
             "UR": "v_ur", "RIGHT": "v_rightcause"}
    fields = {"registered": "registered", "received": "received",
              "issued": ["issued_early", "issued_station", "issued_outside"], "unused": "cancelled", "lost": "lost",
              "unaccounted": "unaccounted", "box_mobile": "box_mobile", "box_station": "box_station", "cast": "cast",
              "invalid": "invalid", "valid": "valid"}
    sums_match(r, "izbirkom", table, votes, fields)
    units = r.units("izbirkom", "area", "votes")
    check("2,746 commissions have the sums of the file", {k: v for k, v in units.items() if len(k) == 2},
          add_up(table, votes, lambda row: (row["region"], row["district"])))
    check("84 regions have the sums of the file", {k: v for k, v in units.items() if len(k) == 1},
          add_up(table, votes, lambda row: (row["region"],)))
    got = r.units("izbirkom", "nation", "fields")[None]
    check("published totals: registered, valid, United Russia",
          (got["registered"], got["valid"], r.units("izbirkom", "nation", "votes")[None]["UR"]),
          (109229337, 64615252, 32371737))
    check("95,225 stations were read", r.tally("izbirkom")["stations"], 95225)
    over = {"/".join((row["region"], row["district"], row["station"])) for row in table if int(row["cast"]) >
            int(row["issued_early"]) + int(row["issued_station"]) + int(row["issued_outside"])}
    check("18 stations have more ballots in the boxes than were issued", len(over), 18)
    check("each of them is a finding", over - r.found_stations(), set())
    found = codes(r)
    check("18 B02, one form without a ballot", (found["B02"], found["P04"]), (18, 1))
    pattern = [f["message"] for f in r.json["findings"] if f["code"] == "P05"]
    check("as many ballots as voters in 3,595 stations, one finding", (len(pattern), " 3595 of " in pattern[0]),
          (1, True))


CANDIDATES = {"BWANIKA": "v_bwanika", "BESIGYE": "v_besigye", "NAMISANGO": "v_namisango", "SSALI": "v_ssali",
              "MAO": "v_mao", "OTUNNU": "v_otunnu", "LUBEGA": "v_lubega", "MUSEVENI": "v_museveni"}


def uganda_2011(r):
    table = [row for row in rows("stations.csv") if row["status"] == "reported"]
    tally = rows("district_tally.csv")
    fields = {"registered": "registered", "cast": "cast", "invalid": "invalid", "valid": "valid", "spoiled": "spoilt"}
    sums_match(r, "stations", table, CANDIDATES, fields, lambda row: (row["district"],), "area")
    got, fields_got = r.units("stations", "nation", "votes")[None], r.units("stations", "nation", "fields")[None]
    check("sums of the stations", (fields_got["valid"], got["MUSEVENI"], got["BESIGYE"], got["SSALI"]),
          (7928276, 5436639, 2071397, 9294))
    got, fields_got = r.units("tally", "nation", "votes")[None], r.units("tally", "nation", "fields")[None]
    check("sums of the tally", (fields_got["valid"], got["MUSEVENI"], got["BESIGYE"], got["SSALI"]),
          (7938212, 5428369, 2064963, 34688))
    counted = r.tally("stations")
    check("76 nullified and 65 not received stations are listed and not counted",
          (counted["stations"], counted["stations_counted"], counted["stations_excluded"]), (23968, 23827, 141))
    stations = add_up(table, {**CANDIDATES, "valid": "valid", "invalid": "invalid"}, lambda row: row["district"])
    announced = {row["district"]: row for row in tally}
    want = {((d,), "votes", name): int(announced[d][column]) - stations[d][name] for d in announced
            for name, column in CANDIDATES.items() if int(announced[d][column]) != stations[d][name]}
    got = {k: v for k, v in r.differing("stations", "tally", "area").items() if k[1] == "votes"}
    check("the districts differ where the files differ, by as much", got, want)
    check("votes differ in 100 of 112 districts", len({k[0] for k in got}), 100)
    check("apart from Ssali in 8", sorted({k[0][0] for k in got if k[2] != "SSALI"}),
          ["BUDUDA", "IGANGA", "KAMPALA", "KAMULI", "MITOOMA", "OYAM", "RUKUNGIRI", "SERERE"])
    check("the two documents contradict each other", STATUS, 1)
    d = Compared().announced("stations", "tally")
    check("compare: 100 districts differ", d["units"], 100)
    lost = [(l["list"], l["fewer_in"], l["votes"]) for l in d["short_lists"]]
    check("compare: named as the explanation, Ssali's 25,394 votes that the stations lack, and no other list", lost,
          [("SSALI", "source", 25394)])
    found = [f for f in r.json["findings"] if f["code"] == "H02"]
    check("verify: the same as one finding", [(f["at_stake"]["votes"] if isinstance(f["at_stake"], dict)
                                               else f["at_stake"]) for f in found], [25394])


BOLIVIA = {"CC": "v_cc", "FPV": "v_fpv", "MTS": "v_mts", "UCS": "v_ucs", "MAS": "v_mas", "21F": "v_21f", "PDC": "v_pdc",
           "MNR": "v_mnr", "PANBOL": "v_panbol"}


def is_swap(cells):
    """Two candidates' figures have changed places and all others are equal."""
    off = [(a, b) for a, b in cells if a != b]
    return len(off) == 2 and off[0] == off[1][::-1]


def bolivia_2019(r):
    fields = {"registered": "registered", "cast": "cast", "valid": "valid", "blank": "blank", "invalid": "null"}
    files = {"computo": "computo_final.csv", "trep-1940": "trep_2019-10-20_1940.csv",
             "trep-1829": "trep_2019-10-21_1829.csv"}
    tables = {source: rows(name) for source, name in files.items()}
    for source, table in tables.items():
        sums_match(r, source, table, BOLIVIA, fields)
    got = {**r.units("computo", "nation", "fields")[None], **r.units("computo", "nation", "votes")[None]}
    check("published totals", [got[k] for k in ("registered", "valid", "MAS", "CC")],
          [7315364, 6137671, 2889359, 2240920])
    final = {row["station"]: row for row in tables["computo"]}
    cells = list(BOLIVIA.values()) + ["blank", "null"]
    for source, differing, count in (("trep-1940", 549, 28975), ("trep-1829", 706, 32806)):
        s = r.stations("computo", source)
        net = {p: sum(int(row[c]) - int(final[row["station"]][c]) for row in tables[source]) for p, c in BOLIVIA.items()}
        gross = {p: sum(abs(int(row[c]) - int(final[row["station"]][c])) for row in tables[source])
                 for p, c in BOLIVIA.items()}
        check(f"{source}: stations in both, and in the final count alone", (s["in_both"], s["only_a"], s["only_b"]),
              (count, 34555 - count, 0))
        off = {row["station"] for row in tables[source] if any(row[c] != final[row["station"]][c] for c in cells)}
        check(f"{source}: {differing} tables differ in votes, blank or null ballots", len(off), differing)
        check(f"{source}: each of them is found", off - set(s["differing_stations"]), set())
        check(f"{source}: net differences a candidate", {p: v for p, v in s["net"].items()},
              {p: v for p, v in net.items() if gross[p]})
        check(f"{source}: gross differences a candidate", s["gross"], {p: v for p, v in gross.items() if v})
        pair = Compared().pair("computo", source)
        check(f"{source}: compare counts the same stations", [pair[k] for k in ("in_both", "only_a", "only_b", "differing")],
              [count, 34555 - count, 0, differing])
        check(f"{source}: compare has the same net and gross", (pair["net"], pair["gross"]),
              ({p: v for p, v in net.items() if v}, {p: v for p, v in gross.items() if v}))
        sums = {p: sum(int(row[c]) for row in tables[source]) - sum(int(row[c]) for row in tables["computo"])
                for p, c in BOLIVIA.items()}
        check(f"{source}: the patterns add up to the difference of the sums", parts_add_up(pair), sums)
        swapped = sum(1 for row in tables[source] if is_swap([(row[c], final[row["station"]][c]) for c in BOLIVIA.values()]))
        check(f"{source}: tables with two candidates exchanged", {p["pattern"]: p["stations"] for p in pair["parts"]}["swapped"],
              swapped)
        unit = Compared().source(source)["units"][0]
        held = {row["station"] for row in tables[source]}
        missing = sum(int(row["registered"]) for station, row in final.items() if station not in held)
        totals = sorted((sum(int(row[c]) for row in tables[source]) for c in BOLIVIA.values()), reverse=True)
        check(f"{source}: the missing tables' voters against the lead",
              (unit["missing_voters"], unit["lead"], unit["decided"]),
              (missing, totals[0] - totals[1], missing < totals[0] - totals[1]))


def afghanistan_2014(r):
    table, totals = rows("stations.csv"), rows("official_province_totals.csv")
    counted = [row for row in table if row["audit_status"] != "Invalidated"]
    def unit(row):
        return row["province_code"]
    before = {"ABDULLAH": "prelim_v_abdullah", "GHANI": "prelim_v_ghani"}
    after = {"ABDULLAH": "final_v_abdullah", "GHANI": "final_v_ghani"}
    sums_match(r, "preliminary", table, before, {}, unit)
    sums_match(r, "final", counted, after, {}, unit)
    check("preliminary sums", r.units("preliminary", "nation", "votes")[None], {"ABDULLAH": 3461639, "GHANI": 4485888})
    check("final sums without the invalidated stations", r.units("final", "nation", "votes")[None],
          {"ABDULLAH": 3185018, "GHANI": 3935567})
    check("1,206 invalidated stations are listed and not counted", r.tally("final")["stations_excluded"], 1206)
    for source, stage in (("preliminary", "iec-preliminary"), ("final", "iec-final")):
        want = r.units(stage, "constituency", "votes")
        check(f"{stage}: 34 provinces were announced", len(want), 34)
        check(f"{source} equals {stage} in 34 of 34 provinces", r.units(source, "constituency", "votes"), want)
        check(f"{source}: the program finds no difference from {stage}", r.comparison(source, stage)["different"], 0)
    official = {stage: {"ABDULLAH": sum(int(t["v_abdullah"]) for t in totals if t["stage"] == stage),
                        "GHANI": sum(int(t["v_ghani"]) for t in totals if t["stage"] == stage)}
                for stage in ("preliminary", "final")}
    check("the announcements add to the files' totals",
          {s: r.units("iec-" + s, "nation", "votes")[None] for s in official}, official)
    with_all = add_up(table, after)[None]
    check("with the invalidated stations the final sums would differ", with_all == official["final"], False)
    c = Compared()
    pair = c.pair("preliminary", "final")
    changed = sum(1 for row in counted if any(row[before[p]] != row[after[p]] for p in before))
    check("compare: 8,780 stations were changed by the audit", (pair["differing"], changed), (8780, 8780))
    check("compare: 1,206 verdicts are no votes any more", pair["counted_otherwise"], 1206)
    totals = {s: add_up(t, cols)[None] for s, t, cols in (("p", table, before), ("f", counted, after))}
    check("compare: the patterns add up to the difference of the sums", parts_add_up(pair),
          {p: totals["f"][p] - totals["p"][p] for p in before})
    for source, stage in (("preliminary", "iec-preliminary"), ("final", "iec-final")):
        check(f"compare: {source} agrees with {stage}", c.announced(source, stage)["units"], 0)


def georgia_2024(r):
    table = rows("stations.csv")
    short = {"v_unity_dev": "UNITY", "v_georgian_dream": "GD"}
    votes = {short.get(c, c[2:].upper()): c for c in table[0] if c.startswith("v_")}
    fields = {"registered": "registered", "special_list": "special_list", "received": "ballots_received",
              "accredited_noon": "signatures_12h", "accredited_late": "signatures_17h",
              "accredited": "signatures_total", "cast": "cast", "invalid": "invalid", "valid": "valid"}
    sums_match(r, "protocols", table, votes, fields, lambda row: (row["district"],), "area")
    check("registered and Georgian Dream", (r.units("protocols", "nation", "fields")[None]["registered"],
                                            r.units("protocols", "nation", "votes")[None]["GD"]), (3494146, 1120016))
    check("18 lists", len(votes), 18)
    found = r.found_stations()
    differ = {row["station"] for row in table if row["cast"] != row["signatures_total"]}
    check("235 protocols' ballots differ from the signatures", len(differ), 235)
    check("each of them is a finding", differ - found, set())
    over = {row["station"] for row in table if row["ballots_received"] and int(row["cast"]) > int(row["ballots_received"])}
    check("8 protocols have more ballots than were received", len(over), 8)
    check("each of the 8 is a finding", over - found, set())
    by_code = codes(r)
    check("by code: 235 B01, 8 B05, 11 without a stamp", [by_code[k] for k in ("B01", "B05", "I10")], [235, 8, 11])
    unsigned = Counter(f["cells"][0]["column"] for f in r.json["findings"] if f["code"] == "I07")
    check("signatures that are missing", unsigned, {"sig_chair": 25, "sig_deputy": 36, "sig_secretary": 13})
    falls = {row["station"] for row in table for a, b in (("signatures_12h", "signatures_17h"),
                                                         ("signatures_17h", "signatures_total"))
             if row[a] and row[b] and int(row[a]) > int(row[b])}
    early = {row["station"] for row in table
             if row["filled_at"] and row["filled_at"][11:13] < "24" and row["filled_at"] < "2024-10-26T20:00"}
    check("53 protocols were filled in before the polls closed, by their own times",
          (len(early), {f["subject_id"] for f in r.json["findings"] if f["code"] == "I13"}), (53, early))
    check("two times that are none", sorted(f["message"].split('"')[1] for f in r.json["findings"]
                                            if f["code"] == "A06"), ["2024-10-21T31:00", "2024-10-26T56:56"])
    listed = {row["station"] for row in table if row["signatures_total"] and row["registered"] and
              int(row["signatures_total"]) > int(row["registered"]) + int(row["special_list"] or 0)}
    check("2 protocols have more signatures than listed voters",
          (len(listed), {f["subject_id"] for f in r.json["findings"] if f["id"].endswith("/accredited")}), (2, listed))
    check("5 protocols where turnout falls during the day", (len(falls), {f["subject_id"] for f in r.json["findings"]
                                                                          if f["code"] == "B07"}), (5, falls))


def cambodia_2013(r):
    """The bundled case: its figures are those of the collection it was written from, and what follows from them."""
    listed = {row["code"]: (row["name"], row["name_km"], int(row["seats"])) for row in rows("constituencies.csv")}
    check("the 24 provinces have their names and seats", {c["id"]: (c["name"], c["name_local"], c["seats"])
                                                          for c in r.json["case"]["constituencies"]}, listed)
    seats = defaultdict(dict)
    for row in rows("results.csv"):
        seats[row["constituency"]][row["party"]] = int(row["official_seats"])
    check("official seats of the provinces", r.units("nec-official", "constituency", "seats"), dict(seats))
    national = rows("national_results.csv")
    check("official seats of the nation", r.units("nec-official", "nation", "seats")[None],
          {row["party"]: int(row["official_seats"]) for row in national})
    check("the provinces' seats add to the nation's, 123", (nation(seats), sum(nation(seats).values())),
          ({"CPP": 68, "CNRP": 55}, 123))
    check("votes of the eight lists", r.units("nec-official", "nation", "votes")[None],
          {row["party"]: int(row["votes"]) for row in national})
    totals = {row["item"]: row["value"] for row in rows("national_totals.csv")}
    check("registered, cast, valid, invalid", r.units("nec-official", "nation", "fields")[None],
          {"registered": int(totals["registered"]), "cast": int(totals["ballots_cast"]), "valid": int(totals["valid"]),
           "invalid": int(totals["invalid"])})
    unit = [u for u in r.tally("nec-official")["units"] if u["unit"] is None][0]
    check("turnout is ballots cast of the registered", (unit["turnout"]["numerator"], unit["turnout"]["denominator"],
                                                        unit["turnout"]["percent"]), (6735244, 9675453, "69.61"))
    check("nothing in the official result contradicts itself", [f["id"] for f in r.json["findings"]
                                                                if f["code"] in ("H04", "S01", "S02")], [])
    check("no seat is allocated, and each time there is a reason",
          [c["allocation"] is None and bool(c["missing"]) for c in r.json["chambers"]], [True] * 7)
    for version, want in (("nec-preliminary", {}), ("press-vna", {"CPP": 40, "CNRP": -500}), ("press-blog", {"CNRP": -500}),
                          ("press-newsclip", {"CPP": -879, "CNRP": -6006})):
        got = r.differing("nec-official", version, "nation")
        check(f"{version}: votes printed otherwise", {k[2]: v for k, v in got.items()}, want)
    before = defaultdict(int)
    for row in rows("seats_1998_2013.csv"):
        before[row["party"]] += int(row["seats"]) if row["year"] == "2008" else 0
    check("seats of 2008", r.json["previous"][-1]["seats"], {p: n for p, n in before.items() if n})
    check("papers contradict one another", STATUS, 1)


DATASETS = {"cambodia-2013": cambodia_2013, "spain-2023-congress": spain_2023, "poland-2019-sejm": poland_2019,
            "russia-2011-duma": russia_2011, "uganda-2011-president": uganda_2011, "bolivia-2019-president": bolivia_2019,
            "afghanistan-2014-runoff": afghanistan_2014, "georgia-2024-parliament": georgia_2024,
            "seats-finland-2019": seats_finland, "seats-turkey-2018": seats_turkey}


def main():
    expectation = DATASETS.get(DATASET)
    if DATASET.startswith("seats-spain-"):
        expectation = seats_spain
    if DATASET.startswith("seats-poland-"):
        expectation = seats_poland
    try:
        expectation(Results(RESULTS))
    except (AssertionError, KeyError, TypeError) as trouble:
        print(f"not ok - {DATASET}: results.json has what is looked for ({type(trouble).__name__}: {trouble})")


main()
