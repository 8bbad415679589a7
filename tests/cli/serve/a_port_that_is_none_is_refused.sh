# SPDX-License-Identifier: Apache-2.0
scrutineer serve "$ROOT/tests/data/two-valleys" --port 65536
