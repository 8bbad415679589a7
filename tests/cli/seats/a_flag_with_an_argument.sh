# SPDX-License-Identifier: Apache-2.0
scrutineer seats --json=yes
