# SPDX-License-Identifier: Apache-2.0
"""Accuracy of "scrutineer roll link" on published lists whose truth is known, with no setting for any of them.

usage: link.py PROGRAM [DATA]      TAP on stdout

A pair is said to be one person at weight 0 or more. The columns that hold the truth, or give it away, are not mapped.
The bounds are the goals; what was measured when they were set stands in docs/internals/roll.md.
"""
import collections
import csv
import os
import subprocess
import sys
import tempfile

FEBRL = ("given=given_name,surname=surname,number=street_number,text=address_1,text=address_2,text=suburb,"
         "number=postcode,category=state,born=date_of_birth,identity=soc_sec_id")
HISTORICAL = "given=first_name,surname=surname,born=dob,text=birth_place,number=postcode_fake,category=gender,text=occupation"
SPLINK = "given=first_name,surname=surname,born=dob,text=city,identity=email"
SETS = [
    ("linkage-febrl/febrl1.csv", FEBRL, "entity_id", 0.995),
    ("linkage-febrl/febrl2.csv", FEBRL, "entity_id", 0.995),
    ("linkage-febrl/febrl3.csv", FEBRL, "entity_id", 0.997),
    ("linkage-historical50k/historical_50k.csv.zst", HISTORICAL, "cluster", 0.85),
    ("linkage-splink/fake_1000.csv", SPLINK, "cluster", 0.85),
]


def rows_of(path):
    if path.endswith(".zst"):
        text = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    else:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
    return list(csv.DictReader(text.splitlines()))


def measure(program, path, columns, truth_column):
    truth = [row[truth_column] for row in rows_of(path)]
    with tempfile.TemporaryDirectory() as folder:
        pairs_path = os.path.join(folder, "pairs.csv")
        subprocess.run([program, "roll", "link", "--list", path, "--map", columns, "--pairs", pairs_path, "--json"],
                       check=True, stdout=subprocess.DEVNULL)
        with open(pairs_path, encoding="utf-8") as file:
            pairs = [(int(p["row_a"]) - 1, int(p["row_b"]) - 1) for p in csv.DictReader(file) if int(p["weight"]) >= 0]
    right = sum(truth[a] == truth[b] for a, b in pairs)
    same = sum(n * (n - 1) // 2 for n in collections.Counter(truth).values())
    return right / max(len(pairs), 1), right / same, 2 * right / (len(pairs) + same)


def main():
    program = sys.argv[1]
    here = os.path.dirname(os.path.abspath(__file__))
    data = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("SCRUT_DATA", os.path.join(here, "../../../shared/data"))
    failed = 0
    for number, (name, columns, truth, bound) in enumerate(SETS, 1):
        path = os.path.join(data, name)
        if not os.path.exists(path):
            print(f"ok {number} - {name} # SKIP it is not in the data folder")
            continue
        precision, recall, f1 = measure(program, path, columns, truth)
        print(f"# {name}: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
        print(f"{'ok' if f1 >= bound else 'not ok'} {number} - {name}: pairwise F1 is at least {bound}")
        failed += f1 < bound
    print(f"1..{len(SETS)}")
    return 1 if failed else 0


sys.exit(main())
