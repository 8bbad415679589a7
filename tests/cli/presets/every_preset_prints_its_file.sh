# SPDX-License-Identifier: Apache-2.0
for id in $(scrutineer presets --json | grep -o '"id":"[^"]*"' | cut -d \" -f 4); do
    scrutineer presets "$id" | cmp - "$ROOT/data/presets/$id.yaml" || echo "$id differs"
done
