# SPDX-License-Identifier: Apache-2.0
scrutineer roll link --list roll.csv --map surname=a,given=b --memory 256
