# SPDX-License-Identifier: Apache-2.0
V='--method dhondt --seats 5 --votes A=53000,B=24000,C=23000'
# shellcheck disable=SC2086
for asked in '--party A --at-most 2' '--coalition B+C --at-least 3' --any '--vector A=2,B=2,C=1' \
    '--party B --at-least 2 --metric add' '--party A --at-most 2 --metric remove' '--party B --at-least 6' \
    '--party B --at-least 1' '--party B --at-least 2 --caps A=7000' '--party B --at-least 2 --pool 100'; do
    echo "$asked"
    scrutineer margin $V $asked --certificate c.json >/dev/null
    scrutineer margin --verify c.json
done
