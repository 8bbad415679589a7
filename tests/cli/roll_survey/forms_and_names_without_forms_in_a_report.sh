# SPDX-License-Identifier: Apache-2.0
# The four directions in a report of a model: the findings, the sections in their order, the figures that are set
# against the margins (all but names without a form) and what is said of votes. A case with one of the directions has
# one section, and the page of the checks says which surveys it lacks.
text() {
    sed 's/<[^>]*>/ /g; s/  */ /g; s/^ //; s/ $//' | grep .
}
scrutineer simulate --stations 20 --seed 4 --slips 0 --out m >/dev/null
cp m/election.yaml without.yaml
cat >>m/election.yaml <<YAML
surveys:
  - id: tracing
    by: observers of the model
    figures:
      - {id: name-left-out, direction: forms-to-list, question: Is the name of the form on the list?, denominator: forms, hits: 8, base: 40, size: 500}
      - {id: form-lost, direction: list-to-forms, question: Is there a form?, denominator: names, hits: 6, base: 40, size: 9000}
      - {id: no-name, direction: people-to-list, question: Is the name on the list?, denominator: people, hits: 2, base: 40, size: 400}
      - {id: nobody-there, direction: list-to-people, question: Does the person live?, denominator: names, hits: 4, base: 40, size: 300}
YAML
scrutineer verify m --out out >/dev/null
grep -o 'Q0[1-4],.*' out/findings.csv | sort
sed -n 's/.*<h3>\([^<]*\)<\/h3>.*/\1/p' out/surveys.html
grep -o '<p>[^<]*\(no vote\|could only be added\)[^<]*</p>' out/surveys.html | text
sed -n '/Names that nobody can place/,/<\/table>/p' out/surveys.html | grep -o 'row">[a-z-]*' | sort | uniq -c
sed '/id: form-lost/d; /id: no-name/d; /id: nobody-there/d' m/election.yaml >one.yaml
cp one.yaml m/election.yaml
scrutineer verify m --out one >/dev/null
sed -n 's/.*<h3>\([^<]*\)<\/h3>.*/\1/p' one/surveys.html
grep -oh 'a survey from [a-z ]*' one/*.html | sort | uniq -c
