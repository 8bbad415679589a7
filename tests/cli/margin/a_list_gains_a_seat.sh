# SPDX-License-Identifier: Apache-2.0
# (24,000 + b) / 2 reaches (53,000 - b) / 3 at b = 6,800 and passes it at 6,801.
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 2 --metric change --json
