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

/* The same of a rule of so many parts, which the compiler knows. */
static inline void join_keys(const blocking *b, size_t rule_index, const uint64_t *const words[], size_t parts,
                             size_t count, uint64_t ret[])
{
    const uint64_t *near = words[b->rules[rule_index].near], first = scrut_link_key_of_rule(rule_index);
    for (size_t n = 0; n < count; n++) {
        uint64_t key = first, unknown = 0; /* all bits where a part is not known */
        for (size_t i = 0; i < parts; i++) {
            key += words[i][n];
            unknown |= words[i][n] != 0 ? 0 : UINT64_MAX;
        }
        ret[n] = scrut_link_key_end(key, near[n]) & ~unknown;
    }
}

_Static_assert(RULE_FEATURES_MAX == 5, "a case each");

void scrut_link_join_keys(const blocking *b, size_t rule_index, const uint64_t *const words[], size_t count,
                          uint64_t ret[])
{
    assert(b->rules[rule_index].near < b->rules[rule_index].count);
    switch (b->rules[rule_index].count) {
    case 1: join_keys(b, rule_index, words, 1, count, ret); break;
    case 2: join_keys(b, rule_index, words, 2, count, ret); break;
    case 3: join_keys(b, rule_index, words, 3, count, ret); break;
    case 4: join_keys(b, rule_index, words, 4, count, ret); break;
    case 5: join_keys(b, rule_index, words, 5, count, ret); break;
    default: assert(false); break;
    }
}

void scrut_link_keys(const records *r, const blocking *b, size_t rule_index, uint32_t first, size_t count,
                     uint64_t ret[])
{
    const rule *u = &b->rules[rule_index];
    assert(u->near < u->count);
    uint64_t words[RULE_FEATURES_MAX][LINK_KEYS];
    const uint64_t *of_feature[RULE_FEATURES_MAX];
    for (size_t i = 0; i < u->count; i++) {
        scrut_link_key_words(r, b, u->features[i], first, count, words[i]);
        of_feature[i] = words[i];
    }
    scrut_link_join_keys(b, rule_index, of_feature, count, ret);
}
