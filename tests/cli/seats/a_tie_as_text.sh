# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 3 --votes A=100,B=40,C=40 --threshold 5%
