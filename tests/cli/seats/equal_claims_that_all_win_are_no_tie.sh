# SPDX-License-Identifier: Apache-2.0
# A, B and C at 40 take the last three seats; the next claim is 100/3 = 33.3.
scrutineer seats --method dhondt --seats 4 --votes A=80,B=40,C=40 --json
