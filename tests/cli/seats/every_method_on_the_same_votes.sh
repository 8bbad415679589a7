# SPDX-License-Identifier: Apache-2.0
# Expected seats: an independent computation with exact fractions, from the definition of each method.
for method in dhondt sainte-lague modified-sainte-lague danish imperiali adams dean hill hare droop hagenbach-bischoff imperiali-quota quota-highest-average quota-highest-average-once; do
    scrutineer seats --method $method --seats 9 --votes A=57,B=26,C=25,D=12,E=10,F=7 --json
done
