/* SPDX-License-Identifier: Apache-2.0
 * Comparing values is dear, and few pairs of values are met for the first time. */
#include "link_internal.h"

#include <stdatomic.h>
#include <stdlib.h>

#define TABLE_BYTES_MAX ((size_t)1 << 25)
#define RECENT_BITS 18

/* Kinds whose comparison takes no longer than looking it up. */
static bool is_cheap(scrut_link_kind kind)
{
    return kind == SCRUT_LINK_CATEGORY;
}

bool scrut_link_memo_new(const records *r, memo *ret)
{
    *ret = (memo){.r = r};
    for (size_t f = 0; f < r->field_count; f++) {
        size_t count = r->columns[f].count;
        if (is_cheap(r->fields[f].kind) || count * count > TABLE_BYTES_MAX)
            continue;
        ret->tables[f].count = count;
        ret->tables[f].outcomes = calloc(count * count + 1, sizeof *ret->tables[f].outcomes);
        if (ret->tables[f].outcomes == NULL) {
            scrut_link_memo_free(ret);
            return false;
        }
    }
    return true;
}

void scrut_link_memo_free(memo *m)
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        free(m->tables[f].outcomes);
}

bool scrut_link_memo_open(const memo *m, memo_hand *ret)
{
    *ret = (memo_hand){m, calloc((size_t)1 << RECENT_BITS, sizeof *ret->recent)};
    return ret->recent != NULL;
}

void scrut_link_memo_close(memo_hand *h)
{
    free(h->recent);
}

/* Two threads may both find out; they find the same. */
static unsigned in_table(const records *r, const memo_table *t, size_t field, uint32_t a, uint32_t b)
{
    _Atomic uint8_t *slot = &t->outcomes[a * t->count + b];
    unsigned outcome = atomic_load_explicit(slot, memory_order_relaxed);
    if (outcome == 0) {
        outcome = scrut_link_compare_values(r, field, a, b);
        atomic_store_explicit(slot, (uint8_t)outcome, memory_order_relaxed);
        atomic_store_explicit(&t->outcomes[b * t->count + a], (uint8_t)outcome, memory_order_relaxed);
    }
    return outcome;
}

/* 27 bits of each value, 4 of the field and 5 of the outcome. */
static unsigned in_recent(const memo_hand *h, size_t field, uint32_t a, uint32_t b)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a, key = (low << 31 | high << 4 | field) << 5;
    uint64_t *slot = &h->recent[key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - RECENT_BITS)];
    if ((*slot & ~UINT64_C(31)) != key || *slot == 0)
        *slot = key | scrut_link_compare_values(h->shared->r, field, a, b);
    return *slot & 31;
}

uint64_t scrut_link_memo_compare(const memo_hand *h, const uint32_t a[], const uint32_t b[])
{
    const records *r = h->shared->r;
    uint64_t outcomes = 0;
    for (size_t f = 0; f < r->field_count; f++) {
        const memo_table *t = &h->shared->tables[f];
        unsigned outcome;
        if (a[f] == b[f] || a[f] == 0 || b[f] == 0 || is_cheap(r->fields[f].kind))
            outcome = scrut_link_compare_values(r, f, a[f], b[f]);
        else
            outcome = t->outcomes != NULL ? in_table(r, t, f, a[f], b[f]) : in_recent(h, f, a[f], b[f]);
        outcomes |= (uint64_t)outcome << (5 * f);
    }
    return scrut_link_compare_together(r, a, b, outcomes);
}
