# SPDX-License-Identifier: Apache-2.0
scrutineer seats --seats 5 --votes A=10,B=5
