/* SPDX-License-Identifier: Apache-2.0
 * Keys of many rows at a time: a part after another, so that no row waits for the part of its neighbour. */
#include "link_internal.h"

#include <assert.h>

/* What the parts of some rows have come to. */
typedef struct {
    uint64_t keys[LINK_KEYS], near[LINK_KEYS];
    uint8_t unknown[LINK_KEYS];
} keys_so_far;

static void add_part(const records *r, const blocking *b, const rule *u, size_t i, uint32_t first, size_t count,
                     keys_so_far *k)
{
    size_t f = u->features[i];
    const place p = r->places[b->features[f].field];
    const uint64_t *plane = r->planes[p.plane] + first;
    const uint32_t *parts = b->parts[f];
    bool is_near = i == u->near;
    for (size_t n = 0; n < count; n++) {
        uint32_t number = (uint32_t)(plane[n] >> p.shift) & p.mask, part = parts != NULL ? parts[number] : number;
        k->keys[n] = scrut_link_mix(k->keys[n], part);
        k->near[n] = is_near ? scrut_link_mix(0, part) & KEY_NEAR_MASK : k->near[n];
        k->unknown[n] |= part == 0;
    }
}

void scrut_link_keys(const records *r, const blocking *b, size_t rule_index, uint32_t first, size_t count,
                     uint64_t ret[])
{
    const rule *u = &b->rules[rule_index];
    keys_so_far k;
    assert(count <= LINK_KEYS);
    for (size_t n = 0; n < count; n++) {
        k.keys[n] = rule_index;
        k.near[n] = 0;
        k.unknown[n] = 0;
    }
    for (size_t i = 0; i < u->count; i++)
        add_part(r, b, u, i, first, count, &k);
    for (size_t n = 0; n < count; n++)
        ret[n] = k.unknown[n] != 0 ? 0 : scrut_link_key_end(k.keys[n], k.near[n]);
}
