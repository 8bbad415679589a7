# SPDX-License-Identifier: Apache-2.0
printf 'name,given,born\nsok,dara,\nkim,vuthy,unknown\nchan,rith,not yet\n' >roll.csv
scrutineer roll link --list roll.csv --map surname=name,given=given,born=born --pairs pairs.csv
status=$?
ls pairs.csv 2>/dev/null
sed 's/not yet/1980-02-03/' roll.csv >one.csv
scrutineer roll link --list one.csv --map surname=name,given=given,born=born | sed -n 1p
exit $status
