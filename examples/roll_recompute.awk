# SPDX-License-Identifier: Apache-2.0
# Recomputes every weight of "scrutineer roll link --pairs pairs.csv --model model.csv" and prints the bits of each
# comparison:   awk -f roll_recompute.awk model.csv pairs.csv
# The weight is what the columns say for one person against strangers, with what the rarity of the values adds, less
# what other pairs take: log2(strangers + odds of two members of one household against strangers), where strangers are
# 1, or more or less than that by the chance that one of them is the second entry of a third row; and what third rows
# that are alike with both add. In units of 1/1024 bit.
function rounded(x) { return x < 0 ? -int(0.5 - x) : int(x + 0.5) }
function odds(weight) { return exp(weight / 1024 * log(2)) }
function units(x) { return rounded(1024 * log(x) / log(2)) }
BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 { same[$1, $2] = $7; house[$1, $2] = $8; shared[$1, $2] = $8 != ""; clean[$1, $2] = $9; spoilt[$1, $2] = $10; next }
{
    count = split($4, outcome, " ")
    split($5, rarity, " ")
    weight = same[0, 0]
    household = house[0, 0]
    strangers = others = 0
    line = "prior " same[0, 0]
    for (i = 1; i <= count; i++) {
        weight += same[i, outcome[i]] + rarity[i]
        household += shared[i, outcome[i]] ? house[i, outcome[i]] + rarity[i] : 0
        strangers += clean[i, outcome[i]]
        others += spoilt[i, outcome[i]]
        line = line "  " i ": " (same[i, outcome[i]] + rarity[i])
    }
    if (strangers != 0 || others != 0)
        strangers = units((1 - $6 / 65536) * odds(strangers) + $6 / 65536 * odds(others))
    taken = units(odds(strangers) + (household < -12 * 1024 ? 0 : odds(household)))
    weight += $7 - taken
    print $1, $2, line "  others " (-taken) "  third rows " $7, "= " weight
    if (weight != $3) { print "row " FNR ": the file says " $3 > "/dev/stderr"; wrong = 1 }
}
END { exit wrong }
