# SPDX-License-Identifier: Apache-2.0
scrutineer simulate --out model --stations 20 --roll >/dev/null
for threads in 1 4; do
    scrutineer roll diff model --threads $threads --changes changes.$threads --areas areas.$threads --json >answer.$threads
done
cmp answer.1 answer.4 && cmp changes.1 changes.4 && cmp areas.1 areas.4 && echo same
