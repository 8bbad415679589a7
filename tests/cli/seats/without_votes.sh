# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 5
