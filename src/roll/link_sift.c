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

/* By how much less than it was said two unequal values of a field add. */
static int32_t less_for(const sieve *s, size_t field, uint32_t x, uint32_t y)
{
    const value_most *most = s->b->values[field];
    unsigned outcome = scrut_link_memo_unequal(s->memo, field, x, y);
    int32_t other = most[x].other > most[y].other ? most[x].other : most[y].other;
    return other - scrut_link_bound_of(s->b, field, outcome, x, y);
}

/* Looks at the values of a field where they differ. */
static void sift_field(sieve *s, size_t field)
{
    const pair_chunk *c = s->c;
    size_t count = s->count, fields = c->r->field_count;
    const uint32_t *cells = c->rows->cells + field;
    s->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t lane = s->lanes[i];
        uint32_t x = cells[c->first[lane] * fields], y = cells[c->second[lane] * fields];
        int32_t less = x != y && x != 0 && y != 0 ? less_for(s, field, x, y) : 0;
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
    scrut_link_kernels(false)->most(c->rows->most, c->rows->most_width, b->finer, c->first, c->second, lanes, count,
                                    most);
    for (size_t i = 0; i < count; i++)
        pass(&s, lanes[i], most[i]);
    for (size_t f = 0; f < c->r->field_count && s.count > 0; f++) {
        if (c->r->fields[f].kind != SCRUT_LINK_CATEGORY)
            sift_field(&s, f);
    }
    return s.count;
}
