/* SPDX-License-Identifier: Apache-2.0
 * Counts of patterns: of a thread, and of rule after rule. */
#include "link_internal.h"

#include <stdlib.h>

static size_t first_place(const tally *t, uint64_t key)
{
    return key * UINT64_C(0x9E3779B97F4A7C15) >> 20 & t->mask;
}

static size_t place_of(const tally *t, uint64_t key)
{
    size_t at = first_place(t, key);
    while (t->slots[at].count != 0 && t->slots[at].key != key)
        at = (at + 1) & t->mask;
    return at;
}

static bool grow(tally *t)
{
    tally larger = {.mask = t->mask == 0 ? 255 : 2 * t->mask + 1, .used = t->used};
    larger.slots = calloc(larger.mask + 1, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; t->mask > 0 && i <= t->mask; i++) {
        if (t->slots[i].count != 0)
            larger.slots[place_of(&larger, t->slots[i].key)] = t->slots[i];
    }
    free(t->slots);
    *t = larger;
    return true;
}

pattern *scrut_link_tally_slot(tally *t, uint64_t key)
{
    if (2 * t->used >= t->mask && !grow(t)) {
        t->failed = true;
        return NULL;
    }
    pattern *slot = &t->slots[place_of(t, key)];
    t->used += slot->count == 0;
    slot->key = key;
    return slot;
}

void scrut_link_tally_ahead(const tally *t, uint64_t key)
{
    if (t->mask > 0)
        __builtin_prefetch(&t->slots[first_place(t, key)], 1);
}

void scrut_link_tally_add(tally *t, const tally *other)
{
    t->failed = t->failed || other->failed;
    for (size_t i = 0; other->mask > 0 && i <= other->mask; i++) {
        pattern *slot = other->slots[i].count > 0 ? scrut_link_tally_slot(t, other->slots[i].key) : NULL;
        if (slot != NULL)
            slot->count += other->slots[i].count;
    }
}

static int by_pattern(const void *a, const void *b)
{
    const pattern *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

bool scrut_link_tally_end(tally *t, pattern **ret_patterns, size_t *ret_count)
{
    size_t count = 0;
    bool ready = !t->failed;
    for (size_t i = 0; ready && t->mask > 0 && i <= t->mask; i++) {
        if (t->slots[i].count > 0)
            t->slots[count++] = t->slots[i];
    }
    if (ready && count > 0)
        qsort(t->slots, count, sizeof *t->slots, by_pattern);
    if (ready) {
        *ret_patterns = t->slots;
        *ret_count = count;
    } else {
        free(t->slots);
    }
    *t = (tally){0};
    return ready;
}

void scrut_link_sums_add(pattern_sums *s, const pattern patterns[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pattern *slot = scrut_link_tally_slot(&s->rule, patterns[i].key);
        if (slot != NULL)
            slot->count += patterns[i].count;
    }
}

/* a * b / c, rounded. */
static uint64_t share_of(uint64_t a, uint64_t b, uint64_t c)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)((product + c / 2) / c);
}

bool scrut_link_sums_end_rule(pattern_sums *s, uint64_t counted_parts)
{
    pattern *patterns = NULL;
    size_t count = 0;
    pairs_made p = s->pairs;
    bool all = p.made_counted == p.made; /* which parts are counted says nothing then */
    if (!scrut_link_tally_end(&s->rule, &patterns, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        pattern *slot = scrut_link_tally_slot(&s->all, patterns[i].key);
        pattern *counted = scrut_link_tally_slot(&s->each, patterns[i].key);
        if (slot == NULL || counted == NULL)
            break;
        slot->count += share_of(patterns[i].count * PAIR_UNITS, PARTS_OF_RULE, all ? PARTS_OF_RULE : counted_parts);
        counted->count += patterns[i].count;
    }
    free(patterns);
    s->made += p.made;
    s->compared += p.made_counted > 0 ? share_of(p.counted, p.made, p.made_counted) : p.made;
    s->counted += p.counted;
    s->sampled = s->sampled || !all;
    s->pairs = (pairs_made){0};
    return !s->all.failed && !s->each.failed;
}

bool scrut_link_sums_end(pattern_sums *s, pair_counts *ret)
{
    ret->made = s->made;
    ret->compared = s->compared;
    ret->counted = s->counted;
    ret->all_counted = !s->sampled;
    return scrut_link_tally_end(&s->all, &ret->patterns, &ret->pattern_count) &&
           (!s->sampled || scrut_link_tally_end(&s->each, &ret->counted_each, &ret->pattern_count));
}

void scrut_link_sums_free(pattern_sums *s)
{
    free(s->all.slots);
    free(s->each.slots);
    free(s->rule.slots);
}
