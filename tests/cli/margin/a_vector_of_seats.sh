# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --vector A=2,B=2,C=1 --json
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --vector C=1,A=3,B=1 --json
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --vector A=5,B=1,C=0 --json
