# SPDX-License-Identifier: Apache-2.0
scrutineer compare "$ROOT/tests/data/two-valleys" --csv
