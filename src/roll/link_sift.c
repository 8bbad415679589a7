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
        const int32_t *words = h->sheet.words;
        uint32_t x = (uint32_t)words[scrut_sheet_place(h->sheet.width, test->column, i)] & test->mask;
        return x != 0 && x == ((uint32_t)words[scrut_sheet_place(h->sheet.width, test->column, j)] & test->mask);
    }
    uint32_t part = scrut_link_part_of(b, feature_index, scrut_link_packed_value(h, i, field));
    return part != 0 && part == scrut_link_part_of(b, feature_index, scrut_link_packed_value(h, j, field));
}

/* What is told by the sheet is asked first. */
static bool shares_all(const unit_hand *h, const rule *u, size_t i, size_t j)
{
    bool all = true;
    for (int told = 1; told >= 0 && all; told--) {
        for (size_t k = 0; k < u->count && all; k++)
            all = h->s->plan.tests[u->features[k]].is_told != (told == 1) || shares(h, u->features[k], i, j);
    }
    return all;
}

/* Whether this rule finds the pair, two keys may have one hash, and none before it does. */
static bool is_new(unit_hand *h, size_t k)
{
    const blocking *b = h->s->work->b;
    size_t i = h->left[k][0], j = h->left[k][1], fields = h->s->work->r->field_count;
    bool is_new = shares_all(h, &b->rules[h->s->rule], i, j);
    for (size_t r = 0; r < h->s->rule && is_new; r++) {
        if (!shares_all(h, &b->rules[r], i, j))
            continue;
        const uint32_t *a = h->few.cells + 2 * k * fields, *rows = h->few.rows + 2 * k;
        is_new = b->splits[r] && !scrut_link_is_together(b, r, a, a + fields, rows[0], rows[1]);
    }
    return is_new;
}

static int32_t most_of(const unit_hand *h, size_t k)
{
    size_t i = h->left[k][0], j = h->left[k][1];
    bool swapped = scrut_sheet_swapped(&h->sheet, i, j);
    return swapped ? INT32_MAX / 2 : h->left_base[k] + scrut_sheet_most(&h->sheet, i, j);
}

/* Visits the pairs that are left. */
static void visit_left(unit_hand *h)
{
    pair_chunk *c = &h->chunk;
    h->failed = h->failed || !few_room(h);
    c->todo = 0;
    c->count = h->left_count;
    for (size_t k = 0; k < h->left_count && !h->failed; k++) {
        unpack(h, h->left[k][0], 2 * k);
        unpack(h, h->left[k][1], 2 * k + 1);
        c->first[k] = (uint32_t)(2 * k);
        c->second[k] = (uint32_t)(2 * k + 1);
        c->todo |= is_new(h, k) ? UINT64_C(1) << k : 0;
        if (h->s->has_texts)
            c->most[k] = most_of(h, k);
    }
    if (c->todo != 0) {
        c->rows = &h->few;
        h->s->work->visit(h->context, c);
        c->rows = &h->batch;
        c->made = 0;
    }
    c->count = 0;
    h->left_count = 0;
}

/* Takes the pairs of row i and those of the rows from row `lot` on whose bits are set. */
static void take_left(unit_hand *h, size_t i, size_t lot, const uint8_t may[], size_t lots, int32_t base)
{
    for (size_t at = 0; at < lots; at++, lot += SHEET_LANES) {
        for (unsigned left = may[at]; left != 0; left &= left - 1) {
            h->left[h->left_count][0] = (uint32_t)i;
            h->left[h->left_count][1] = (uint32_t)lot + (uint32_t)__builtin_ctz(left);
            h->left_base[h->left_count++] = base;
            if (h->left_count == LINK_PAIRS)
                visit_left(h);
        }
    }
}

/* What the prior and the fields that the rule fixes add. */
static int32_t base_of(const unit_hand *h, size_t row)
{
    const sweep *s = h->s;
    int32_t base = s->work->bounds->prior;
    for (size_t k = 0; k < s->plan.fixed_count; k++) {
        size_t f = s->plan.fixed[k];
        base += s->work->bounds->values[f][scrut_link_packed_value(h, row, f)].equal;
    }
    return base;
}

/* The first row of a block that is of the second list; rows of one list lie together. */
static size_t second_of(const unit_hand *h, size_t first, size_t end)
{
    uint32_t second_from = h->s->work->r->second_from;
    size_t at = first;
    while (at < end && (uint32_t)h->batch.packed[at * h->s->words] < second_from)
        at++;
    return at;
}

void scrut_link_sift_block(unit_hand *h, size_t first, size_t end)
{
    bool one_list = h->s->work->r->second_from == 0;
    size_t second = one_list ? end : second_of(h, first, end);
    for (size_t i = first; i < second; i++) {
        int32_t base = base_of(h, i), least = h->s->work->floor_weight - base; /* two keys may have one hash */
        size_t from = one_list ? i + 1 : second;
        for (size_t j = from, to; j < end; j = to) {
            uint8_t may[SHEET_SIFTED / SHEET_LANES + 1];
            to = end - j < SHEET_SIFTED ? end : j + SHEET_SIFTED;
            h->s->sift(&h->sheet, i, j, to, least, may);
            size_t lot = j / SHEET_LANES;
            take_left(h, i, lot * SHEET_LANES, may, (to - 1) / SHEET_LANES - lot + 1, base);
        }
        h->chunk.made += end - from;
    }
}

void scrut_link_sift_end(unit_hand *h)
{
    if (h->left_count > 0)
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
        SCRUT_LINK_MEMO_AHEAD(hand, field, cells[c->first[lanes[i]] * fields], cells[c->second[lanes[i]] * fields]);
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
