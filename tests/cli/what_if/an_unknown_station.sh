# SPDX-License-Identifier: Apache-2.0
printf "nowhere\n" >stations
scrutineer what-if "$ROOT/tests/data/two-valleys" --cancel stations
