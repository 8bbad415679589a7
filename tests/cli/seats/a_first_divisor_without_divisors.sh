# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method hare --seats 5 --votes A=10,B=5 --first-divisor 1.4
