# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 6 --json
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 6
# C has no vote to hold a seat with, and removing ballots gives it none.
scrutineer margin --method dhondt --seats 3 --votes A=30,B=20,C=0 --party C --at-least 1 --metric remove --json
