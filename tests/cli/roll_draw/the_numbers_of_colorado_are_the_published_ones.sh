# SPDX-License-Identifier: Apache-2.0
awk "BEGIN { print \"n\"; for (i = 1; i <= 876; i++) print i }" >ballots.csv
scrutineer roll draw --list ballots.csv --size 8 --seed 3546311556112163624615351222 --sampler rivest --out sample.csv --json >answer.json
cut -d, -f4 sample.csv | tr "\n" " "
