# SPDX-License-Identifier: Apache-2.0
scrutineer roll purge --list roll.csv
