# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer margin cases/cambodia-2013
