# SPDX-License-Identifier: Apache-2.0
# Recomputes every weight of "scrutineer roll link --pairs pairs.csv --model model.csv" and prints the bits of each
# comparison:   awk -f roll_recompute.awk model.csv pairs.csv
# The weight is what the columns say for one person against strangers, with what the rarity of the values adds, less
# what a household takes: log2(1 + odds of two members of one household against strangers). In units of 1/1024 bit.
function rounded(x) { return x < 0 ? -int(0.5 - x) : int(x + 0.5) }
function taken(household,    odds) {
    if (household < -12 * 1024)
        return 0
    odds = exp(household / 1024 * log(2))
    return rounded(1024 * log(1 + odds) / log(2))
}
BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 { same[$1, $2] = $7; house[$1, $2] = $8; shared[$1, $2] = $8 != ""; next }
{
    count = split($4, outcome, " ")
    split($5, rarity, " ")
    weight = same[0, 0]
    household = house[0, 0]
    line = "prior " same[0, 0]
    for (i = 1; i <= count; i++) {
        weight += same[i, outcome[i]] + rarity[i]
        household += shared[i, outcome[i]] ? house[i, outcome[i]] + rarity[i] : 0
        line = line "  " i ": " (same[i, outcome[i]] + rarity[i])
    }
    weight -= taken(household)
    print $1, $2, line "  household " (-taken(household)), "= " weight
    if (weight != $3) { print "row " FNR ": the file says " $3 > "/dev/stderr"; wrong = 1 }
}
END { exit wrong }
