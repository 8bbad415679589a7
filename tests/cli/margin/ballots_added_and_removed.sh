# SPDX-License-Identifier: Apache-2.0
# Added: 35,334 / 2 = 17,667 passes 53,000 / 3 = 17,666.67, and no number of ballots makes them equal.
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 2 --metric add --json
# Removed: 36,000 / 3 equals 24,000 / 2.
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party A --at-most 2 --metric remove --json
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party A --at-most 2 --metric remove
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 2 --metric add
