/* SPDX-License-Identifier: Apache-2.0
 * Keys of many rows at a time: a part after another, so that no row waits for the part of its neighbour. */
#include "link_internal.h"

#include <assert.h>

/* What the parts of some rows have come to. */
typedef struct {
    uint64_t keys[LINK_KEYS], near[LINK_KEYS];
    uint8_t unknown[LINK_KEYS];
} keys_so_far;

static void add_part(const records *r, const blocking *b, size_t feature_index, uint32_t first, size_t count,
                     keys_so_far *k)
{
    const place p = r->places[b->features[feature_index].field];
    const uint64_t *plane = r->planes[p.plane] + first, *words = b->words[feature_index];
    for (size_t n = 0; n < count; n++) {
        uint64_t word = words[plane[n] >> p.shift & p.mask];
        k->keys[n] += word;
        k->near[n] = word;
        k->unknown[n] |= word == 0;
    }
}

void scrut_link_keys(const records *r, const blocking *b, size_t rule_index, uint32_t first, size_t count,
                     uint64_t ret[])
{
    const rule *u = &b->rules[rule_index];
    keys_so_far k;
    assert(count <= LINK_KEYS);
    for (size_t n = 0; n < count; n++) {
        k.keys[n] = scrut_link_key_of_rule(rule_index);
        k.unknown[n] = 0;
    }
    for (size_t i = 0; i < u->count; i++) {
        if (i != u->near)
            add_part(r, b, u->features[i], first, count, &k);
    }
    add_part(r, b, u->features[u->near], first, count, &k); /* last, for its word is looked at */
    for (size_t n = 0; n < count; n++)
        ret[n] = k.unknown[n] != 0 ? 0 : scrut_link_key_end(k.keys[n], k.near[n]);
}
