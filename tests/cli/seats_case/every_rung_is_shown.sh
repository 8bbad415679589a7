# SPDX-License-Identifier: Apache-2.0
scrutineer seats "$ROOT/tests/data/two-valleys" --explain
