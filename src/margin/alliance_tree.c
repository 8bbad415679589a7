/* SPDX-License-Identifier: Apache-2.0
 * alliance_tree.c: what is open about seats under alliances, and its halves: where the cuts lie, how many claims lists
 * have, how those at a threshold stand, and how many ballots are moved where thresholds move with them. A cut matters
 * only where it is the value of a claim that wins: from one of these down to the next no list needs fewer votes, and
 * none may have more. */
#include "alliance_boxes.h"

/* ---- opening ---- */

static bool together(const scrut_margin_contest *c, size_t i, size_t k)
{
    return i == k || (c->alliance[i] != SCRUT_NONE && c->alliance[i] == c->alliance[k]);
}

/* The group of list i; a new one when it stands with none before it. NULL: no memory. */
static scrut_group *group_of(scrut_tree *t, size_t i)
{
    const scrut_search *s = t->a->s;
    for (size_t n = 0; n < t->group_count; n++)
        if (together(s->contest, t->groups[n].lists[0], i))
            return &t->groups[n];
    scrut_group *g = &t->groups[t->group_count];
    g->lists = scrut_arena_calloc(t->arena, s->count, sizeof *g->lists);
    if (g->lists == NULL)
        return NULL;
    t->group_count++;
    return g;
}

static bool set_groups(scrut_tree *t)
{
    const scrut_search *s = t->a->s;
    t->cut_count = 1;
    t->group_count = 0;
    t->groups = scrut_arena_calloc(t->arena, s->count, sizeof *t->groups);
    for (size_t i = 0; i < s->count && t->groups != NULL; i++) {
        scrut_group *g = group_of(t, i);
        if (g == NULL)
            return false;
        g->lists[g->count++] = i;
        g->reaches = g->reaches || t->vector != NULL || t->reaches[i];
        g->keeps = g->keeps || t->vector != NULL || !t->reaches[i];
    }
    for (size_t n = 0; n < t->group_count; n++)
        if (t->groups[n].count > 1 && t->groups[n].reaches && t->groups[n].keeps)
            t->groups[n].cut = t->cut_count++;
    return t->groups != NULL;
}

bool scrut_tree_open(scrut_tree *t)
{
    const scrut_search *s = t->a->s;
    const scrut_margin_contest *c = s->contest, inside = {.method = c->inner_method, .seats = c->seats};
    int64_t **arrays[] = {&t->own_low, &t->own_high, &t->allied_low, &t->allied_high, &t->low, &t->high};
    const size_t array_count = sizeof arrays / sizeof arrays[0];
    int64_t *all = scrut_arena_calloc(t->arena, s->count * array_count, sizeof *all);
    for (size_t n = 0; n < array_count && all != NULL; n++)
        *arrays[n] = all + n * s->count;
    t->outer = s->now.low;
    t->together = *c;
    t->together.bar_mask = c->alliance_bar_mask;
    return all != NULL && set_groups(t) && scrut_claims_init(&inside, &c->inner_method, 0, &t->inner);
}

scrut_boxes *scrut_boxes_new(const scrut_tree *t)
{
    scrut_boxes *b = scrut_arena_calloc(t->arena, 1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->cuts = scrut_arena_calloc(t->arena, t->cut_count, sizeof *b->cuts);
    b->stands = scrut_arena_calloc(t->arena, t->a->s->count, sizeof *b->stands);
    b->low = scrut_arena_calloc(t->arena, t->a->s->count, sizeof *b->low);
    b->high = scrut_arena_calloc(t->arena, t->a->s->count, sizeof *b->high);
    return b->cuts != NULL && b->stands != NULL && b->low != NULL && b->high != NULL ? b : NULL;
}

/* Ways to stand that could be, by thresholds at both ends of the ballots moved. */
static uint8_t ways_to_stand(const scrut_tree *t, size_t i)
{
    const scrut_margin_contest *c = t->a->s->contest;
    if (c->barred != NULL && c->barred[i])
        return SCRUT_STANDS_NOT;
    if (t->own_high[i] <= 1)
        return SCRUT_STANDS_OWN;
    bool allied = c->alliance_passes_bar && c->alliance[i] != SCRUT_NONE;
    return (uint8_t)(SCRUT_STANDS_OWN | (allied ? SCRUT_STANDS_ALLIED : 0) |
                     (t->vector == NULL || t->vector[i] == 0 ? SCRUT_STANDS_NOT : 0));
}

static void open_claims(const scrut_tree *t, scrut_boxes *b)
{
    for (size_t n = 0; n < t->group_count; n++)
        for (size_t k = 0; k < t->groups[n].count; k++) {
            size_t i = t->groups[n].lists[k];
            if (t->vector != NULL)
                b->low[i] = b->high[i] = t->vector[i];
            else if (k == 0 || t->groups[n].cut > 0)
                b->high[i] = t->a->s->contest->seats;
        }
}

scrut_boxes *scrut_tree_root(scrut_tree *t, int64_t most)
{
    const scrut_search *s = t->a->s;
    scrut_boxes *b = scrut_boxes_new(t);
    if (b == NULL)
        return NULL;
    const scrut_value bottom = {.rank = SCRUT_RANK_BOTTOM, .denominator = 1};
    const scrut_value top = {.rank = SCRUT_RANK_TOP, .denominator = 1};
    for (size_t n = 0; n < t->cut_count; n++)
        b->cuts[n] = (scrut_cuts){.low = bottom, .high = top};
    b->moved_high = s->moving ? most : 0;
    open_claims(t, b);
    scrut_boxes_weigh(t, b); /* sets the thresholds */
    for (size_t i = 0; i < s->count; i++)
        b->stands[i] = ways_to_stand(t, i);
    scrut_boxes_weigh(t, b);
    return b;
}

/* ---- halves ---- */

/* Values of k-th claims strictly between the two ends, by the votes that give them; the first and how many. */
static int64_t values_between(const scrut_tree *t, const scrut_claims *claims, int64_t k, const scrut_cuts *c,
                              int64_t *ret_first)
{
    int64_t most = t->a->s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX : scrut_larger(1, t->a->s->total);
    *ret_first = scrut_larger(1, scrut_claims_reach(claims, k, &c->low, true));
    return scrut_smaller(most, scrut_claims_reach(claims, k, &c->high, false) - 1) - *ret_first + 1;
}

typedef struct {
    const scrut_claims *claims;
    const scrut_cuts *cuts;
    int64_t count;
    scrut_value value;
} middle;

/* The finest of the claims that has values between the ends. */
static void find_middle(const scrut_tree *t, int64_t least, int64_t most, middle *m)
{
    for (int64_t k = most; k >= 1 && k >= least; k--) {
        int64_t first, count = values_between(t, m->claims, k, m->cuts, &first);
        if (count <= 0)
            continue;
        if (count > m->count) {
            m->count = count;
            m->value = scrut_claims_value(m->claims, first + (count - 1) / 2, k);
        }
        return;
    }
}

/* False: no claim that wins has a value between the ends. */
static bool middle_of(const scrut_tree *t, const scrut_boxes *b, size_t cut, scrut_value *ret_middle)
{
    middle m = {.claims = cut == 0 ? &t->outer : &t->inner, .cuts = &b->cuts[cut]};
    for (size_t n = 0; n < t->group_count; n++) {
        const scrut_group *g = &t->groups[n];
        int64_t least = 0, most = 0;
        for (size_t k = 0; k < g->count; k++) {
            size_t i = g->lists[k];
            least += b->low[i];
            most += b->high[i];
            if (cut > 0 && g->cut == cut && (t->vector != NULL || t->reaches[i]))
                find_middle(t, b->low[i], b->high[i], &m);
        }
        if (cut == 0 && g->reaches)
            find_middle(t, least, most, &m);
    }
    *ret_middle = m.value;
    return m.count > 0;
}

/* The cuts, claims of a list, how it stands, the ballots moved. */
size_t scrut_tree_sides(const scrut_tree *t)
{
    return t->cut_count + 2 * t->a->s->count + 1;
}

static bool halve_cuts(const scrut_tree *t, const scrut_boxes *b, size_t cut, scrut_boxes *low, scrut_boxes *high)
{
    scrut_value between;
    if (b->cuts[cut].point)
        return false;
    if (middle_of(t, b, cut, &between)) {
        low->cuts[cut].high = high->cuts[cut].low = between;
        return true;
    }
    low->cuts[cut].point = high->cuts[cut].point = true;
    return true;
}

static bool halve_stands(const scrut_boxes *b, size_t i, scrut_boxes *low, scrut_boxes *high)
{
    uint8_t ways = b->stands[i], one = (uint8_t)(ways & -ways);
    low->stands[i] = one;
    high->stands[i] = (uint8_t)(ways - one);
    return ways != one;
}

static bool halve_claims(const scrut_boxes *b, size_t i, scrut_boxes *low, scrut_boxes *high)
{
    low->high[i] = b->low[i] + (b->high[i] - b->low[i]) / 2;
    high->low[i] = low->high[i] + 1;
    return b->low[i] < b->high[i];
}

static bool halve_moved(const scrut_boxes *b, scrut_boxes *low, scrut_boxes *high)
{
    low->moved_high = b->moved_low + (b->moved_high - b->moved_low) / 2;
    high->moved_low = low->moved_high + 1;
    return b->moved_low < b->moved_high;
}

void scrut_boxes_copy(const scrut_tree *t, const scrut_boxes *from, scrut_boxes *to)
{
    const scrut_boxes own = *to;
    size_t lists = t->a->s->count;
    *to = *from;
    to->cuts = own.cuts;
    to->stands = own.stands;
    to->low = own.low;
    to->high = own.high;
    memcpy(to->cuts, from->cuts, t->cut_count * sizeof *to->cuts);
    memcpy(to->stands, from->stands, lists);
    memcpy(to->low, from->low, lists * sizeof *to->low);
    memcpy(to->high, from->high, lists * sizeof *to->high);
}

bool scrut_boxes_halve(scrut_tree *t, const scrut_boxes *b, size_t side, scrut_boxes *low, scrut_boxes *high,
                       bool *ret_ends)
{
    bool halved;
    size_t lists = t->a->s->count;
    scrut_boxes_copy(t, b, low);
    scrut_boxes_copy(t, b, high);
    if (side < t->cut_count)
        halved = halve_cuts(t, b, side, low, high);
    else if (side < t->cut_count + lists)
        halved = halve_claims(b, side - t->cut_count, low, high);
    else if (side < t->cut_count + 2 * lists)
        halved = halve_stands(b, side - t->cut_count - lists, low, high);
    else
        halved = halve_moved(b, low, high);
    *ret_ends = side < t->cut_count && low->cuts[side].point;
    if (halved) {
        scrut_boxes_weigh(t, low);
        scrut_boxes_weigh(t, high);
    }
    return halved;
}
