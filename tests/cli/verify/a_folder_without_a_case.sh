# SPDX-License-Identifier: Apache-2.0
mkdir empty
scrutineer verify empty
