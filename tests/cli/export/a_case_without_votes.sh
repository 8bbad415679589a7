# SPDX-License-Identifier: Apache-2.0
mkdir case
printf 'scrutineer: case/1\ntitle: T\ndate: 2020-05-17\n' >case/election.yaml
scrutineer export case --to nist-1500-100 --out o
