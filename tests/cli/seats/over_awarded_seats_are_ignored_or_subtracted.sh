# SPDX-License-Identifier: Apache-2.0
# Quota 100 / (3 + 2) = 20: full quotas 3 + 2 = 5, two more than the 3 seats.
scrutineer seats --method imperiali-quota --seats 3 --votes A=60,B=40 --over-award ignore --json
# The three largest of the claims 60, 40, 20 of A and 40, 20 of B.
scrutineer seats --method imperiali-quota --seats 3 --votes A=60,B=40 --over-award subtract --json
