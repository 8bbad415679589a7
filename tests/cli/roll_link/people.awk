# SPDX-License-Identifier: Apache-2.0
# An invented list of people: every eighth of 400 stands twice, the second time with an error.
function draw(n) { state = (state * 1103515245 + 12345) % 2147483648; return int(state / 65536) % n }
function syllable() { return part[draw(12) + 1] }
BEGIN {
    split("sok chan kim heng lim seng keo som phal rith vann nak", part, " ")
    state = 7
    print "family,first,dob,sex,village"
    for (i = 0; i < 400; i++) {
        family = syllable() syllable(); first = syllable() syllable()
        dob = sprintf("%d-%02d-%02d", 1930 + draw(60), 1 + draw(12), 1 + draw(28))
        sex = draw(2) ? "F" : "M"; village = draw(40)
        print family "," first "," dob "," sex "," village
        if (i % 8 == 0) {
            error = draw(3)
            if (error == 0) print first "," family "," dob "," sex "," village
            if (error == 1) print family "h," first "," dob "," sex "," village
            if (error == 2) print family "," first "," substr(dob, 1, 4) "-01-01," sex "," village
        }
    }
}
