# SPDX-License-Identifier: Apache-2.0
cp "$ROOT/tests/cli/roll_survey/survey.yaml" .
sed "2s/found/Sok Chan/; 3s/1666.666667/heavy/" "$ROOT/tests/cli/roll_survey/responses.csv" >responses.csv
scrutineer roll survey survey.yaml
