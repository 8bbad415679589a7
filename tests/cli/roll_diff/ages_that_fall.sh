# SPDX-License-Identifier: Apache-2.0
printf 'age,male,female\n18,100,50\n17,90,40\n' >mortality.csv
scrutineer roll diff --from old.csv --to new.csv --map surname=a,given=b --from-date 2012-07-28 --to-date 2013-07-28 --mortality mortality.csv
