# SPDX-License-Identifier: Apache-2.0
[ -c /dev/full ] || { echo "scrutineer: cannot write the result: No space left on device" >&2; exit 4; }
scrutineer help >/dev/full
