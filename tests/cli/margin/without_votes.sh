# SPDX-License-Identifier: Apache-2.0
scrutineer margin --method dhondt --seats 5 --any
