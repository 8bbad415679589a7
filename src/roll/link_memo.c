/* SPDX-License-Identifier: Apache-2.0
 * Comparing values is dear, and few pairs of values are met for the first time. */
#include "link_internal.h"

#include <stdlib.h>

#define RECENT_BITS 15      /* 256 KiB a thread: a larger one is looked up more slowly than it spares */
#define TABLE_BYTES_A_ROW 8 /* fresh memory costs more than the few answers that a larger table keeps */

static bool fill_table(memo *m, size_t field)
{
    const records *r = m->r;
    memo_table *t = &m->tables[field];
    size_t count = r->columns[field].count, bytes = (size_t)r->row_count * TABLE_BYTES_A_ROW;
    size_t most = (bytes < r->table_bytes_max ? bytes : r->table_bytes_max) / (count + 1);
    t->equal = calloc(count + 1, sizeof *t->equal);
    if (t->equal == NULL)
        return false;
    for (uint32_t v = 1; v < count; v++)
        t->equal[v] = (uint8_t)m->compare(r, field, v, v);
    if (r->fields[field].kind == SCRUT_LINK_CATEGORY) {
        t->unequal = count > 2 ? (uint8_t)m->compare(r, field, 1, 2) : 0;
        return true;
    }
    t->is_cheap = r->fields[field].kind == SCRUT_LINK_BORN;
    if (t->is_cheap)
        return true;
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
    *ret = (memo_hand){.shared = m, .memory = scrut_link_large_new(sizeof *ret->recent << RECENT_BITS)};
    ret->recent = ret->memory.bytes;
    return ret->recent != NULL;
}

void scrut_link_memo_close(memo_hand *h)
{
    scrut_link_large_free(&h->memory);
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

/* Two threads may both find out; they find the same. */
unsigned scrut_link_memo_find(const memo_hand *h, size_t field, uint32_t a, uint32_t b)
{
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    const memo *m = h->shared;
    const memo_table *t = &m->tables[field];
    if (high - low >= t->width)
        return t->is_cheap ? m->compare(m->r, field, low, high) : find_recent(h, field, low, high);
    unsigned outcome = m->compare(m->r, field, low, high);
    atomic_store_explicit(&t->outcomes[low * t->width + (high - low)], (uint8_t)outcome, memory_order_relaxed);
    return outcome;
}

#define UNTOLD OUTCOMES

/* What is told of two values that are known and not equal without the table; or UNTOLD. */
static unsigned tell_apart(const memo_hand *h, size_t field, uint32_t a, uint32_t b)
{
    const column *c = &h->shared->r->columns[field];
    if (c->digits != NULL)
        return OUTCOME_NEAR + scrut_link_date_level(c->digits[a], c->digits[b]);
    if (c->sketches != NULL && scrut_link_names_differ(&c->sketches[a], &c->sketches[b]))
        return scrut_link_names_differ_outcome();
    return UNTOLD;
}

unsigned scrut_link_memo_unequal(const memo_hand *h, size_t field, uint32_t a, uint32_t b)
{
    unsigned outcome = tell_apart(h, field, a, b);
    return outcome != UNTOLD ? outcome : scrut_link_memo_outcome(h, field, a, b, scrut_link_memo_place(h, field, a, b));
}

/* Values of a field in pairs. */
typedef struct {
    uint32_t a[LINK_PAIRS], b[LINK_PAIRS];
} value_pairs;

static void fetch_values(const memo_hand *h, const pair_chunk *c, const uint8_t lanes[], size_t count, size_t field,
                         value_pairs *ret)
{
    const name_sketch *sketches = h->shared->r->columns[field].sketches;
    const uint32_t *cells = c->rows->cells + field;
    size_t fields = h->shared->r->field_count;
    for (size_t i = 0; i < count; i++) {
        ret->a[i] = cells[c->first[lanes[i]] * fields];
        ret->b[i] = cells[c->second[lanes[i]] * fields];
        if (sketches != NULL && ret->a[i] != ret->b[i]) {
            __builtin_prefetch(&sketches[ret->a[i]]);
            __builtin_prefetch(&sketches[ret->b[i]]);
        }
    }
}

/* The outcomes of a field whose values are alike or not. Nothing branches: which they are is no matter of course. */
static void compare_category(const memo_hand *h, const value_pairs *v, size_t count, size_t field, uint64_t ret[])
{
    const memo_table *t = &h->shared->tables[field];
    for (size_t i = 0; i < count; i++) {
        uint32_t a = v->a[i], b = v->b[i];
        unsigned same = t->equal[a], other = a != 0 && b != 0 ? t->unequal : OUTCOME_MISSING;
        ret[i] |= (uint64_t)(a == b ? same : other) << (5 * field);
    }
}

/* The outcomes of any other. The look-ups do not wait for one another: each is asked for before any is needed. */
static void compare_field(const memo_hand *h, const value_pairs *v, size_t count, size_t field, uint64_t ret[])
{
    const uint8_t *equal = h->shared->tables[field].equal;
    const _Atomic uint8_t *places[LINK_PAIRS];
    uint8_t untold[LINK_PAIRS];
    size_t untold_count = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned outcome = OUTCOME_MISSING;
        if (v->a[i] == v->b[i])
            outcome = equal[v->a[i]];
        else if (v->a[i] != 0 && v->b[i] != 0)
            outcome = tell_apart(h, field, v->a[i], v->b[i]);
        if (outcome != UNTOLD) {
            ret[i] |= (uint64_t)outcome << (5 * field);
            continue;
        }
        places[untold_count] = scrut_link_memo_place(h, field, v->a[i], v->b[i]);
        __builtin_prefetch(places[untold_count]);
        untold[untold_count++] = (uint8_t)i;
    }
    for (size_t k = 0; k < untold_count; k++) {
        size_t i = untold[k];
        ret[i] |= (uint64_t)scrut_link_memo_outcome(h, field, v->a[i], v->b[i], places[k]) << (5 * field);
    }
}

void scrut_link_memo_compare(const memo_hand *h, const pair_chunk *c, const uint8_t lanes[], size_t count,
                             uint64_t ret[])
{
    const records *r = h->shared->r;
    const uint32_t *cells = c->rows->cells;
    value_pairs v;
    memset(ret, 0, count * sizeof *ret);
    for (size_t f = 0; f < r->field_count; f++) {
        fetch_values(h, c, lanes, count, f, &v);
        if (r->fields[f].kind == SCRUT_LINK_CATEGORY)
            compare_category(h, &v, count, f, ret);
        else
            compare_field(h, &v, count, f, ret);
    }
    for (size_t i = 0; i < count; i++)
        ret[i] = scrut_link_compare_together(r, cells + c->first[lanes[i]] * r->field_count,
                                             cells + c->second[lanes[i]] * r->field_count, ret[i]);
}
