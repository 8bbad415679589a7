# SPDX-License-Identifier: Apache-2.0
printf "scrutineer: case/2\n" >election.yaml
scrutineer check . --json
