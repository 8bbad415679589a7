# SPDX-License-Identifier: Apache-2.0
# A's third seat of 3: (600 + b) / 3 = 300 at 300 added ballots, B falls to 200 with 100 removed; certain with one more.
cat >election.yaml <<'END'
scrutineer: case/1
title: Council
rules: {id: own, method: dhondt}
parties: {rows: [{party: A}, {party: B}, {party: C}]}
constituencies: {rows: [{constituency: North, seats: 3}]}
margins: {file: margins.csv}
announcements:
  - version: official
    date: 2020-05-17
    tables:
      - level: constituency
        rows: [{k: North, A: 600, B: 300, C: 100}]
        constituency: k
        votes: {columns: {A: A, B: B, C: C}}
END
cat >margins.csv <<'END'
constituency,party,seats,metric,votes,by
North,A,3,,301,Daily
North,A,3,add,100,Post
North,A,3,,299,Herald
North,A,,,<900,Times
North,A,4,,5,News
END
# None of these findings is of a vote or a seat: nothing is set against the margins.
scrutineer verify . | sed -n '/^Margins/,/^$/p;/^Findings/,/^$/p;/^Could it/,/^$/p'
