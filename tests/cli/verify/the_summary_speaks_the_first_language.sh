# SPDX-License-Identifier: Apache-2.0
# What programs read stays English; the page of --single speaks the language, too.
scrutineer verify "$ROOT/tests/data/quiet-island" --language km,en --single --out report | head -n 12
grep -o '<html [^>]*>' report/index.html
cp report/findings.csv report/results.json .
scrutineer verify "$ROOT/tests/data/quiet-island" --single --out report >english
cmp report/findings.csv findings.csv
cmp report/results.json results.json
head -n 2 english
