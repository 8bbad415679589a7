/* SPDX-License-Identifier: Apache-2.0
 * Which pairs of a block a rule finds and none before it: asked of up to 64 pairs at a time, by what their rows share.
 */
#include "link_units.h"

static uint32_t cell_of(const pair_chunk *c, size_t row, size_t field)
{
    return c->rows->cells[row * c->r->field_count + field];
}

static uint32_t chop_of(const blocking *b, size_t rule_index, uint32_t row)
{
    size_t low = 0, high = b->chop_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const chop_mark *m = &b->chops[middle];
        if (m->rule < rule_index || (m->rule == rule_index && m->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low < b->chop_count ? b->chops[low].chop : 0;
}

static uint64_t same_chop(const pair_chunk *c, size_t rule_index, size_t row, uint64_t pairs)
{
    uint32_t own = chop_of(c->b, rule_index, c->rows->rows[row]);
    uint64_t same = 0;
    for (uint64_t left = pairs; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        same |= (uint64_t)(chop_of(c->b, rule_index, c->rows->rows[c->second[k]]) == own) << k;
    }
    return same;
}

/* Pairs in which both parts of a feature are equal, or neither is known. */
static uint64_t same_part(const pair_chunk *c, size_t feature_index, uint32_t part, uint64_t pairs)
{
    if (part != 0)
        return pairs & c->alike[feature_index];
    uint64_t same = 0;
    for (uint64_t left = pairs; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        same |= (uint64_t)(c->rows->parts[c->second[k] * c->rows->width * LINK_LANES + feature_index] == 0) << k;
    }
    return same;
}

/* Of pairs of a row that agree in all parts of the rule, those that the splitting of their block left together. */
static uint64_t not_split_of(const pair_chunk *c, size_t rule_index, size_t row, uint64_t pairs)
{
    const blocking *b = c->b;
    const rule *u = &b->rules[rule_index];
    uint64_t node = rule_index, near = 0;
    for (size_t k = 0; k < u->count; k++) {
        size_t f = u->features[k];
        uint32_t part = scrut_link_part_of(b, f, cell_of(c, row, b->features[f].field));
        node = scrut_link_key_add(b, rule_index, k, node, part, &near);
    }
    node = scrut_link_key_end(node, near);
    for (size_t level = 0; pairs != 0 && scrut_link_is_split(b, node); level++) {
        if (level == b->finer_count[rule_index])
            return pairs & same_chop(c, rule_index, row, pairs);
        size_t f = b->finer[rule_index][level];
        uint32_t part = scrut_link_part_of(b, f, cell_of(c, row, b->features[f].field));
        pairs &= same_part(c, f, part, pairs);
        node = scrut_link_node(node, part);
    }
    return pairs;
}

/* The pairs of one row lie side by side. */
static uint64_t not_split(const pair_chunk *c, size_t rule_index, uint64_t pairs)
{
    uint64_t found = 0;
    for (uint64_t left = pairs; left != 0;) {
        size_t k = (size_t)__builtin_ctzll(left), row = c->first[k];
        uint64_t here = 0;
        for (; k < LINK_PAIRS && c->first[k] == row; k++)
            here |= UINT64_C(1) << k;
        found |= not_split_of(c, rule_index, row, left & here);
        left &= ~here;
    }
    return found;
}

uint64_t scrut_link_found(const pair_chunk *c, size_t rule_index)
{
    const rule *u = &c->b->rules[rule_index];
    uint64_t found = c->todo;
    for (size_t i = 0; i < u->count; i++)
        found &= c->alike[u->features[i]];
    return found != 0 && c->b->splits[rule_index] ? not_split(c, rule_index, found) : found;
}

static void visit_pairs(unit_hand *h)
{
    pair_chunk *c = &h->chunk;
    const blocking *b = c->b;
    h->s->kernels->turn(h->alike, h->batch.width, c->alike);
    c->todo = c->count < LINK_PAIRS ? (UINT64_C(1) << c->count) - 1 : UINT64_MAX;
    c->count = 0;
    if (c->r->second_from > 0)
        c->todo &= ~c->alike[b->feature_count]; /* of one list */
    const rule *own = &b->rules[c->rule];
    for (size_t i = 0; i < own->count; i++)
        c->todo &= c->alike[own->features[i]]; /* two keys may have one hash */
    for (size_t i = 0; i < c->rule && c->todo != 0; i++)
        c->todo &= ~scrut_link_found(c, i);
    if (c->todo != 0)
        h->s->work->visit(h->context, c);
}

static void add_pairs(unit_hand *h, size_t i, size_t j, size_t count)
{
    pair_chunk *c = &h->chunk;
    uint8_t(*alike)[LINK_PAIRS] = (uint8_t(*)[LINK_PAIRS])(h->alike[0] + c->count);
    h->s->kernels->alike(h->batch.parts, h->batch.width, i, j, count, alike);
    for (size_t k = 0; k < count; k++) {
        c->first[c->count + k] = (uint32_t)i;
        c->second[c->count + k] = (uint32_t)(j + k);
    }
    c->count += count;
}

void scrut_link_pair_block(unit_hand *h, size_t first, size_t end)
{
    pair_chunk *c = &h->chunk;
    for (size_t i = first; i + 1 < end; i++) {
        for (size_t j = i + 1; j < end;) {
            size_t room = LINK_PAIRS - c->count, count = end - j < room ? end - j : room;
            add_pairs(h, i, j, count);
            j += count;
            if (c->count == LINK_PAIRS)
                visit_pairs(h);
        }
    }
}

void scrut_link_pair_end(unit_hand *h)
{
    if (h->chunk.count > 0)
        visit_pairs(h);
}
