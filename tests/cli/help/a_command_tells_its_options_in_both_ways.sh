# SPDX-License-Identifier: Apache-2.0
scrutineer help version >a
scrutineer version --help >b
scrutineer version -h >c
cmp a b && cmp a c && grep -c -- "--features" a
