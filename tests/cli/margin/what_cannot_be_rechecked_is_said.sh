# SPDX-License-Identifier: Apache-2.0
# The quota of 107,500 votes is 21,500: A and B then have remainders of 10,000 each.
scrutineer margin --method hare --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 2 --metric add --certificate c.json >/dev/null
scrutineer margin --verify c.json
