# SPDX-License-Identifier: Apache-2.0
# The cheapest way is the same seat: it goes to B.
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party A --at-most 2 --json
