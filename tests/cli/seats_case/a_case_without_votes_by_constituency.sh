# SPDX-License-Identifier: Apache-2.0
scrutineer seats "$ROOT/cases/cambodia-2013"
