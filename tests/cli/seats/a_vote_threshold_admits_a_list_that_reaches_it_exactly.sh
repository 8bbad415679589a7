# SPDX-License-Identifier: Apache-2.0
# A 5000, 2500, 1666.7, 1250, then B 1200; C's 1199 would be next but is one vote short, so A's 1000 wins.
scrutineer seats --method dhondt --seats 6 --votes A=5000,B=1200,C=1199 --threshold 1200 --json
