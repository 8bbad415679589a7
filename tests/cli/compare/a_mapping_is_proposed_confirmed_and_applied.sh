# SPDX-License-Identifier: Apache-2.0
# The second source calls two stations otherwise. Nothing is joined until a person writes yes.
cat >election.yaml <<'END'
scrutineer: case/1
title: Two lists of stations
returns:
  - {source: board, file: board.csv, station: station, votes: {prefix: v_}}
  - {source: agents, file: agents.csv, station: station, votes: {prefix: v_}}
END
printf 'station,v_A,v_B\n0101,70,30\n0102,55,45\n0103,20,80\n' >board.csv
printf 'station,v_A,v_B\n101,70,30\nSchool,55,45\n0103,20,81\n' >agents.csv
scrutineer compare . --propose-mapping map.csv
cat map.csv
sed -i 's/agents.csv, station/agents.csv, mapping: {file: map.csv}, station/' election.yaml
scrutineer compare . | sed -n '/board and/,/ both/p'
sed -i 's/,no$/,yes/' map.csv
scrutineer compare . | sed -n '/board and/,$p'
