# SPDX-License-Identifier: Apache-2.0
scrutineer check "$ROOT/tests/data/everything-wrong"
