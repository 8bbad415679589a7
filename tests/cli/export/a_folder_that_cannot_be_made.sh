# SPDX-License-Identifier: Apache-2.0
touch o
scrutineer export "$ROOT/tests/data/two-valleys" --to csv --out o
