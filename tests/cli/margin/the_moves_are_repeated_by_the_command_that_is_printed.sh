# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method sainte-lague --first-divisor 1.4 --seats 7 --threshold 3.25% --votes "A b=530,B'=240,C=230" --party "B'" --at-least 3 |
    sed -n 's/^Repeat it: //p' >repeat.sh
cat repeat.sh
sh repeat.sh
