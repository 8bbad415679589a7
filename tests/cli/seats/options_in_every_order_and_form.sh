# SPDX-License-Identifier: Apache-2.0
scrutineer seats --json --votes=A=2,B=1 --seats=1 --method=dhondt --
scrutineer seats --method dhondt --seats 1 --votes A=2,B=1 --json --json
