# SPDX-License-Identifier: Apache-2.0
# 2^40 and 2^40 - 1 votes: the second seat goes to B by one vote, the third to A by half a vote.
scrutineer seats --method dhondt --seats 3 --votes A=1099511627776,B=1099511627775 --json
