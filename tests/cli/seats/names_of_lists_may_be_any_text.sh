# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhondt --seats 2 --votes "គណបក្ស=20,A=B=9,Parti \"X\"=1" --json
