# SPDX-License-Identifier: Apache-2.0
"""Accuracy of "scrutineer roll link" on published lists whose truth is known, with no setting for any of them.

usage: link.py PROGRAM [DATA]      TAP on stdout

A pair is said to be one person at weight 0 or more. The columns that hold the truth, or give it away, are not mapped.
The bounds are the goals; what was measured when they were set stands in docs/internals/roll.md.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tools"))
import roll_accuracy  # noqa: E402

FEBRL = ("given=given_name,surname=surname,number=street_number,text=address_1,text=address_2,text=suburb,"
         "number=postcode,category=state,born=date_of_birth,identity=soc_sec_id")
HISTORICAL = "given=first_name,surname=surname,born=dob,text=birth_place,number=postcode_fake,category=gender,text=occupation"
SPLINK = "given=first_name,surname=surname,born=dob,text=city,identity=email"
SETS = [  # list, columns, truth, least F1 of pairs and of B-cubed
    ("linkage-febrl/febrl1.csv", FEBRL, "entity_id", 0.995, 0.995),
    ("linkage-febrl/febrl2.csv", FEBRL, "entity_id", 0.995, 0.995),
    ("linkage-febrl/febrl3.csv", FEBRL, "entity_id", 0.997, 0.997),
    ("linkage-historical50k/historical_50k.csv.zst", HISTORICAL, "cluster", 0.85, 0.88),
    ("linkage-splink/fake_1000.csv", SPLINK, "cluster", 0.85, 0.88),
]
LARGE = (  # not under sanitizers
    "linkage-febrl/febrl3.csv",
    "linkage-historical50k/historical_50k.csv.zst",
)


def measure(program, path, columns, truth_column):
    truth = roll_accuracy.cells_of(path, truth_column)
    with tempfile.TemporaryDirectory() as folder:
        pairs_path, groups_path = os.path.join(folder, "pairs.csv"), os.path.join(folder, "groups.csv")
        subprocess.run([program, "roll", "link", "--list", path, "--map", columns, "--pairs", pairs_path, "--groups",
                        groups_path, "--json"], check=True, stdout=subprocess.DEVNULL)
        pairs = roll_accuracy.pairs_of(pairs_path, truth)
        groups = roll_accuracy.cells_of(groups_path, "group")
    return (roll_accuracy.pairwise(pairs, truth), roll_accuracy.bcubed(groups, truth),
            roll_accuracy.calibration(pairs, truth))


def main():
    program = sys.argv[1]
    data = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("SCRUT_DATA", os.path.join(HERE, "../../../shared/data"))
    failed = 0
    under_sanitizers = os.environ.get("SCRUT_TEST_EXTENT") == "short"
    sets = [s for s in SETS if not (under_sanitizers and s[0] in LARGE)]
    for number, (name, columns, truth, bound, group_bound) in enumerate(sets, 1):
        path = os.path.join(data, name)
        if not os.path.exists(path):
            print(f"ok {number} - {name} # SKIP it is not in the data folder")
            continue
        pairs, groups, said = measure(program, path, columns, truth)
        print(f"# {name}: pairs: precision {pairs.precision:.4f}, recall {pairs.recall:.4f}, F1 {pairs.f1:.4f}; B-cubed "
              f"{groups.precision:.4f}, {groups.recall:.4f}, {groups.f1:.4f}; calibration error {said.error:.4f}")
        good = pairs.f1 >= bound and groups.f1 >= group_bound
        print(f"{'ok' if good else 'not ok'} {number} - {name}: F1 of pairs is at least {bound}, of B-cubed {group_bound}")
        failed += not good
    print(f"1..{len(sets)}")
    return 1 if failed else 0


sys.exit(main())
