# SPDX-License-Identifier: Apache-2.0
echo "a,b" >roll.csv
scrutineer roll link --list roll.csv --map surname=a,given=c
