# SPDX-License-Identifier: Apache-2.0
scrutineer simulate
