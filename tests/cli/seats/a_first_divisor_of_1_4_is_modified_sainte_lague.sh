# SPDX-License-Identifier: Apache-2.0
# Sainte-Lague: 100, 35, 100/3 = 33.3: B wins the second seat. With 1.4: 71.4, 33.3, then 35/1.4 = 25: A wins it.
scrutineer seats --method sainte-lague --seats 2 --votes A=100,B=35 --json
scrutineer seats --method sainte-lague --first-divisor 1.4 --seats 2 --votes A=100,B=35 --json
scrutineer seats --method modified-sainte-lague --seats 2 --votes A=100,B=35 --json
# 1.05 is just too little to matter: 35/1.05 = 33.33 = 100/3, a tie; 1.06 decides for A, 1.04 for B.
scrutineer seats --method sainte-lague --first-divisor 1.05 --seats 2 --votes A=100,B=35 --json
scrutineer seats --method sainte-lague --first-divisor 1.06 --seats 2 --votes A=100,B=35 --json
scrutineer seats --method modified-sainte-lague --first-divisor 1.04 --seats 2 --votes A=100,B=35 --json
