# SPDX-License-Identifier: Apache-2.0
# An empty cell is not known and not counted; what is no date is, in each list.
printf 'name,given,born\nsok,dara,\nkim,vuthy,unknown\nchan,rith,1980-02-03\nsok,dara,?\n' >roll.csv
printf 'name,given,born\nsok,dara,in May\nkim,vuthy,1970-01-02\n' >second.csv
scrutineer roll link --list roll.csv --map surname=name,given=given,born=born | sed -n 1,4p
scrutineer roll link --list roll.csv --second second.csv --map surname=name,given=given,born=born | sed -n 1,5p
scrutineer roll link --list roll.csv --second second.csv --map surname=name,given=given,born=born --json |
    grep -o '"dates_unread":[0-9]*'
