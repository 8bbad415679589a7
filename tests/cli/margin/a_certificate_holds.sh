# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 2 --certificate c.json --json
cat c.json
scrutineer margin --verify c.json
scrutineer margin --verify c.json --json
