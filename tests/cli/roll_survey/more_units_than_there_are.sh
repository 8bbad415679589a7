# SPDX-License-Identifier: Apache-2.0
cp "$ROOT/tests/cli/roll_survey/survey.yaml" .
sed "s/,20,/,2,/" "$ROOT/tests/cli/roll_survey/responses.csv" >responses.csv
scrutineer roll survey survey.yaml | sed -n "/gone: /,/searched/p;/pairs/,\$p"
