# SPDX-License-Identifier: Apache-2.0
scrutineer what-if "$ROOT/tests/data/two-valleys" --at-stake 12 --for HERON
