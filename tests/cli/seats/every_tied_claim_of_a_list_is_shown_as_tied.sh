# SPDX-License-Identifier: Apache-2.0
# The first two divisors are 3 and 3: A and B have two claims of 30/3 = 10 each, all four of them tied.
scrutineer seats --method sainte-lague --first-divisor 3 --seats 1 --votes A=30,B=30,C=1
