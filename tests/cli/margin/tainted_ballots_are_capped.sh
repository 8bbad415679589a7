# SPDX-License-Identifier: Apache-2.0
# D'Hondt 2, 5, 7 with one tainted ballot of B and of C: C to one seat for certain takes both of them.
scrutineer margin --method dhondt --seats 3 --votes A=2,B=5,C=7 --party C --at-most 1 --caps B=1,C=1 --json
scrutineer margin --method dhondt --seats 3 --votes A=2,B=5,C=7 --party C --at-most 1 --caps B=1,C=1
scrutineer margin --method dhondt --seats 3 --votes A=2,B=5,C=7 --party C --at-most 1 --caps B=1,C=1 --pool 1 --json
scrutineer margin --method dhondt --seats 3 --votes A=2,B=5,C=7 --party C --at-most 1 --pool 1 --json
