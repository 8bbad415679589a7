# SPDX-License-Identifier: Apache-2.0
scrutineer margin --verify nowhere.json
