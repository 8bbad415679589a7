# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 2 --votes "$(printf 'A\033[31m=20,ខ្មែរ=10,B=1')" --threshold 10%
