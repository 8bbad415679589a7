// SPDX-License-Identifier: Apache-2.0
// A case whose every text field tries to be something else: markup, a formula, a turn of direction.
//   node hostile.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
let serial = 0;

// Each text another, so that names stay apart.
function bad() {
  serial += 1;
  return `</script></title><img src=x onerror=alert(${serial})><svg onload=alert(2)>"'><b id=pwned${serial}>=HYPERLINK("http://x") \u202e\u2067gnp\u202c&lt;${serial}`;
}

const text = (value) => JSON.stringify(value); // a JSON text is a YAML text
const names = { A: bad(), B: bad(), C: bad() };
const places = { E: bad(), W: bad() };
const areas = [bad(), bad()];
const stations = ['S1', 'S2', '<i>S3</i>', '=S4', '\u202eS5'];

const cell = (value) => `"${value.replace(/"/g, '""')}"`;
const rows = (skew) =>
  stations.map((station, i) =>
    [cell(station), cell(i < 3 ? 'E' : 'W'), cell(areas[i % 2]), 200, 120 + i + skew * (i === 1), 70, 30, 18 + i].join(','),
  );
const csv = (skew) => ['station,valley,village,voters,cast,a,b,c', ...rows(skew)].join('\n') + '\n';

const yaml = `scrutineer: case/1
id: hostile
title: ${text(bad())}
country: XX
date: 2001-05-06
kind: ${text('council')}
model: yes
chamber:
  name: ${text(bad())}
  seats: 5
  facts:
    - {name: ${text(bad())}, seats: 3, reference: ${text(bad())}, verified: yes}
rules: {method: dhondt}
parties:
  rows:
    - {party: A, name: ${text(names.A)}, name_local: ${text(bad())}}
    - {party: B, name: ${text(names.B)}}
    - {party: C, name: ${text(names.C)}}
areas: [village]
constituencies:
  rows:
    - {constituency: E, name: ${text(places.E)}, seats: 3}
    - {constituency: W, name: ${text(places.W)}, seats: 2}
returns:
  - source: board
    title: ${text(bad())}
    file: board.csv
    station: station
    constituency: valley
    areas: {village: village}
    fields: {registered: voters, cast: cast}
    votes: {columns: {A: a, B: b, C: c}}
  - source: agents
    title: ${text(bad())}
    file: agents.csv
    station: station
    constituency: valley
    areas: {village: village}
    fields: {registered: voters, cast: cast}
    votes: {columns: {A: a, B: b, C: c}}
announcements:
  - version: official
    title: ${text(bad())}
    tables:
      - level: constituency
        constituency: valley
        rows:
          - {valley: E, list: A, votes: 211, seats: 2}
          - {valley: E, list: B, votes: 90, seats: 1}
          - {valley: E, list: C, votes: 57, seats: 0}
          - {valley: W, list: A, votes: 140, seats: 1}
          - {valley: W, list: B, votes: 60, seats: 1}
          - {valley: W, list: C, votes: 43, seats: 0}
        votes: {party: list, votes: votes}
        seats: {party: list, seats: seats}
notes:
  - {text: ${text(bad())}}
`;

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'election.yaml'), yaml);
writeFileSync(join(folder, 'board.csv'), csv(0));
writeFileSync(join(folder, 'agents.csv'), csv(7));
