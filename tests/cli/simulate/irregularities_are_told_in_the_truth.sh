# SPDX-License-Identifier: Apache-2.0
cat >injections.yaml <<'Y'
scrutineer: injections/1
injections:
  - {kind: stuffed-box, stations: 2, place: clustered, strength: 30%, to: C}
  - {kind: missing, stations: 1, constituency: "02"}
  - {kind: moved, votes: 0.1%, from: A, to: B}
Y
scrutineer simulate --out model --stations 60 --slips 0 --inject ./injections.yaml
cat model/truth/truth.csv
