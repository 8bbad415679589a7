# SPDX-License-Identifier: Apache-2.0
# Candidates, figures given twice, second entries, the hours, a void form and voters' reports, each wrong once.
mkdir case
cat >case/election.yaml <<'YAML'
scrutineer: case/1
title: Council of Two Hills
date: 2020-05-17
definitions: {polls-open: "07:00", polls-close: "15:00", forms-due: "2020-05-18 06:00", excess-voids-form: yes,
  expected-in-box: accredited, registered-reserve: 2}
parties: {rows: [{party: A}, {party: B}]}
returns:
  - source: board
    file: board.csv
    station: station
    fields: {registered: registered, accredited: signed, in_box: box, cast: cast, valid: valid, invalid: invalid}
    votes: {prefix: v_}
    candidates: {prefix: c_, separator: _}
    twice:
      - {check: A04, place: page 2, fields: {valid: valid_2}}
      - {check: X04, place: the second entry, votes: {prefix: w_}}
    times: {opened: opened, closed: closed, filled: filled}
voter-reports: {file: reports.csv}
YAML
cat >case/board.csv <<'CSV'
station,registered,signed,box,cast,valid,valid_2,invalid,v_A,v_B,c_A_1,c_A_2,w_A,w_B,opened,closed,filled
right,100,62,62,62,60,60,2,40,20,25,15,40,20,07:00,15:05,2020-05-17 18:00
candidates,100,62,62,62,60,60,2,40,20,25,14,40,20,07:00,15:05,2020-05-17 18:00
page,100,62,62,62,60,58,2,40,20,25,15,40,20,07:00,15:05,2020-05-17 18:00
entry,100,62,62,62,60,60,2,40,20,25,15,40,29,07:00,15:05,2020-05-17 18:00
box,100,62,64,62,60,60,2,40,20,25,15,40,20,07:00,15:05,2020-05-17 18:00
signed,100,103,62,62,60,60,2,40,20,25,15,40,20,07:00,15:05,2020-05-17 18:00
void,100,60,62,62,60,60,2,40,20,25,15,40,20,07:00,15:05,2020-05-17 18:00
closed,100,62,62,62,60,60,2,40,20,25,15,40,20,07:00,14:10,2020-05-17 18:00
opened,100,62,62,62,60,60,2,40,20,25,15,40,20,09:00,15:05,2020-05-17 18:00
early,100,62,62,62,60,60,2,40,20,25,15,40,20,07:00,15:05,2020-05-17 12:00
late,100,62,62,62,60,60,2,40,20,25,15,40,20,07:00,15:05,2020-05-18 06:30
silent,100,62,62,62,60,60,2,60,0,45,15,60,0,07:00,15:05,2020-05-17 18:00
CSV
cat >case/reports.csv <<'CSV'
station,party,voters
right,B,5
silent,B,5
CSV
scrutineer verify case --out report >summary
cut -d, -f1 report/findings.csv
