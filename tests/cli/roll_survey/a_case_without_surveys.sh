# SPDX-License-Identifier: Apache-2.0
scrutineer roll survey "$ROOT/tests/data/quiet-island" 2>&1 | sed "s|$ROOT||"
