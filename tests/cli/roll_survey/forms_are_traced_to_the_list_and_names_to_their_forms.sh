# SPDX-License-Identifier: Apache-2.0
# awk counts the outcomes and the shares beside the program; README.md has the intervals.
for file in forms.yaml forms.csv names.csv; do
    cp "$ROOT/tests/cli/roll_survey/$file" .
done
awk -F , '
    FNR == 1 { next }
    { n[FILENAME, $2]++; all[FILENAME]++ }
    function say(file, what, defects, open) {
        printf "by hand: %s: %d of %d, %.2f %%; at best %.2f %%, at worst %.2f %%; %d are not known\n", what, defects,
               all[file] - open, 100 * defects / (all[file] - open), 100 * defects / all[file],
               100 * (defects + open) / all[file], open
    }
    END {
        f = "forms.csv"
        say(f, "differ or absent", n[f, "differs"] + n[f, "absent"], n[f, "unreadable"])
        say(f, "absent", n[f, "absent"], n[f, "unreadable"])
        f = "names.csv"
        say(f, "no form or another", n[f, "no-form"] + n[f, "other-name"], n[f, "archive-shut"])
    }' forms.csv names.csv
scrutineer roll survey forms.yaml
scrutineer roll survey forms.yaml --json | grep -o '"direction":"[a-z-]*"\|"id":"[a-z-]*","interval"\|"names":{[^}]*}\|"a":"[^,]*,"b":[^,]*\|"match":"[a-z-]*"'
