# SPDX-License-Identifier: Apache-2.0
# North 600, 300, 300: A 2, B 1; South 250, 200: A 1, B 1. In South A's 200 - x is (250 + x) / 2 at 50.
cat >election.yaml <<'END'
scrutineer: case/1
title: Council
rules: {id: own, method: dhondt}
parties: {rows: [{party: A}, {party: B}, {party: C}]}
constituencies: {rows: [{constituency: North, seats: 3}, {constituency: South, seats: 2}]}
claims:
  rows:
    - {id: together, words: B and C hold three seats., expression: seats(B) + seats(C) >= 3}
    - {id: more, words: B and C hold more than A., expression: seats(A) < seats(B) + seats(C)}
announcements:
  - version: official
    tables:
      - level: constituency
        rows: [{k: North, a: 600, b: 300, c: 100}, {k: South, a: 200, b: 250, c: 50}]
        constituency: k
        votes: {columns: {A: a, B: b, C: c}}
END
scrutineer claims .
