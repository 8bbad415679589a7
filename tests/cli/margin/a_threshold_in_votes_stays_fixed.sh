# SPDX-License-Identifier: Apache-2.0
# C needs 55 votes, whatever happens to the others; 55 then stands before 100 / 2.
scrutineer margin --method dhondt --seats 3 --votes A=100,B=60,C=10 --threshold 55 --party C --at-least 1 --metric add --json
scrutineer margin --method dhondt --seats 3 --votes A=100,B=60,C=10 --threshold 55 --party C --at-least 1
