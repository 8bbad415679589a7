# SPDX-License-Identifier: Apache-2.0
scrutineer roll diff "$ROOT/cases/cambodia-2013" --from old.csv
