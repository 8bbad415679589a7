# SPDX-License-Identifier: Apache-2.0
# North: A 600, B 300, C 100 give A 2 and B 1 of 3 seats. For A's third: (600 + b) / 3 = 300 - b at 75 changed ballots,
# (600 + b) / 3 = 300 at 300 added ones; certain with one more.
cat >election.yaml <<'END'
scrutineer: case/1
title: Council
rules: {id: own, method: dhondt}
parties: {rows: [{party: A}, {party: B}, {party: C}]}
constituencies: {rows: [{constituency: North, seats: 3}]}
claims:
  rows:
    - {id: a, words: three seats, expression: "seats(A, North) = 3"}
    - {id: b, words: 301 more votes, expression: "margin(A, 3, North, add) = 301"}
    - {id: c, words: 5 votes, expression: "margin(A, 4, North) = 5"}
announcements:
  - version: official
    tables:
      - level: constituency
        rows: [{k: North, A: 600, B: 300, C: 100}]
        constituency: k
        votes: {columns: {A: A, B: B, C: C}}
END
scrutineer claims .
