# SPDX-License-Identifier: Apache-2.0
scrutineer roll diff --from old.csv --to new.csv --map surname=a,given=b,place=c --by d
