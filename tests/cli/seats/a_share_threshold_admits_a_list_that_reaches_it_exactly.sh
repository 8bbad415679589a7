# SPDX-License-Identifier: Apache-2.0
# 1,000 of 20,000 votes are 5 %: B's 1000 and A's 19000/19 = 1000 take the last two of 20 seats.
scrutineer seats --method dhondt --seats 20 --votes A=19000,B=1000 --threshold 5% --json
# One vote fewer of the same 20,000 is below it.
scrutineer seats --method dhondt --seats 20 --votes A=19001,B=999 --threshold 5% --json
