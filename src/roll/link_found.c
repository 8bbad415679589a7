/* SPDX-License-Identifier: Apache-2.0
 * Which pairs of a block a rule finds and none before it: asked of up to 64 pairs at a time, by what their rows share.
 */
#include "link_units.h"

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

bool scrut_link_is_together(const blocking *b, size_t rule_index, const uint32_t a[], const uint32_t other[],
                            uint32_t row, uint32_t other_row)
{
    uint64_t node = scrut_link_key_of(b, rule_index, a);
    for (size_t level = 0; scrut_link_is_split(b, node); level++) {
        if (level == b->finer_count[rule_index])
            return chop_of(b, rule_index, row) == chop_of(b, rule_index, other_row);
        size_t f = b->finer[rule_index][level], field = b->features[f].field;
        uint32_t part = scrut_link_part_of(b, f, a[field]);
        if (scrut_link_part_of(b, f, other[field]) != part)
            return false;
        node = scrut_link_node(node, part);
    }
    return true;
}

static uint64_t together(const pair_chunk *c, size_t rule_index, uint64_t pairs)
{
    const batch *t = c->rows;
    size_t fields = c->r->field_count;
    uint64_t found = 0;
    for (uint64_t left = pairs; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left), i = c->first[k], j = c->second[k];
        found |= (uint64_t)scrut_link_is_together(c->b, rule_index, t->cells + i * fields, t->cells + j * fields,
                                                  t->rows[i], t->rows[j])
                 << k;
    }
    return found;
}

uint64_t scrut_link_found(const pair_chunk *c, size_t rule_index)
{
    const rule *u = &c->b->rules[rule_index];
    uint64_t found = c->todo;
    for (size_t i = 0; i < u->count; i++)
        found &= c->alike[u->features[i]];
    return found != 0 && c->b->splits[rule_index] ? together(c, rule_index, found) : found;
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
    c->made += (uint64_t)__builtin_popcountll(c->todo);
    for (size_t i = 0; i < c->rule && c->todo != 0; i++)
        c->todo &= ~scrut_link_found(c, i);
    if (c->todo != 0) {
        h->s->work->visit(h->context, c);
        c->made = 0;
    }
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

void scrut_link_tell_made(unit_hand *h)
{
    pair_chunk *c = &h->chunk;
    c->todo = 0;
    if (c->made > 0)
        h->s->work->visit(h->context, c);
    c->made = 0;
}
