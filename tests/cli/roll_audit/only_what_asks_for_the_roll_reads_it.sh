# SPDX-License-Identifier: Apache-2.0
# The list of voters is torn, so whoever reads it stops with status 3 and names its line. A claim about its findings needs it.
scrutineer simulate --stations 20 --seed 1 --roll --out m >/dev/null
sed '8s/,[^,]*$//' m/roll/final.csv >torn && mv torn m/roll/final.csv
says() { echo "$1: $?"; }
printf 'c1,somebody,2020-06-01,A has a seat.,,seats(A) >= 1,yes\n' >>m/claims.csv
scrutineer tabulate m >/dev/null; says tabulate
scrutineer seats m >/dev/null; says seats
scrutineer margin m --any >/dev/null; says margin
scrutineer what-if m --remove E >/dev/null; says what-if
scrutineer claims m >/dev/null; says claims
scrutineer compare m >/dev/null; says compare
printf 'c2,somebody,2020-06-01,Few names are in surplus.,,at_stake(V01) < 100,yes\n' >>m/claims.csv
scrutineer claims m; says 'claims, one about the roll'
scrutineer roll audit m; says 'roll audit'
scrutineer verify m; says verify
