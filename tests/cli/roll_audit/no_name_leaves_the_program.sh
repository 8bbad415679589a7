# SPDX-License-Identifier: Apache-2.0
# Names planted in every column of the roll; then everything that is printed or written, temporary files and a core dump
# asked for while the roll is in memory are searched.
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
sed -i 's/station: station, voted/station: station, address: address, clerk: clerk, identity: identity, registered: day, order: no, document: paper, voted/' election.yaml
awk -v people=6000 -f "$ROOT/tests/cli/roll_audit/roll.awk" | awk -F , -v OFS=, '
    NR == 1 { print $0, "address", "clerk", "identity", "day", "paper"; next }
    { if (NR % 50 == 0) { $2 = "canaryfamily"; $3 = "canarygiven"; $4 = "1950-05-05" }
      print $0, "canaryaddress", "canaryclerk", "canaryidentity" int(NR / 3), "2012-09-09", "card" }' >roll.csv
mkdir tmp report
TMPDIR=$PWD/tmp
export TMPDIR
scrutineer roll audit . >out 2>err
scrutineer roll audit . --json >json 2>>err
scrutineer verify . --out report >>out 2>>err
scrutineer verify . --out single --single >>out 2>>err
sed '9s/,[^,]*$//' roll.csv >torn.csv && mv roll.csv whole.csv && mv torn.csv roll.csv
scrutineer verify . >>out 2>>err
mv whole.csv roll.csv
ulimit -c unlimited 2>/dev/null
mkdir core && cd core || exit 4
scrutineer roll audit .. >/dev/null 2>&1 &
pid=$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    grep -q 'core file size *0 ' /proc/$pid/limits 2>/dev/null && echo "no core is dumped while the roll is there" && break
    sleep 0.05
done
kill -ABRT $pid 2>/dev/null
wait $pid 2>/dev/null
cd .. || exit 4
grep -rlc canary out err json report single tmp core
test -s out && test -s report/results.json && test -s report/findings.csv && echo "outputs are there, without a name"
