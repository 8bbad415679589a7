# SPDX-License-Identifier: Apache-2.0
# 325 of 10,000 votes are 3.25 %, 324 are less; 9351/28 = 333.96 > 325 > 9351/29 = 322.4, and 324 would win too.
scrutineer seats --method dhondt --seats 30 --votes A=9351,B=325,C=324 --threshold 3.25% --json
