# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --any --party A --at-least 1
