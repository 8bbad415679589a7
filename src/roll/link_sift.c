/* SPDX-License-Identifier: Apache-2.0
 * Pairs that may be kept, told from what each value adds at most: most pairs are strangers, and this says so without
 * comparing anything. Of those that are left the columns are looked at that are seldom equal and seldom alike. */
#include "link_internal.h"

/* Pairs of a chunk, and the most that each can weigh. */
typedef struct {
    const bounds *b;
    const memo_hand *memo;
    const pair_chunk *c;
    int32_t floor_weight;
    uint64_t both_names_differ;
    uint8_t *lanes;
    int32_t most[LINK_PAIRS];
    size_t count;
} sieve;

/* Names that stand in each other's place are told by two fields together. */
static bool is_swapped(const sieve *s, uint8_t lane)
{
    const pair_chunk *c = s->c;
    size_t fields = c->r->field_count;
    return (s->both_names_differ >> lane & 1) != 0 &&
           scrut_link_is_swapped(c->r, c->rows->cells + c->first[lane] * fields,
                                 c->rows->cells + c->second[lane] * fields);
}

/* Keeps a pair as the next one if it may weigh enough. */
static void pass(sieve *s, uint8_t lane, int32_t most)
{
    s->lanes[s->count] = lane;
    s->most[s->count] = most;
    s->count += most >= s->floor_weight || is_swapped(s, lane);
}

/* What two known and unequal values of a field show; names that certainly differ have no more to show. */
static unsigned outcome_of(const sieve *s, size_t field, const link_most_row *x, const link_most_row *y)
{
    size_t l = field % LINK_MOST_LANES;
    if (s->c->r->columns[field].digits != NULL)
        return OUTCOME_NEAR + scrut_link_date_level(x->look[l], y->look[l]);
    if (s->b->fields.name[field] >= 0 && scrut_link_rows_differ(x, y, l, (size_t)s->b->fields.name[field]))
        return OUTCOME_MISSING;
    return scrut_link_memo_unequal(s->memo, field, (uint32_t)x->number[l], (uint32_t)y->number[l]);
}

/* By how much less than it was said two values of a field add. */
static int32_t less_for(const sieve *s, size_t field, const link_most_row *x, const link_most_row *y)
{
    size_t l = field % LINK_MOST_LANES;
    if (x->number[l] == y->number[l] || x->number[l] == 0 || y->number[l] == 0)
        return 0;
    unsigned outcome = outcome_of(s, field, x, y);
    int32_t other = x->other[l] > y->other[l] ? x->other[l] : y->other[l];
    if (outcome == OUTCOME_MISSING)
        return 0;
    return other - scrut_link_bound_unequal(s->b, field, outcome, x->rarer[l], y->rarer[l]);
}

/* Looks at the values of a field where they differ. What the memo says of them is asked for before any is needed. */
static void sift_field(sieve *s, size_t field)
{
    const pair_chunk *c = s->c;
    size_t count = s->count, width = c->rows->most_width, l = field % LINK_MOST_LANES;
    const link_most_row *rows = c->rows->most + field / LINK_MOST_LANES;
    for (size_t i = 0; i < count; i++) {
        const link_most_row *x = rows + c->first[s->lanes[i]] * width, *y = rows + c->second[s->lanes[i]] * width;
        SCRUT_LINK_MEMO_AHEAD(s->memo, field, (uint32_t)x->number[l], (uint32_t)y->number[l]);
    }
    s->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t lane = s->lanes[i];
        int32_t less = less_for(s, field, rows + c->first[lane] * width, rows + c->second[lane] * width);
        pass(s, lane, s->most[i] - less);
    }
}

static uint64_t both_names_differ(const pair_chunk *c)
{
    if (c->r->given < 0 || c->r->surname < 0)
        return 0;
    return ~(c->alike[c->b->whole[c->r->given]] | c->alike[c->b->whole[c->r->surname]]);
}

size_t scrut_link_sift(const bounds *b, const memo_hand *hand, const pair_chunk *c, int32_t floor_weight,
                       uint8_t ret_lanes[LINK_PAIRS])
{
    sieve s = {.b = b,
               .memo = hand,
               .c = c,
               .floor_weight = floor_weight - b->prior,
               .both_names_differ = both_names_differ(c),
               .lanes = ret_lanes};
    uint8_t lanes[LINK_PAIRS];
    int32_t most[LINK_PAIRS];
    size_t count = 0;
    for (uint64_t left = c->todo; left != 0; left &= left - 1)
        lanes[count++] = (uint8_t)__builtin_ctzll(left);
    scrut_link_kernels(false)->most(c->rows->most, c->rows->most_width, &b->fields, c->first, c->second, lanes, count,
                                    most);
    for (size_t i = 0; i < count; i++)
        pass(&s, lanes[i], most[i]);
    for (size_t f = 0; f < c->r->field_count; f++) {
        if (c->r->columns[f].digits != NULL) /* dates first: nothing is looked up for them */
            sift_field(&s, f);
    }
    for (size_t f = 0; f < c->r->field_count && s.count > 0; f++) {
        if (c->r->fields[f].kind != SCRUT_LINK_CATEGORY && c->r->columns[f].digits == NULL)
            sift_field(&s, f);
    }
    return s.count;
}
