# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 3 --votes A=5,B=4 --threshold 6 --json
