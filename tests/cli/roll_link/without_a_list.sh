# SPDX-License-Identifier: Apache-2.0
scrutineer roll link --map surname=a,given=b
