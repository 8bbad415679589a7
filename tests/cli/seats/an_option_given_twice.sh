# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 5 --seats 6 --votes A=10,B=5
