# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --stations 60 --seed 4 --inject copied:2,voided:5% --json
