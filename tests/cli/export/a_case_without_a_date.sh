# SPDX-License-Identifier: Apache-2.0
mkdir case
printf 'scrutineer: case/1\ntitle: T\nreturns: [{source: s, file: r.csv, station: s, votes: {prefix: v_}}]\n' >case/election.yaml
printf 's,v_A\n1,5\n' >case/r.csv
scrutineer export case --to nist-1500-100 --out o
status=$?
ls o
exit $status
