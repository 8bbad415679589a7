# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --stations 40 --slips 0 --seed 9
head -n 4 model/returns/commission.csv model/returns/b-copies.csv model/stations.csv
head -n 3 model/election.yaml model/README.md
scrutineer check model
scrutineer verify model | head -n 2
scrutineer verify model >verified
echo "exit status $?"
cat model/truth/truth.csv
