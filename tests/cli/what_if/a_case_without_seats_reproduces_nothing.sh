# SPDX-License-Identifier: Apache-2.0
mkdir case
cat >case/election.yaml <<END
scrutineer: case/1
title: Votes of the nation only
rules: {method: dhondt}
constituencies: {rows: [{constituency: N, seats: 3}, {constituency: S, seats: 2}]}
announcements:
  - version: official
    tables:
      - {level: nation, votes: {columns: {A: a, B: b}}, rows: [{a: 300, b: 200}]}
END
scrutineer what-if case --remove B
