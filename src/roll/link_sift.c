/* SPDX-License-Identifier: Apache-2.0
 * Pairs that may be kept, told from what each value adds at most: most pairs are strangers, and this says so without
 * comparing anything. Only of those that are left is asked whether an earlier rule finds them, too. */
#include "link_units.h"

#include <stdlib.h>

/* ---- from a sheet ----------------------------------------------------------------------------------------------- */

static bool few_room(unit_hand *h)
{
    batch *t = &h->few;
    if (t->cells != NULL)
        return true;
    t->cells = malloc(2 * LINK_PAIRS * h->s->work->r->field_count * sizeof *t->cells);
    t->rows = malloc(2 * LINK_PAIRS * sizeof *t->rows);
    return t->cells != NULL && t->rows != NULL;
}

/* Unpacks a row of the batch. */
static void unpack(unit_hand *h, size_t from, size_t to)
{
    size_t fields = h->s->work->r->field_count;
    uint32_t *cells = h->few.cells + to * fields;
    for (size_t f = 0; f < fields; f++)
        cells[f] = scrut_link_packed_value(h, from, f);
    h->few.rows[to] = (uint32_t)h->batch.packed[from * h->s->words];
}

/* Whether two rows of the batch share a part. */
static bool shares(const unit_hand *h, size_t feature_index, size_t i, size_t j)
{
    const blocking *b = h->s->work->b;
    const part_test *test = &h->s->plan.tests[feature_index];
    size_t field = b->features[feature_index].field;
    if (test->is_told) {
        const int32_t *words = h->sheet.words + scrut_sheet_place(h->sheet.stride, test->column, 0);
        uint32_t x = (uint32_t)words[i] & test->mask;
        return x != 0 && x == ((uint32_t)words[j] & test->mask);
    }
    uint32_t part = scrut_link_part_of(b, feature_index, scrut_link_packed_value(h, i, field));
    return part != 0 && part == scrut_link_part_of(b, feature_index, scrut_link_packed_value(h, j, field));
}

/* Which of the features that are asked for they share. */
static uint64_t shared(const unit_hand *h, size_t i, size_t j)
{
    uint64_t shared = 0;
    for (uint64_t left = h->s->plan.asked; left != 0; left &= left - 1) {
        unsigned feature_index = (unsigned)__builtin_ctzll(left);
        shared |= (uint64_t)shares(h, feature_index, i, j) << feature_index;
    }
    return shared;
}

/* Whether this rule finds pair k of the chunk, which has room for it: two keys may have one hash; and none before it
 * does. */
static bool is_new(unit_hand *h, size_t k, size_t i, size_t j)
{
    const blocking *b = h->s->work->b;
    uint64_t both = shared(h, i, j), own = b->rules[h->s->rule].mask;
    size_t fields = h->s->work->r->field_count;
    bool is_new = (both & own) == own;
    for (size_t r = 0; r < h->s->rule && is_new; r++) {
        if ((both & b->rules[r].mask) != b->rules[r].mask)
            continue;
        if (!b->splits[r])
            return false;
        unpack(h, i, 2 * k);
        unpack(h, j, 2 * k + 1);
        const uint32_t *a = h->few.cells + 2 * k * fields, *rows = h->few.rows + 2 * k;
        is_new = !scrut_link_is_together(b, r, a, a + fields, rows[0], rows[1]);
    }
    return is_new;
}

static int32_t most_of(const unit_hand *h, size_t i, size_t j)
{
    int32_t base = h->s->work->floor_weight + h->sheet.base[i];
    return scrut_sheet_swapped(&h->sheet, i, j) ? INT32_MAX / 2 : base + scrut_sheet_most(&h->sheet, i, j);
}

/* Visits the pairs that are left. */
static void visit_left(unit_hand *h)
{
    pair_chunk *c = &h->chunk;
    c->todo = c->count < LINK_PAIRS ? (UINT64_C(1) << c->count) - 1 : UINT64_MAX;
    c->rows = &h->few;
    h->s->work->visit(h->context, c);
    c->rows = &h->batch;
    c->made = 0;
    c->count = 0;
}

static void take_left(unit_hand *h, size_t i, size_t j)
{
    pair_chunk *c = &h->chunk;
    size_t k = c->count;
    h->failed = h->failed || !few_room(h);
    if (h->failed || !is_new(h, k, i, j))
        return;
    unpack(h, i, 2 * k);
    unpack(h, j, 2 * k + 1);
    c->first[k] = (uint32_t)(2 * k);
    c->second[k] = (uint32_t)(2 * k + 1);
    if (h->s->has_texts)
        c->most[k] = most_of(h, i, j);
    c->count++;
    if (c->count == LINK_PAIRS)
        visit_left(h);
}

/* Sifts the pairs of row i and the rows that go with it, by so many shifts. */
static void sift_shifts(unit_hand *h, size_t i, size_t shift, size_t count)
{
    uint16_t may[SHEET_SHIFTS_MAX];
    h->s->sifter.sift(&h->sheet, i, shift, count, may);
    for (size_t k = 0; k < count; k++) {
        for (unsigned left = may[k]; left != 0; left &= left - 1) {
            size_t row = i + (size_t)__builtin_ctz(left);
            take_left(h, row, row + shift + k);
        }
    }
}

void scrut_link_sift_batch(unit_hand *h)
{
    const sheet *t = &h->sheet;
    size_t lanes = h->s->sifter.lanes;
    for (size_t i = 0; i < h->batch.count; i += lanes) {
        size_t shift = SIZE_MAX, end = 0;
        for (size_t row = i; row < i + lanes; row++) {
            if (t->partners[row] == PARTNERS_NONE)
                continue;
            size_t first = (size_t)t->partners[row], last = (size_t)t->partners_end[row];
            shift = first - row < shift ? first - row : shift;
            end = last - row > end ? last - row : end;
            h->chunk.made += last - first;
        }
        for (size_t count; shift < end; shift += count) {
            count = end - shift < SHEET_SHIFTS_MAX ? end - shift : SHEET_SHIFTS_MAX;
            sift_shifts(h, i, shift, count);
        }
    }
}

void scrut_link_sift_end(unit_hand *h)
{
    if (h->chunk.count > 0 && !h->failed)
        visit_left(h);
}

/* ---- texts and numbers, which no sheet tells apart -------------------------------------------------------------- */

static bool is_text(const records *r, size_t field)
{
    scrut_link_kind kind = r->fields[field].kind;
    return kind != SCRUT_LINK_CATEGORY && r->columns[field].digits == NULL && r->columns[field].sketches == NULL;
}

bool scrut_link_has_texts(const records *r)
{
    bool has = false;
    for (size_t f = 0; f < r->field_count; f++)
        has = has || is_text(r, f);
    return has;
}

/* By how much less than it was said two values of a field add. */
static int32_t less_for(const bounds *b, const memo_hand *hand, size_t field, uint32_t x, uint32_t y)
{
    if (x == y || x == 0 || y == 0)
        return 0;
    const value_most *values = b->values[field];
    unsigned outcome = scrut_link_memo_unequal(hand, field, x, y);
    int32_t other = values[x].other > values[y].other ? values[x].other : values[y].other;
    return other - scrut_link_bound_unequal(b, field, outcome, b->rarer[field][x], b->rarer[field][y]);
}

/* Leaves out the pairs that weigh too little by what a text shows. */
static size_t sift_text(const bounds *b, const memo_hand *hand, pair_chunk *c, size_t field, uint8_t lanes[],
                        size_t count, int32_t floor_weight)
{
    const uint32_t *cells = c->rows->cells + field;
    size_t fields = c->r->field_count, kept = 0;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(scrut_link_memo_place(hand, field, cells[c->first[lanes[i]] * fields],
                                                 cells[c->second[lanes[i]] * fields]));
    for (size_t i = 0; i < count; i++) {
        uint8_t lane = lanes[i];
        c->most[lane] -= less_for(b, hand, field, cells[c->first[lane] * fields], cells[c->second[lane] * fields]);
        lanes[kept] = lane;
        kept += c->most[lane] >= floor_weight;
    }
    return kept;
}

size_t scrut_link_sift_texts(const bounds *b, const memo_hand *hand, pair_chunk *c, int32_t floor_weight,
                             uint8_t ret_lanes[LINK_PAIRS])
{
    size_t count = 0;
    for (uint64_t left = c->todo; left != 0; left &= left - 1)
        ret_lanes[count++] = (uint8_t)__builtin_ctzll(left);
    for (size_t f = 0; f < c->r->field_count && count > 0; f++) {
        if (is_text(c->r, f))
            count = sift_text(b, hand, c, f, ret_lanes, count, floor_weight);
    }
    return count;
}
