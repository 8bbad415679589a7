# SPDX-License-Identifier: Apache-2.0
scrutineer verify -oout x --thraeds 2
