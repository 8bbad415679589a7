# SPDX-License-Identifier: Apache-2.0
# A model whose list has 5 % names of nobody. Every 20th name is drawn and looked for; the truth tells what is found: nobody,
# or somebody who died. The report sets the names that follow from it against the margins, as ballots anywhere. awk
# counts the sample and Clopper and Pearson's interval, by bisection of sums of the binomial distribution; the program's
# is of n - 1 names (Korn and Graubard) and may differ in the third digit. That the majority of A takes 3 added ballots
# (B: 346, C: 2,147) was computed apart, from the returns, by a knapsack over the fewest ballots for each seat more.
scrutineer simulate --stations 20 --seed 4 --slips 0 --roll --inject roll-ghost:5% --out m >/dev/null
awk -F , '
    function chance(k, n, p,   i, sum) {
        for (i = 1; i <= k; i++)
            sum += log(n - k + i) - log(i)
        return exp(sum + k * log(p) + (n - k) * log(1 - p))
    }
    function at_least(x, n, p,   k, sum) {
        for (k = 0; k < x; k++)
            sum += chance(k, n, p)
        return 1 - sum
    }
    function end(x, n, low,   a, b, m, i) {
        b = 1
        for (i = 0; i < 50; i++) {
            m = (a + b) / 2
            if (low ? at_least(x, n, m) < .025 : 1 - at_least(x + 1, n, m) > .025)
                a = m
            else
                b = m
        }
        return a
    }
    NR == FNR { kind[$3] = $1; next }
    FNR > 1 { names++ }
    FNR % 20 == 2 {
        outcome = kind[$1] == "roll-ghost" ? "nobody" : kind[$1] == "roll-dead" ? "dead" : "found"
        print outcome >"m/responses.csv.part"
        drawn++
        defects += outcome != "found"
    }
    END {
        low = end(defects, drawn, 1)
        high = end(defects, drawn, 0)
        printf "by hand: %d of %d names drawn of %d, %.2f %% (%.1f %% to %.1f %%), %d to %d names\n", defects, drawn, names,
               100 * defects / drawn, 100 * low, 100 * high, names * low + .5, names * high + .5
        print names >"names"
    }' m/truth/roll.csv m/roll/final.csv
{ echo outcome; cat m/responses.csv.part; } >m/responses.csv
cat >>m/election.yaml <<YAML
surveys:
  - id: visits
    title: Names and their people (model)
    by: observers of the model
    sampling: every 20th name of the list
    responses: {file: responses.csv}
    figures:
      - {id: nobody-there, direction: list-to-people, question: Does the person of the name live?, frame: the final list,
         denominator: names on the list, search: at the door, size: $(cat names), outcome: outcome, fine: [found], defect: [nobody, dead]}
YAML
scrutineer verify m --out out >/dev/null
grep -o 'Q01,.*' out/findings.csv
sed -n '/Names that nobody can place/,/<\/table>/p' out/surveys.html | sed 's/<[^>]*>/ /g; s/  */ /g; s/^ //; s/ $//' | grep .
