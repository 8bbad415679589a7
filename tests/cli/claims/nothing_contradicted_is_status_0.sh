# SPDX-License-Identifier: Apache-2.0
cat >election.yaml <<'END'
scrutineer: case/1
title: Council
parties: {rows: [{party: A}, {party: B}]}
claims: {rows: [{id: a, words: w, expression: "votes(A) > votes(B)"}, {id: b, words: w, expression: seats(A) = 1}]}
announcements:
  - version: official
    tables: [{level: nation, rows: [{party: A, votes: 6}, {party: B, votes: 4}], votes: {party: party, votes: votes}}]
END
scrutineer claims . --json
