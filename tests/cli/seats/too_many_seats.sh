# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 10001 --votes A=10,B=5
