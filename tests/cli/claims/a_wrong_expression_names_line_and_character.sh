# SPDX-License-Identifier: Apache-2.0
printf 'scrutineer: case/1\ntitle: Council\nparties: {rows: [{party: A}]}\nclaims: {file: claims.csv}\n' >election.yaml
printf 'id,words,expression\na,w,seats(A) = 1\nb,w,"seats(A) = 1 and seats(Q) = 2"\n' >claims.csv
scrutineer claims .
