# SPDX-License-Identifier: Apache-2.0
scrutineer roll link --list none.csv --map surname=a,given=b
