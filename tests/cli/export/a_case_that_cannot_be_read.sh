# SPDX-License-Identifier: Apache-2.0
scrutineer export nowhere --to csv --out o
