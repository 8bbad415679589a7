# SPDX-License-Identifier: Apache-2.0
try() {
    scrutineer export "$ROOT/tests/data/two-valleys" "$@" 2>&1 | head -n 1
}
try --to csv
try --out o
try --to xml --out o
try --to csv --out o --figures board
try --to openelections --out o --figures nobody
try --to openelections --out o --generated 2001-05-08T12:00:00Z
try --to nist-1500-100 --out o --generated 2001-05-08
ls
