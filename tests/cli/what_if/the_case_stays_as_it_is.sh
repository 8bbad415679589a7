# SPDX-License-Identifier: Apache-2.0
cp -r "$ROOT/tests/data/two-valleys" case
find case -type f -exec cksum {} + | sort >before
scrutineer what-if case --cancel-code A02 --move LARK:HERON:3@E --at-stake 9 >out
find case -type f -exec cksum {} + | sort >after
cmp before after && echo unchanged
