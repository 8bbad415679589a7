/* SPDX-License-Identifier: Apache-2.0
 * alliance_vector.c: the fewest ballots for a claimed vector under alliances, by branch and bound over where the cuts
 * lie (the outer one and one inside every alliance), how lists at a threshold stand, and how many ballots are added or
 * removed where thresholds move with them. At points the boxes of votes say exactly what is needed; over ranges they
 * are the widest. A cut matters only where it is the value of a claim that loses: between two of these every list can
 * have as few votes as at the upper, and no more. The half that cannot do better than what is known is cut off; the
 * rest with the lowest bound comes next, so that, when the search must end, the lowest bound left is proven. */
#include "alliance_boxes.h"

#define HALVES_MAX 4000 /* that wait */
#define WEIGHED_MAX 200000

typedef struct {
    scrut_tree tree;
    scrut_boxes **waiting, **spare;
    size_t count, spare_count;
    int64_t open; /* fewest ballots of boxes that hold without votes that were found to do */
} vector_search;

/* ---- opening ---- */

bool scrut_allied_boxed(const scrut_search *s)
{
    const scrut_margin_contest *c = s->contest;
    bool outer = c->method.family == SCRUT_METHOD_DIVISOR ||
                 (c->method.family == SCRUT_METHOD_QUOTA && s->metric == SCRUT_METRIC_CHANGE && !s->varies &&
                  !scrut_claims_exceed(&c->method));
    return outer && c->inner_method.family == SCRUT_METHOD_DIVISOR && c->seats_min == 0 && c->seats_max == 0;
}

static bool together(const scrut_margin_contest *c, size_t i, size_t k)
{
    return i == k || (c->alliance[i] != SCRUT_NONE && c->alliance[i] == c->alliance[k]);
}

static bool set_groups(scrut_tree *t)
{
    const scrut_search *s = t->a->s;
    t->cut_count = 1;
    t->groups = scrut_arena_calloc(t->arena, s->count, sizeof *t->groups);
    for (size_t i = 0; i < s->count && t->groups != NULL; i++) {
        size_t n = 0;
        while (n < t->group_count && !together(s->contest, t->groups[n].lists[0], i))
            n++;
        scrut_group *g = &t->groups[n];
        if (n == t->group_count) {
            t->group_count++;
            g->lists = scrut_arena_calloc(t->arena, s->count, sizeof *g->lists);
            if (g->lists == NULL)
                return false;
        }
        g->lists[g->count++] = i;
        g->seats += t->seats[i];
    }
    for (size_t n = 0; n < t->group_count; n++)
        if (t->groups[n].count > 1 && t->groups[n].seats > 0)
            t->groups[n].cut = t->cut_count++;
    return t->groups != NULL;
}

static bool open_tree(scrut_tree *t)
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

static scrut_boxes *new_boxes(const scrut_tree *t)
{
    scrut_boxes *b = scrut_arena_calloc(t->arena, 1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->cuts = scrut_arena_calloc(t->arena, t->cut_count, sizeof *b->cuts);
    b->stands = scrut_arena_calloc(t->arena, t->a->s->count, sizeof *b->stands);
    return b->cuts != NULL && b->stands != NULL ? b : NULL;
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
    return (uint8_t)(SCRUT_STANDS_OWN | (allied ? SCRUT_STANDS_ALLIED : 0) | (t->seats[i] == 0 ? SCRUT_STANDS_NOT : 0));
}

static scrut_boxes *open_root(scrut_tree *t, int64_t most)
{
    const scrut_search *s = t->a->s;
    scrut_boxes *b = new_boxes(t);
    if (b == NULL)
        return NULL;
    const scrut_value bottom = {.rank = SCRUT_RANK_BOTTOM, .denominator = 1};
    const scrut_value top = {.rank = SCRUT_RANK_TOP, .denominator = 1};
    for (size_t n = 0; n < t->cut_count; n++)
        b->cuts[n] = (scrut_cuts){.low = bottom, .high = top};
    b->moved_high = s->moving ? most : 0;
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

/* The middle of the finest claims that lose. False: none lies between the ends. */
static bool middle_of(const scrut_tree *t, size_t cut, const scrut_cuts *c, scrut_value *ret_middle)
{
    const scrut_claims *claims = cut == 0 ? &t->outer : &t->inner;
    int64_t best = 0;
    for (size_t n = 0; n < t->group_count; n++) {
        const scrut_group *g = &t->groups[n];
        size_t parts = cut == 0 ? 1 : g->cut == cut ? g->count : 0;
        for (size_t k = 0; k < parts; k++) {
            int64_t next = (cut == 0 ? g->seats : t->seats[g->lists[k]]) + 1, first;
            int64_t count = values_between(t, claims, next, c, &first);
            if (count <= best)
                continue;
            best = count;
            *ret_middle = scrut_claims_value(claims, first + (count - 1) / 2, next);
        }
    }
    return best > 0;
}

/* What can be halved: the cuts, how a list stands, the ballots moved. */
static size_t sides_of(const scrut_tree *t)
{
    return t->cut_count + t->a->s->count + 1;
}

static bool halve_cuts(const scrut_tree *t, const scrut_boxes *b, size_t cut, scrut_boxes *low, scrut_boxes *high)
{
    scrut_value middle = {.denominator = 1};
    if (b->cuts[cut].point)
        return false;
    if (middle_of(t, cut, &b->cuts[cut], &middle)) {
        low->cuts[cut].high = high->cuts[cut].low = middle;
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

static bool halve_moved(const scrut_boxes *b, scrut_boxes *low, scrut_boxes *high)
{
    low->moved_high = b->moved_low + (b->moved_high - b->moved_low) / 2;
    high->moved_low = low->moved_high + 1;
    return b->moved_low < b->moved_high;
}

static void copy_boxes(const scrut_tree *t, const scrut_boxes *from, scrut_boxes *to)
{
    scrut_cuts *cuts = to->cuts;
    uint8_t *stands = to->stands;
    *to = *from;
    to->cuts = cuts;
    to->stands = stands;
    memcpy(cuts, from->cuts, t->cut_count * sizeof *cuts);
    memcpy(stands, from->stands, t->a->s->count);
}

/* Both halves on one side, weighed. False: there is only one. A range in which no cut is left but its upper end
 * becomes that point: two equal halves. */
static bool halve(scrut_tree *t, const scrut_boxes *b, size_t side, scrut_boxes *low, scrut_boxes *high)
{
    bool halved;
    copy_boxes(t, b, low);
    copy_boxes(t, b, high);
    if (side < t->cut_count)
        halved = halve_cuts(t, b, side, low, high);
    else if (side + 1 < sides_of(t))
        halved = halve_stands(b, side - t->cut_count, low, high);
    else
        halved = halve_moved(b, low, high);
    if (halved) {
        scrut_boxes_weigh(t, low);
        scrut_boxes_weigh(t, high);
    }
    return halved;
}

static bool ends_here(const scrut_boxes *low, size_t side, const scrut_tree *t)
{
    return side < t->cut_count && low->cuts[side].point;
}

/* ---- the search ---- */

/* Halves one side for as long as one of the halves is cut off, as what cannot do better than is known. False: nothing
 * is left. *ret_less, *ret_more: bounds of the halves it ends with; -1: there are none. */
static bool narrow_side(scrut_tree *t, scrut_boxes *b, size_t side, scrut_boxes *low, scrut_boxes *high,
                        int64_t *ret_less, int64_t *ret_more, bool *ret_narrowed)
{
    *ret_less = *ret_more = -1;
    while (b->bound < t->a->best && halve(t, b, side, low, high)) {
        *ret_less = scrut_smaller(low->bound, high->bound);
        *ret_more = scrut_larger(low->bound, high->bound);
        if (*ret_more < t->a->best && !ends_here(low, side, t))
            return true;
        *ret_less = -1;
        *ret_narrowed = true;
        copy_boxes(t, low->bound <= high->bound ? low : high, b);
    }
    return b->bound < t->a->best;
}

/* Narrows all sides until none gets any narrower. The side whose better half is dearest is where to go on; none of
 * them: it is a point. False: nothing is left. */
static bool narrow(scrut_tree *t, scrut_boxes *b, scrut_boxes *low, scrut_boxes *high, size_t *ret_side)
{
    for (bool narrowed = true; narrowed;) {
        int64_t best = -1, other = -1;
        narrowed = false;
        *ret_side = sides_of(t);
        for (size_t side = 0; side < sides_of(t); side++) {
            int64_t less, more;
            if (!narrow_side(t, b, side, low, high, &less, &more, &narrowed))
                return false;
            if (less < best || (less == best && more <= other))
                continue;
            best = less;
            other = more;
            *ret_side = less < 0 ? *ret_side : side;
        }
    }
    return true;
}

static void keep_waiting(vector_search *v, scrut_boxes *b)
{
    size_t n = v->count++;
    for (; n > 0 && v->waiting[(n - 1) / 2]->bound > b->bound; n = (n - 1) / 2)
        v->waiting[n] = v->waiting[(n - 1) / 2];
    v->waiting[n] = b;
}

static scrut_boxes *take_first(vector_search *v)
{
    scrut_boxes *first = v->waiting[0], *last = v->waiting[--v->count];
    size_t n = 0;
    for (size_t next = 1; next < v->count; n = next, next = 2 * n + 1) {
        next += next + 1 < v->count && v->waiting[next + 1]->bound < v->waiting[next]->bound;
        if (v->waiting[next]->bound >= last->bound)
            break;
        v->waiting[n] = v->waiting[next];
    }
    v->waiting[n] = last;
    return first;
}

static void end_at(vector_search *v, const scrut_boxes *b)
{
    scrut_allied *a = v->tree.a;
    int64_t *votes = scrut_allied_votes(a);
    if (votes == NULL)
        return;
    if (scrut_boxes_fill(&v->tree, b, votes))
        scrut_allied_keep(a, votes);
    if (a->best > b->bound)
        v->open = scrut_smaller(v->open, b->bound);
}

/* The half with the lower bound; of equal ones the one towards which the ballots that must be gained and lost point. */
static bool lower_first(const scrut_boxes *b, const scrut_boxes *low, const scrut_boxes *high)
{
    return low->bound != high->bound ? low->bound < high->bound : b->lead <= 0;
}

static scrut_boxes *take_boxes(vector_search *v)
{
    scrut_boxes *b = v->spare_count > 0 ? v->spare[--v->spare_count] : new_boxes(&v->tree);
    if (b == NULL)
        v->tree.a->status = scrut_fail_memory(v->tree.a->s->err);
    return b;
}

static bool is_ended(const vector_search *v)
{
    return v->count == HALVES_MAX || v->tree.weighed > WEIGHED_MAX || v->tree.a->status != SCRUT_OK;
}

/* From these boxes down to a point; the halves not taken wait. */
static void dive(vector_search *v, scrut_boxes *b)
{
    scrut_tree *t = &v->tree;
    scrut_boxes *low = take_boxes(v), *high = take_boxes(v);
    while (!is_ended(v)) {
        size_t side;
        bool left = narrow(t, b, low, high, &side);
        if (left && side == sides_of(t))
            end_at(v, b);
        if (!left || side == sides_of(t)) {
            v->spare[v->spare_count++] = b;
            b = NULL;
            break;
        }
        (void)halve(t, b, side, low, high);
        bool first = lower_first(b, low, high);
        scrut_boxes *next = first ? low : high;
        keep_waiting(v, first ? high : low);
        low = b;
        high = take_boxes(v);
        b = next;
    }
    if (b != NULL)
        keep_waiting(v, b); /* the search was ended */
    v->spare[v->spare_count++] = low;
    v->spare[v->spare_count++] = high;
}

static void search(vector_search *v)
{
    scrut_allied *a = v->tree.a;
    while (v->count > 0 && !is_ended(v) && v->waiting[0]->bound < scrut_smaller(a->best, v->open))
        dive(v, take_first(v));
    a->least = scrut_smaller(v->open, a->best);
    if (v->count > 0)
        a->least = scrut_smaller(a->least, v->waiting[0]->bound);
}

/* Claims of a list, or an alliance, that are worth the same whatever its votes tie with no other: then boxes for
 * certain ask too much, and those of "could" give the lower end. */
static bool has_claims_alike(const scrut_tree *t)
{
    for (size_t n = 0; n < t->group_count; n++) {
        const scrut_group *g = &t->groups[n];
        if (scrut_claims_alike(&t->outer, g->seats))
            return true;
        for (size_t k = 0; k < g->count && g->cut > 0; k++)
            if (scrut_claims_alike(&t->inner, t->seats[g->lists[k]]))
                return true;
    }
    return false;
}

static bool adds_up(const scrut_allied *a)
{
    int64_t sum = 0;
    for (size_t i = 0; i < a->s->count; i++) {
        if (a->q->target->vector[i] < 0 || a->q->target->vector[i] > a->s->contest->seats)
            return false;
        sum += a->q->target->vector[i];
    }
    return sum == a->s->contest->seats;
}

static bool open_search(vector_search *v)
{
    const size_t most = HALVES_MAX + 8;
    v->waiting = scrut_arena_calloc(v->tree.arena, most, sizeof(scrut_boxes *));
    v->spare = scrut_arena_calloc(v->tree.arena, most, sizeof(scrut_boxes *));
    return v->waiting != NULL && v->spare != NULL && open_tree(&v->tree);
}

void scrut_allied_vector(scrut_allied *a)
{
    vector_search v = {.tree = {.a = a, .seats = a->q->target->vector, .certain = a->certain}, .open = SCRUT_NEVER};
    int64_t most = scrut_smaller(a->s->pool, a->s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX : a->s->total);
    a->least = SCRUT_NEVER;
    if (!adds_up(a))
        return;
    v.tree.arena = scrut_arena_new();
    scrut_boxes *root = NULL;
    if (v.tree.arena != NULL && open_search(&v))
        root = open_root(&v.tree, most);
    if (root == NULL) {
        a->status = scrut_fail_memory(a->s->err);
    } else {
        v.tree.certain = a->certain && !has_claims_alike(&v.tree);
        scrut_boxes_weigh(&v.tree, root);
        keep_waiting(&v, root);
        search(&v);
    }
    scrut_arena_free(v.tree.arena);
}
