# SPDX-License-Identifier: Apache-2.0
# 100, then 100/2, 50 and 50 for two seats.
scrutineer seats --method dhondt --seats 3 --votes A=100,B=50,C=50 --json
