# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats five --votes A=10,B=5
