# SPDX-License-Identifier: Apache-2.0
# Invented people, `people` of them (400), from a generator of its own: every tenth is listed twice at another station, and
# votes twice if its number is a multiple of 30.
function below(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function name(kinds,   text, i) {
    text = ""
    for (i = 0; i < 3; i++)
        text = text substr("bcdklmnprstv", 1 + below(kinds), 1) substr("aeiou", 1 + below(5), 1)
    return text
}
function row(person, station, voted) {
    number++
    printf "%d,%s,%s,%s,%s,%s,%s,s%02d,%d\n", number, family[person], given[person], born[person], sex[person],
           station < 10 ? "N" : "S", "c" int(station / 5), station, voted
}
BEGIN {
    seed = 20130728
    if (!people)
        people = 400
    print "no,family,given,dob,sex,con,commune,station,voted"
    for (p = 1; p <= people; p++) {
        family[p] = name(12)
        given[p] = name(9)
        born[p] = sprintf("%d-%02d-%02d", 1930 + below(64), 1 + below(12), 1 + below(28))
        sex[p] = below(2) ? "m" : "f"
        row(p, p % 20, p % 3 == 0)
    }
    for (p = 10; p <= people; p += 10)
        row(p, (p + 7) % 20, p % 30 == 0)
}
