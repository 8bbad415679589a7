# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --inject roll-ghost:1%:no-agent
