# SPDX-License-Identifier: Apache-2.0
printf 'scrutineer: case/1\ntitle: Council\n' >election.yaml
scrutineer claims .
