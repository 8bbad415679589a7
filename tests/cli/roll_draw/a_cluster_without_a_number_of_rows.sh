# SPDX-License-Identifier: Apache-2.0
scrutineer roll draw --list list.csv --cluster commune --size 3 --seed x --out s.csv
