# SPDX-License-Identifier: Apache-2.0
cat >election.yaml <<'END'
scrutineer: case/1
title: Council
chamber: {seats: 5}
rules: {id: own, method: dhondt}
parties: {rows: [{party: A}, {party: B}]}
claims:
  rows:
    - {id: a, claimant: A, words: "A has three seats.", expression: seats(A) = 3}
    - {id: b, claimant: B, words: "B has three seats.", expression: seats(B) = 3}
    - {id: c, claimant: observers, words: "The ink washed off."}
announcements:
  - version: official
    by: Commission
    tables:
      - {level: nation, rows: [{party: A, votes: 600, seats: 3}, {party: B, votes: 400, seats: 2}], votes: {party: party, votes: votes}, seats: {party: party, seats: seats}}
END
scrutineer claims .
