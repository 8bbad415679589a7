# SPDX-License-Identifier: Apache-2.0
# 100, 100/2, then 40 and 40 for the third seat.
scrutineer seats --method dhondt --seats 3 --votes A=100,B=40,C=40 --json
