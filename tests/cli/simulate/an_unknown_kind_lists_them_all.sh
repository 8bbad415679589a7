# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --inject shuffled:1%
