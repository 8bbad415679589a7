/* SPDX-License-Identifier: Apache-2.0
 * Pairs that may be kept, told from what each value adds at most: most pairs are strangers, and this says so without
 * comparing anything. Of those that are left the columns are looked at that are seldom equal and seldom alike. */
#include "link_internal.h"

/* Pairs of a chunk, and the most that each can weigh. */
typedef struct {
    const bounds *b;
    const pair_chunk *c;
    int32_t floor_weight;
    uint8_t *lanes;
    int32_t most[LINK_PAIRS];
    size_t count;
} sieve;

static const uint32_t *cells_of(const pair_chunk *c, uint32_t row)
{
    return c->rows->cells + row * c->r->field_count;
}

/* Names that stand in each other's place are told by two fields together. */
static bool passes(const sieve *s, uint8_t lane, int32_t most)
{
    const pair_chunk *c = s->c;
    return most >= s->floor_weight ||
           scrut_link_is_swapped(c->r, cells_of(c, c->first[lane]), cells_of(c, c->second[lane]));
}

/* By how much less than it was said two unequal values of a field add, for their outcome is known; 0: it is not. */
static int32_t less_for(const records *r, const bounds *b, size_t field, uint32_t x, uint32_t y)
{
    const column *c = &r->columns[field];
    unsigned outcome;
    if (c->digits != NULL)
        outcome = OUTCOME_NEAR + scrut_link_date_level(c->digits[x], c->digits[y]);
    else if (scrut_link_names_differ(&c->sketches[x], &c->sketches[y]))
        outcome = scrut_link_names_differ_outcome();
    else
        return 0;
    int32_t other_x = b->values[field][x].other, other_y = b->values[field][y].other;
    return (other_x > other_y ? other_x : other_y) - scrut_link_bound_of(b, field, outcome, x, y);
}

static void sift_field(sieve *s, size_t field)
{
    const pair_chunk *c = s->c;
    size_t kept = 0, fields = c->r->field_count;
    const uint32_t *cells = c->rows->cells + field;
    for (size_t i = 0; i < s->count; i++) {
        uint8_t lane = s->lanes[i];
        uint32_t x = cells[c->first[lane] * fields], y = cells[c->second[lane] * fields];
        int32_t most = s->most[i];
        if (x != y && x != 0 && y != 0)
            most -= less_for(c->r, s->b, field, x, y);
        s->lanes[kept] = lane;
        s->most[kept] = most;
        kept += passes(s, lane, most);
    }
    s->count = kept;
}

size_t scrut_link_sift(const bounds *b, const pair_chunk *c, int32_t floor_weight, uint8_t ret_lanes[LINK_PAIRS])
{
    sieve s = {.b = b, .c = c, .floor_weight = floor_weight - b->prior, .lanes = ret_lanes};
    uint8_t lanes[LINK_PAIRS];
    int32_t most[LINK_PAIRS];
    size_t count = 0;
    for (uint64_t left = c->todo; left != 0; left &= left - 1)
        lanes[count++] = (uint8_t)__builtin_ctzll(left);
    scrut_link_kernels(false)->most(c->rows->most, c->rows->most_width, b->finer, c->first, c->second, lanes, count,
                                    most);
    for (size_t i = 0; i < count; i++) {
        s.lanes[s.count] = lanes[i];
        s.most[s.count] = most[i];
        s.count += passes(&s, lanes[i], most[i]);
    }
    for (size_t f = 0; f < c->r->field_count && s.count > 0; f++) {
        if (c->r->columns[f].sketches != NULL || c->r->columns[f].digits != NULL)
            sift_field(&s, f);
    }
    return s.count;
}
