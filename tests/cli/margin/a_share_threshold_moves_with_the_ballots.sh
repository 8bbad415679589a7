# SPDX-License-Identifier: Apache-2.0
# 10 + b is a fifth of 170 + b at b = 30; 40 then stands before 100 / 3.
scrutineer margin --method sainte-lague --seats 3 --votes A=100,B=60,C=10 --threshold 20% --party C --at-least 1 --metric add --json
