# SPDX-License-Identifier: Apache-2.0
printf 'name,given,born\nsok,dara,1970-01-02\n' >old.csv
printf 'name,given,born\nsok,dara,unknown\n' >new.csv
scrutineer roll diff --from old.csv --to new.csv --map surname=name,given=given,born=born
