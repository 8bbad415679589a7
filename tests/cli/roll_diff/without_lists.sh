# SPDX-License-Identifier: Apache-2.0
scrutineer roll diff --from old.csv
