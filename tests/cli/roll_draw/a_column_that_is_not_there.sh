# SPDX-License-Identifier: Apache-2.0
echo a >list.csv
scrutineer roll draw --list list.csv --cluster commune --per-cluster 2 --size 3 --seed x --out s.csv
