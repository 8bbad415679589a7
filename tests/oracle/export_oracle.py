#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports against the schemas of those who made the formats, and against sums made here.

    export_oracle.py PROGRAM SOURCE-ROOT [SCHEMAS]

SCHEMAS holds nist-1500-100-v2 and frictionless-2.0 (default: SCRUT_DATA/schemas, else ../shared/data/schemas beside the source);
python3-jsonschema is the validator. Without either those tests are skipped with the reason. Prints TAP."""

import csv
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    jsonschema = None

# Two constituencies, two area levels, unknown cells, a return that does not count, an announcement.
CASE = {
    "election.yaml": """scrutineer: case/1
title: Ĉambro de T
date: 2020-05-17
country: XX
chamber: {name: Council, seats: 5}
rules: {method: sainte-lague}
areas: [county, town]
parties:
  rows:
    - {party: A, name: "=1+1", name_local: ក, colour: "#A0b1C2", alliance: North}
    - {party: B, alliance: North}
    - {party: C, list-order: 3}
constituencies: {rows: [{constituency: N, seats: 3}, {constituency: S, name: South, seats: 2}]}
returns:
  - source: s
    file: r.csv
    station: st
    constituency: c
    areas: {county: county, town: town}
    votes: {prefix: v_}
    fields: {registered: reg, cast: cast, invalid: inv, blank: blank}
    status-column: {column: state, counted: ok}
announcements:
  - {version: o, status: final, by: Commission, date: 2020-05-20, tables: [{level: constituency, constituency: c,
     votes: {party: p, votes: v}, seats: {party: p, seats: n}, rows: [{c: N, p: A, v: 70, n: 2}, {c: N, p: B, v: 40, n: 1},
     {c: S, p: A, v: 23, n: 1}, {c: S, p: B, v: 25, n: 1}]}]}
""",
    "r.csv": "st,c,county,town,state,reg,cast,inv,blank,v_A,v_B,v_C\n"
    "1,N,K,X,ok,100,60,2,1,40,17,0\n2,N,K,Y,ok,90,50,3,0,30,,5\n-3,S,L,Z,ok,80,50,0,2,23,25,0\n4,S,L,Z,void,9,9,0,0,9,0,0\n",
}


def write_case(folder):
    for name, text in CASE.items():
        (folder / name).write_text(text, encoding="utf-8")


def export(program, case, to, out, *more):
    subprocess.run([program, "export", str(case), "--to", to, "--out", str(out), *more], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out


def schema_errors(validator, document):
    return ["/".join(map(str, error.path)) + ": " + error.message[:120] for error in validator.iter_errors(document)]


def nist_faults(report):
    """Ids that point nowhere, ids given twice, and units whose votes are not the sum of what they are made of."""
    faults = []
    units = {unit["@id"]: unit for unit in report["GpUnit"]}
    parties = {party["@id"] for party in report["Party"]}
    if len(units) != len(report["GpUnit"]) or len(parties) != len(report["Party"]):
        faults.append("an id stands twice")
    for unit in units.values():
        faults += [f"no unit {inner}" for inner in unit.get("ComposingGpUnitIds", []) if inner not in units]
    for election in report["Election"]:
        faults += [f"no unit {b['GpUnitId']}" for b in election["BallotCounts"] if b["GpUnitId"] not in units]
        for contest in election["Contest"]:
            for selection in contest["ContestSelection"]:
                faults += [f"no party {p}" for p in selection["PartyIds"] if p not in parties]
                votes = {v["GpUnitId"]: v["Count"] for v in selection["VoteCounts"] if v["Type"] == "total"}
                for unit, count in votes.items():
                    inner = units[unit].get("ComposingGpUnitIds", [])
                    if inner and all(i in votes for i in inner) and sum(votes[i] for i in inner) != count:
                        faults.append(f"{selection['@id']} in {unit}: {count}")
    return faults


def package_faults(folder):
    faults = []
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        if resource["hash"] != "sha256:" + hashlib.sha256(content).hexdigest() or resource["bytes"] != len(content):
            faults.append("hash of " + resource["path"])
        rows = list(csv.reader(content.decode("utf-8").splitlines(keepends=True), strict=True))
        fields = resource["schema"]["fields"]
        if rows[0] != [field["name"] for field in fields]:
            faults.append("header of " + resource["path"])
        for row in rows[1:]:
            if len(row) != len(fields):
                faults.append("a row of " + resource["path"])
            for cell, field in zip(row, fields):
                if field["type"] == "integer" and cell != "" and str(int(cell)) != cell:
                    faults.append(f"{cell} in {resource['path']}")
                if field["type"] == "boolean" and cell not in field["trueValues"] + field["falseValues"]:
                    faults.append(f"{cell} in {resource['path']}")
                if field["type"] == "string" and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                    faults.append(f"{cell} in {resource['path']} is a formula")
    return faults


class Tap:
    def __init__(self):
        self.count = 0

    def result(self, name, faults):
        self.count += 1
        print(("not ok" if faults else "ok") + f" {self.count} - {name}")
        for fault in faults[:10]:
            print("#", fault)

    def skip(self, name, why):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")


def validator_of(schemas, path, draft):
    schema = json.loads((schemas / path).read_text(encoding="utf-8"))
    return getattr(jsonschema, draft)(schema, format_checker=jsonschema.FormatChecker())


def main():
    program = os.path.abspath(sys.argv[1])
    root = pathlib.Path(sys.argv[2])
    data = pathlib.Path(os.environ.get("SCRUT_DATA", root / "../shared/data"))
    schemas = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else data / "schemas"
    why = "" if jsonschema else "python3-jsonschema is absent"
    why = why or ("" if schemas.is_dir() else "the schemas are absent")
    tap = Tap()
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        (work / "own").mkdir()
        write_case(work / "own")
        subprocess.run([program, "simulate", "--out", str(work / "model"), "--stations", "300"], check=True,
                       stdout=subprocess.DEVNULL)
        cases = {"a case with gaps": work / "own", "a model": work / "model",
                 "Cambodia 2013": root / "cases/cambodia-2013", "two valleys": root / "tests/data/two-valleys"}
        if why == "":
            nist = validator_of(schemas, "nist-1500-100-v2/NIST_V2_election_results_reporting.json", "Draft4Validator")
            packages = {"1.0": validator_of(schemas, "frictionless-2.0/datapackage-1.0.json", "Draft7Validator"),
                        "2.0": validator_of(schemas, "frictionless-2.0/datapackage.json", "Draft7Validator")}
        for name, case in cases.items():
            out = export(program, case, "nist-1500-100", work / "nist" / case.name)
            report = json.loads((out / "election-report.json").read_text(encoding="utf-8"))
            tap.result(f"the election report of {name} points at what it holds and adds up", nist_faults(report))
            folder = export(program, case, "datapackage", work / "package" / case.name)
            tap.result(f"the package of {name} describes its tables", package_faults(folder))
            package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
            if why:
                tap.skip(f"the exports of {name} follow the schemas", why)
                continue
            tap.result(f"the election report of {name} follows the schema of NIST", schema_errors(nist, report))
            for version, validator in packages.items():
                tap.result(f"the package of {name} follows the profile {version}", schema_errors(validator, package))
        announced = export(program, work / "own", "nist-1500-100", work / "o", "--figures", "o")
        report = json.loads((announced / "election-report.json").read_text(encoding="utf-8"))
        seats = {(c["Name"], s["PartyIds"][0]): v["Count"] for c in report["Election"][0]["Contest"]
                 for s in c["ContestSelection"] for v in s["VoteCounts"] if v["Type"] == "seats"}
        expected = {("N", "party-0"): 2, ("N", "party-1"): 1, ("South", "party-0"): 1, ("South", "party-1"): 1}
        tap.result("announced seats stand in the election report", [] if seats == expected else [str(seats)])
        subprocess.run([program, "seal", str(work / "own")], check=True, stdout=subprocess.DEVNULL)
        seal = json.loads((work / "own/datapackage.json").read_text(encoding="utf-8"))
        wrong = [r["path"] for r in seal["resources"] if r["hash"] != "sha256:" + hashlib.sha256(
            (work / "own" / r["path"]).read_bytes()).hexdigest()]
        tap.result("a seal holds the hashes that another program finds", wrong)
        if why:
            tap.skip("a seal follows the profiles of data packages", why)
        else:
            tap.result("a seal follows the profiles of data packages",
                       [e for validator in packages.values() for e in schema_errors(validator, seal)])
    print(f"1..{tap.count}")


main()
