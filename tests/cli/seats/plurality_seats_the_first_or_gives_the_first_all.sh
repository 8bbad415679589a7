# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method plurality --seats 2 --votes A=10,B=30,C=20 --json
scrutineer seats --method plurality-block --seats 2 --votes A=10,B=30,C=20 --json
