/* SPDX-License-Identifier: Apache-2.0
 * Keys of many rows at a time: a part after another, so that no row waits for the part of its neighbour. */
#include "link_internal.h"

#include <assert.h>

void scrut_link_key_words(const records *r, const blocking *b, size_t feature_index, uint32_t first, size_t count,
                          uint64_t ret[])
{
    const place p = r->places[b->features[feature_index].field];
    const uint64_t *plane = r->planes[p.plane] + first, *words = b->words[feature_index];
    assert(count <= LINK_KEYS);
    for (size_t n = 0; n < count; n++)
        ret[n] = words[plane[n] >> p.shift & p.mask];
}

void scrut_link_join_keys(const blocking *b, size_t rule_index, const uint64_t *const words[], size_t count,
                          uint64_t ret[])
{
    const rule *u = &b->rules[rule_index];
    uint64_t unknown[LINK_KEYS] = {0}; /* all bits where a part is not known */
    for (size_t n = 0; n < count; n++)
        ret[n] = scrut_link_key_of_rule(rule_index);
    for (size_t i = 0; i < u->count; i++) {
        for (size_t n = 0; n < count; n++) {
            ret[n] += words[i][n];
            unknown[n] |= words[i][n] != 0 ? 0 : UINT64_MAX;
        }
    }
    for (size_t n = 0; n < count; n++)
        ret[n] = scrut_link_key_end(ret[n], words[u->near][n]) & ~unknown[n];
}

void scrut_link_keys(const records *r, const blocking *b, size_t rule_index, uint32_t first, size_t count,
                     uint64_t ret[])
{
    const rule *u = &b->rules[rule_index];
    uint64_t words[RULE_FEATURES_MAX][LINK_KEYS];
    const uint64_t *of_feature[RULE_FEATURES_MAX];
    for (size_t i = 0; i < u->count; i++) {
        scrut_link_key_words(r, b, u->features[i], first, count, words[i]);
        of_feature[i] = words[i];
    }
    scrut_link_join_keys(b, rule_index, of_feature, count, ret);
}
