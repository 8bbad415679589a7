# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method hare --seats 10 --votes A=470,B=330,C=160,D=40 --explain
