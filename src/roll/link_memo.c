/* SPDX-License-Identifier: Apache-2.0
 * Comparing values is dear, and few pairs of values are met for the first time. */
#include "link_internal.h"

#include <stdlib.h>

#define RECENT_BITS 18
#define AHEAD 8 /* pairs of a row; with more there is time */

static bool fill_table(memo *m, size_t field)
{
    const records *r = m->r;
    memo_table *t = &m->tables[field];
    size_t count = r->columns[field].count, most = r->table_bytes_max / (count + 1);
    t->equal = calloc(count + 1, sizeof *t->equal);
    if (t->equal == NULL)
        return false;
    for (uint32_t v = 1; v < count; v++)
        t->equal[v] = (uint8_t)m->compare(r, field, v, v);
    if (r->fields[field].kind == SCRUT_LINK_CATEGORY) {
        t->unequal = count > 2 ? (uint8_t)m->compare(r, field, 1, 2) : 0;
        return true;
    }
    t->is_far_cheap = r->fields[field].kind == SCRUT_LINK_BORN;
    t->width = count < most ? count : most;
    t->memory = scrut_link_large_new(count * t->width + 1);
    t->outcomes = t->memory.bytes;
    return t->outcomes != NULL;
}

bool scrut_link_memo_new(const records *r, value_compare compare, memo *ret)
{
    *ret = (memo){.r = r, .compare = compare};
    for (size_t f = 0; f < r->field_count; f++) {
        if (!fill_table(ret, f)) {
            scrut_link_memo_free(ret);
            return false;
        }
    }
    return true;
}

void scrut_link_memo_free(memo *m)
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++) {
        free(m->tables[f].equal);
        scrut_link_large_free(&m->tables[f].memory);
    }
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

/* 27 bits of each value, 4 of the field and 5 of the outcome. */
static unsigned find_recent(const memo_hand *h, size_t field, uint32_t low, uint32_t high)
{
    uint64_t key = ((uint64_t)low << 31 | (uint64_t)high << 4 | field) << 5;
    uint64_t *slot = &h->recent[key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - RECENT_BITS)];
    if ((*slot & ~UINT64_C(31)) != key || *slot == 0)
        *slot = key | h->shared->compare(h->shared->r, field, low, high);
    return *slot & 31;
}

void scrut_link_memo_ahead(const memo_hand *h, size_t field, const batch *rows, size_t first, size_t end)
{
    const memo_table *t = &h->shared->tables[field];
    size_t fields = h->shared->r->field_count;
    const uint32_t *cells = rows->cells + field;
    if (t->width == 0)
        return;
    for (size_t i = first; i < end; i++) {
        for (size_t j = i + 1; j < end && j < i + AHEAD; j++) {
            uint32_t a = cells[i * fields], b = cells[j * fields], low = a < b ? a : b, high = a < b ? b : a;
            if (high - low < t->width)
                __builtin_prefetch((const void *)(uintptr_t)&t->outcomes[low * t->width + (high - low)]);
        }
    }
}

/* Two threads may both find out; they find the same. */
unsigned scrut_link_memo_find(const memo_hand *h, size_t field, uint32_t low, uint32_t high)
{
    const memo *m = h->shared;
    const memo_table *t = &m->tables[field];
    if (high - low >= t->width)
        return t->is_far_cheap ? m->compare(m->r, field, low, high) : find_recent(h, field, low, high);
    unsigned outcome = m->compare(m->r, field, low, high);
    atomic_store_explicit(&t->outcomes[low * t->width + (high - low)], (uint8_t)outcome, memory_order_relaxed);
    return outcome;
}

uint64_t scrut_link_memo_compare(const memo_hand *h, const uint32_t a[], const uint32_t b[])
{
    const records *r = h->shared->r;
    uint64_t outcomes = 0;
    for (size_t f = 0; f < r->field_count; f++) {
        const memo_table *t = &h->shared->tables[f];
        unsigned outcome;
        if (a[f] == b[f])
            outcome = t->equal[a[f]];
        else if (a[f] == 0 || b[f] == 0)
            outcome = OUTCOME_MISSING;
        else
            outcome = t->unequal != 0 ? t->unequal : scrut_link_memo_outcome(h, f, a[f], b[f]);
        outcomes |= (uint64_t)outcome << (5 * f);
    }
    return scrut_link_compare_together(r, a, b, outcomes);
}
