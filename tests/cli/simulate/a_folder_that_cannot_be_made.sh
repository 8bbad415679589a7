# SPDX-License-Identifier: Apache-2.0
: >file
scrutineer simulate --out file/model --stations 20
