# SPDX-License-Identifier: Apache-2.0
scrutineer tabulate "$ROOT/tests/data/quiet-island" --source nobody
