# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method imperiali-quota --seats 3 --votes A=60,B=40 --json
