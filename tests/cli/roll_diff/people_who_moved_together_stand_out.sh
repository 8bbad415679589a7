# SPDX-License-Identifier: Apache-2.0
# Ten communes in two districts, from each of which people moved to each other one, more within the district; and 70 more
# from commune 03 to commune 07. Those who moved from 08 are fewer than ten a commune, so none of them is shown.
people() {
    awk -v newer="$1" 'BEGIN {
        print "family,first,dob,number,district,commune"
        for (c = 0; c < 10; c++) for (i = 0; i < 1500; i++) {
            to = c; k = i % 9 + 1; with = (c + k) % 10
            near = int(c / 5) == int(with / 5)
            if (newer && i < 9 * (c == 8 ? 4 : near ? 30 : 15) + (i + with) % 5) to = with
            if (newer && c == 3 && i >= 900 && i < 970) to = 7
            printf "Name%d,Given%d,19%02d-05-17,%d,%s,%02d\n", i, i % 70, 40 + i % 50, 10000 * c + i, to < 5 ? "east" : "west", to
        }
    }'
}
people 0 >old.csv
people 1 >new.csv
scrutineer roll diff --from old.csv --to new.csv --map surname=family,given=first,born=dob,identity=number,place=commune,place=district --transfers transfers.csv | sed -n '/Pairs/,$p'
grep -c . transfers.csv
grep -e ^from -e ,03, -e ^03 -e ^08 transfers.csv
scrutineer roll diff --from old.csv --to new.csv --map surname=family,given=first,born=dob,identity=number,place=commune,place=district --json | grep -o '"transfers":.*'
