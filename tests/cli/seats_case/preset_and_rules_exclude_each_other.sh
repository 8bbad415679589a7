# SPDX-License-Identifier: Apache-2.0
scrutineer seats "$ROOT/tests/data/quiet-island" --preset es --rules x
