# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --votes A=10,B=5
