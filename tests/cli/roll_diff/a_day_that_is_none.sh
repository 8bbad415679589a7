# SPDX-License-Identifier: Apache-2.0
scrutineer roll diff --from old.csv --to new.csv --map surname=a,given=b --from-date 2013-02-30 --to-date 2013-07-28
