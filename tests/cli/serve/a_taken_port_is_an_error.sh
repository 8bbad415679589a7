# SPDX-License-Identifier: Apache-2.0
scrutineer serve "$ROOT/tests/data/two-valleys" >address 2>told &
server=$!
while ! [ -s address ] && kill -0 $server 2>kill.log; do sleep 0.1; done
port=$(sed 's/.*:\([0-9]*\).*/\1/' address)
scrutineer serve "$ROOT/tests/data/two-valleys" --port "$port" 2>second
status=$?
kill $server
wait $server
echo "the first: exit $?"
sed "s/$port/PORT/" second >&2
exit $status
