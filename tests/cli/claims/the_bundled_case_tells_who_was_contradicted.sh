# SPDX-License-Identifier: Apache-2.0
scrutineer claims "$ROOT/cases/cambodia-2013"
