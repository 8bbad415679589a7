# SPDX-License-Identifier: Apache-2.0
cat >model.yaml <<'Y'
scrutineer: model/1
id: x
title: X
chamber: {name: House, seats: 2}
rules: pt
parties: [{party: A, name: A}]
sources: [{source: "a b", title: S}]
constituencies: [{constituency: N, seats: 2, stations: 2, registered: 10, votes: [20]}]
Y
scrutineer simulate --out model --model model.yaml
