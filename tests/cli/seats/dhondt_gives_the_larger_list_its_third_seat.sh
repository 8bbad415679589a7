# SPDX-License-Identifier: Apache-2.0
# 53000/3 = 17666.7 is the fifth largest quotient, before 24000/2 and 23000/2.
scrutineer seats --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --json
