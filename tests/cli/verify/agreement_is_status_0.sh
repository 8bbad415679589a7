# SPDX-License-Identifier: Apache-2.0
scrutineer verify "$ROOT/tests/data/quiet-island"
