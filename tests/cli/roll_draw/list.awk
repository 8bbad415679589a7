# SPDX-License-Identifier: Apache-2.0
# A list of 900 rows in 2 provinces and 9 communes of 60 to 140 names.
BEGIN {
    print "no,province,commune,name"
    for (c = 1; c <= 9; c++)
        for (i = 1; i <= 50 + 10 * c; i++)
            printf "V%05d,%s,%s%d,Secret %d\n", ++n, c < 5 ? "north" : "south", c < 5 ? "N" : "S", c, n
}
