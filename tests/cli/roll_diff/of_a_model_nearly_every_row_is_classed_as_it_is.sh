# SPDX-License-Identifier: Apache-2.0
# The truth of a model, held against what is found, row by row. Two equal rows of the older list of which one was taken
# off are told apart by nothing, so which of them is "merged" does not count.
scrutineer simulate --out model --stations 30 --slips 0 --inject roll-deleted:0.5%:clustered >/dev/null
scrutineer roll diff --from model/roll/earlier.csv --to model/roll/final.csv --map identity=identity,surname=surname,given=given,born=born,sex=sex,place=municipality,place=station --from-date 2019-03-19 --to-date 2020-03-18 --mortality model/roll/mortality.csv --changes changes.csv
awk -F, '
function put(list, row, change) { sub(/moved.corrected/, "moved", change); said[list, row, FILENAME] = change; rows[list "," row] = 1 }
FNR > 1 && $3 ~ /^(added|split)$/ { put("new", $2, $3); next }
FNR > 1 { put("old", $1, $3) }
END {
    for (key in rows) {
        split(key, k, ",")
        truth = said[k[1], k[2], "model/truth/roll-changes.csv"]; found = said[k[1], k[2], "changes.csv"]
        if (truth == "merged" || found == "merged") continue
        if (truth != found) wrong[(truth == "" ? "kept" : truth) " found " (found == "" ? "kept" : found)]++
        else right[truth]++
    }
    for (change in right) print "right", change, right[change]
    for (pair in wrong) print "wrong", pair, wrong[pair]
}' model/truth/roll-changes.csv changes.csv | LC_ALL=C sort
