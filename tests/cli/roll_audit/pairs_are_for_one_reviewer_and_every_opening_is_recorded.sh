# SPDX-License-Identifier: Apache-2.0
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
awk -f "$ROOT/tests/cli/roll_audit/roll.awk" >roll.csv
scrutineer roll key alice && scrutineer roll key bob >/dev/null
stat -c %a alice.key
scrutineer roll key alice && echo "a key was replaced"
scrutineer roll export . --to alice.pub --out pairs.sealed --sample 12 | sed 's/SHA-256 .*/SHA-256/; s/Expected among them: .* for each/Expected among them: .. for each/'
family=$(sed -n '30s/^[^,]*,\([^,]*\),.*/\1/p' roll.csv)
grep -c "$family" pairs.sealed
scrutineer roll open pairs.sealed --key bob.key --record openings.csv --reason curious --out stolen.csv
echo "status $?"
ls stolen.csv openings.csv 2>/dev/null
scrutineer roll open pairs.sealed --key alice.key --record openings.csv --reason "first, a look" --out pairs.csv
scrutineer roll open pairs.sealed --key alice.key --record openings.csv --reason again --out pairs2.csv >/dev/null
cmp pairs.csv pairs2.csv && stat -c %a pairs.csv
head -n 1 pairs.csv | sed 's/Of 12 pairs .* for each/Of 12 pairs .. for each/'
sed -n 2p pairs.csv
# 12 pairs of two rows, and in each pair one name and one date
sed 1,2d pairs.csv | awk -F , '{ k[$1] = k[$1] " " $5 $6 $7 } END { for (p in k) { split(k[p], r, " "); same += r[1] == r[2]; n++ } print n, same }'
cut -d , -f 1,3,4 openings.csv
test "$(sed -n 2p openings.csv | sha256sum | cut -c 1-64)" = "$(sed -n 3p openings.csv | sed 's/.*,//')" && echo "the record adds up"
printf x >>pairs.sealed
scrutineer roll open pairs.sealed --key alice.key --record openings.csv --reason altered --out altered.csv
echo "status $?"
