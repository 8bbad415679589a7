# SPDX-License-Identifier: Apache-2.0
# 300 + b reaches 3 (200 - b) at 75; 200 + b reaches 300 - b at 50. A name with "+" is no coalition.
scrutineer margin --method dhondt --seats 3 --votes 'A+B=300,C=D=200' --party 'A+B' --at-least 3 --json
scrutineer margin --method dhondt --seats 3 --votes 'A+B=300,C=D=200' --vector 'A+B=1,C=D=2' --json
scrutineer margin --method dhondt --seats 3 --votes 'A+B=300,C=D=200' --coalition 'A+B' --at-least 3 --json
