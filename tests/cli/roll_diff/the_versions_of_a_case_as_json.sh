# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --stations 20 --slips 0 --roll >/dev/null
scrutineer roll diff model --by county --json
