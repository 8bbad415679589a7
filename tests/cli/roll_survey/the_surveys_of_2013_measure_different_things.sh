# SPDX-License-Identifier: Apache-2.0
scrutineer roll survey "$ROOT/cases/cambodia-2013"
