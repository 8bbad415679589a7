# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 1 --json
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 1
# a tie: what a draw may bring takes no ballot, what is certain takes one
scrutineer margin --method dhondt --seats 1 --votes A=100,B=100 --party A --at-least 1 --json
scrutineer margin --method dhondt --seats 1 --votes A=100,B=100 --party A --at-least 1
