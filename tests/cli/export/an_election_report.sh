# SPDX-License-Identifier: Apache-2.0
scrutineer export "$ROOT/tests/data/two-valleys" --to nist-1500-100 --out o --generated 2001-05-08T12:00:00+02:00
grep -v VendorApplicationId o/election-report.json
