# SPDX-License-Identifier: Apache-2.0
scrutineer export "$ROOT/tests/data/two-valleys" --to openelections --out o
cat o/*
