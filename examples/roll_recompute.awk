# SPDX-License-Identifier: Apache-2.0
# Recomputes every weight of "scrutineer roll link --pairs pairs.csv --model model.csv" and prints the bits of each
# comparison:   awk -f roll_recompute.awk model.csv pairs.csv
# The weight is what the columns say for one person against strangers, with what the rarity of the values adds, less
# what other pairs take: log2(strangers + odds of two members of one household against strangers), where strangers are
# 1, or more or less than that by the chances that one, the other or both are second entries of a third row, whose odd
# values are the rarer ones of two that are alike; and what third rows that are alike with both add. In units of 1/1024
# bit.
function rounded(x) { return x < 0 ? -int(0.5 - x) : int(x + 0.5) }
function odds(weight) { return exp(weight / 1024 * log(2)) }
function units(x) { return rounded(1024 * log(x) / log(2)) }
# Strangers of whom row a (1), b (2), both (3) or none (0) are second entries.
function of_strangers(second,    i, sum) {
    for (i = 1; i <= count; i++)
        sum += m[second == 3 || (second > 0 && rarer[i] == second) ? "odd" : second > 0 && rarer[i] == 0 ? "spoilt" : "clean", i, outcome[i]]
    return odds(sum)
}
BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 {
    same[$1, $2] = $7; house[$1, $2] = $8; m["clean", $1, $2] = $9; m["spoilt", $1, $2] = $10
    m["odd", $1, $2] = units(2 * odds($10) - odds($9))
    next
}
{
    count = split($4, outcome, " "); split($5, rarity, " "); split($6, rarer, " ")
    a = $7 / 65536; b = $8 / 65536; told = 0
    weight = same[0, 0]; household = house[0, 0]; line = "prior " weight
    for (i = 1; i <= count; i++) {
        o = outcome[i]; weight += same[i, o] + rarity[i]; line = line "  " i ": " (same[i, o] + rarity[i])
        household += house[i, o] != "" ? house[i, o] + rarity[i] : 0
        told = told || m["clean", i, o] != 0 || m["spoilt", i, o] != 0
    }
    s = told ? units((1 - a) * (1 - b) * of_strangers(0) + (a * (1 - b) * of_strangers(1) + b * (1 - a) * of_strangers(2)) + a * b * of_strangers(3)) : 0
    taken = units(odds(s) + (household < -12 * 1024 ? 0 : odds(household))); weight += $9 - taken
    print $1, $2, line "  others " (-taken) "  third rows " $9, "= " weight
    if (weight != $3) { print "row " FNR ": the file says " $3 > "/dev/stderr"; wrong = 1 }
}
END { exit wrong }
