# SPDX-License-Identifier: Apache-2.0
# The reader is gone before the program writes.
{ sleep 0.2; scrutineer help seats; echo "status $?" >&2; } | true
sleep 0.5
