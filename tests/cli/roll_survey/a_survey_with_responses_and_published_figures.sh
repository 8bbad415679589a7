# SPDX-License-Identifier: Apache-2.0
cp "$ROOT/tests/cli/roll_survey/survey.yaml" "$ROOT/tests/cli/roll_survey/responses.csv" .
scrutineer roll survey survey.yaml
