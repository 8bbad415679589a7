# SPDX-License-Identifier: Apache-2.0
printf "# forms that were lost\n\nE1\n" >stations
scrutineer what-if "$ROOT/tests/data/two-valleys" --cancel stations
