# SPDX-License-Identifier: Apache-2.0
cd "$ROOT" && scrutineer roll diff cases/cambodia-2013
