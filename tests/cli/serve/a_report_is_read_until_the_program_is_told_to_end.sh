# SPDX-License-Identifier: Apache-2.0
# What is served is what verify writes; a name of a stranger is refused; the interrupt ends it with status 0.
scrutineer verify "$ROOT/tests/data/two-valleys" --out written >verify.log 2>&1
scrutineer serve "$ROOT/tests/data/two-valleys" >address 2>told &
server=$!
while ! [ -s address ] && kill -0 $server 2>kill.log; do sleep 0.1; done
python3 - "$(cat address)" <<'END'
import pathlib
import sys
import urllib.error
import urllib.request

address = sys.argv[1]
for name in ("", "index.html", "constituencies.html", "results.json", "style.css", "scrutineer.js"):
    with urllib.request.urlopen(address + name) as answer:
        same = answer.read() == pathlib.Path("written", name or "index.html").read_bytes()
        print(name or "/", answer.status, answer.headers["Content-Type"], "as written" if same else "DIFFERS")
for name, headers in (("../address", {}), ("index.html", {"Host": "report.example"})):
    try:
        urllib.request.urlopen(urllib.request.Request(address + name, headers=headers))
        print(name, "was answered")
    except urllib.error.HTTPError as refused:
        print(name, refused.code, refused.read().decode(), end="")
END
kill -INT $server
wait $server
echo "exit $?"
sed 's/"[^"]*"/CASE/' told
