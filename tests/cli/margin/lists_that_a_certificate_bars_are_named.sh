# SPDX-License-Identifier: Apache-2.0
# A list of 100 of 77,100 votes has none of five seats, barred or not: what else is said stays true.
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=100 --party B --at-least 2 --certificate c.json >out
sed '22s/"barred": false/"barred": true/' c.json >d.json
cmp -s c.json d.json && echo 'nothing was barred'
scrutineer margin --verify d.json
scrutineer margin --verify d.json --json
