# SPDX-License-Identifier: Apache-2.0
# Stoats have 90 of 471 valid ballots, and a fifth of these (95) is needed. For Larks' fourth seat, at 33 ballots, no
# crossing is of use: Herons are 96 ballots from falling, and Stoats would only take seats. With 5 ballots Stoats are
# across and hold a seat, with 4 they have none whatever the ballots.
cat >rules.yaml <<'RULES'
id: fifth
title: A fifth in the nation
method: dhondt
thresholds:
  - {share: 20%, test: at-least, base: valid, scope: nation}
RULES
rules=$PWD/rules.yaml
work=$PWD
cd "$ROOT" || exit 99
for question in 'LARK --at-least 4' 'STOAT --at-least 1'; do
    # shellcheck disable=SC2086
    scrutineer margin tests/data/two-valleys --figures board --rules "$rules" --party $question \
        --certificate "$work/c.json" >"$work/out" || exit 99
    scrutineer margin --verify "$work/c.json"
    sed -n '/"nation"/,/^  }/p' "$work/c.json"
done
sed 's/"numerator": 20/"numerator": 10/' "$work/c.json" >"$work/other.json"
scrutineer margin --verify "$work/other.json" | grep 'a threshold'
sed '/"nation"/,/^  }/ s/"list": "STOAT"/"list": "STOATS"/' "$work/c.json" >"$work/other.json"
scrutineer margin --verify "$work/other.json" | grep 'a threshold'
