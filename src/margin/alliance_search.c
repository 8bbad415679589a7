/* SPDX-License-Identifier: Apache-2.0
 * alliance_search.c: the fewest ballots for seats under alliances, by branch and bound over what alliance_tree.c
 * halves. At points the boxes of votes say exactly what is needed; over ranges they are the widest. The half that
 * cannot do better than what is known is cut off; of the rest the one with the lowest bound comes next, so that, when
 * the search must end, the lowest bound left is proven. */
#include "alliance_boxes.h"

#define HALVES_MAX 4000    /* that wait */
#define WEIGHED_MAX 200000 /* boxes, of a vector */
#define SHARED_MAX 4000    /* of seats that lists share: a house asks for many such margins */

typedef struct {
    scrut_tree tree;
    scrut_boxes **waiting, **spare;
    size_t count, spare_count;
    int64_t open; /* fewest ballots of boxes that hold without votes that were found to do */
} vector_search;

bool scrut_allied_boxed(const scrut_search *s)
{
    const scrut_margin_contest *c = s->contest;
    bool outer = c->method.family == SCRUT_METHOD_DIVISOR ||
                 (c->method.family == SCRUT_METHOD_QUOTA && s->metric == SCRUT_METRIC_CHANGE && !s->varies &&
                  !scrut_claims_exceed(&c->method));
    return outer && c->inner_method.family == SCRUT_METHOD_DIVISOR && c->seats_min == 0 && c->seats_max == 0;
}

/* Halves one side for as long as one of the halves is cut off, as what cannot do better than is known. False: nothing
 * is left. *ret_less, *ret_more: bounds of the halves it ends with; -1: there are none. */
static bool narrow_side(scrut_tree *t, scrut_boxes *b, size_t side, scrut_boxes *low, scrut_boxes *high,
                        int64_t *ret_less, int64_t *ret_more, bool *ret_narrowed)
{
    bool ends;
    *ret_less = *ret_more = -1;
    while (b->bound < t->a->best && scrut_boxes_halve(t, b, side, low, high, &ends)) {
        *ret_less = scrut_smaller(low->bound, high->bound);
        *ret_more = scrut_larger(low->bound, high->bound);
        if (*ret_more < t->a->best && !ends)
            return true;
        *ret_less = -1;
        *ret_narrowed = true;
        scrut_boxes_copy(t, low->bound <= high->bound ? low : high, b);
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
        *ret_side = scrut_tree_sides(t);
        for (size_t side = 0; side < scrut_tree_sides(t); side++) {
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
    scrut_boxes *b = v->spare_count > 0 ? v->spare[--v->spare_count] : scrut_boxes_new(&v->tree);
    if (b == NULL)
        v->tree.a->status = scrut_fail_memory(v->tree.a->s->err);
    return b;
}

static bool is_ended(const vector_search *v)
{
    return v->count >= HALVES_MAX || v->tree.weighed > (v->tree.vector != NULL ? WEIGHED_MAX : SHARED_MAX) ||
           v->tree.a->status != SCRUT_OK;
}

/* From these boxes down to a point; the halves not taken wait. */
static void dive(vector_search *v, scrut_boxes *b)
{
    scrut_tree *t = &v->tree;
    scrut_boxes *low = take_boxes(v), *high = take_boxes(v);
    while (!is_ended(v)) {
        size_t side;
        bool ends, left = narrow(t, b, low, high, &side);
        if (left && side == scrut_tree_sides(t))
            end_at(v, b);
        if (!left || side == scrut_tree_sides(t)) {
            v->spare[v->spare_count++] = b;
            b = NULL;
            break;
        }
        (void)scrut_boxes_halve(t, b, side, low, high, &ends);
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

static bool vector_has_claims_alike(const scrut_tree *t)
{
    for (size_t n = 0; n < t->group_count; n++) {
        const scrut_group *g = &t->groups[n];
        int64_t seats = 0;
        for (size_t k = 0; k < g->count; k++) {
            seats += t->vector[g->lists[k]];
            if (g->cut > 0 && scrut_claims_alike(&t->inner, t->vector[g->lists[k]]))
                return true;
        }
        if (scrut_claims_alike(&t->outer, seats))
            return true;
    }
    return false;
}

/* Claims of a list, or an alliance, that are worth the same whatever its votes tie with no other: then boxes with two
 * ends ask too much for certain, and those of "could" give the lower end. */
static bool has_claims_alike(const scrut_tree *t)
{
    if (t->vector != NULL)
        return vector_has_claims_alike(t);
    for (int64_t k = 1; k <= t->a->s->contest->seats && t->cut_count > 1; k++)
        if (scrut_claims_alike(&t->outer, k))
            return true;
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
    return v->waiting != NULL && v->spare != NULL && scrut_tree_open(&v->tree);
}

static void run(vector_search *v)
{
    scrut_allied *a = v->tree.a;
    int64_t most = scrut_smaller(a->s->pool, a->s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX : a->s->total);
    scrut_boxes *root = NULL;
    v->open = SCRUT_NEVER;
    v->tree.certain = a->certain;
    v->tree.arena = scrut_arena_new();
    if (v->tree.arena != NULL && open_search(v))
        root = scrut_tree_root(&v->tree, most);
    if (root == NULL) {
        a->status = scrut_fail_memory(a->s->err);
    } else {
        v->tree.certain = a->certain && !has_claims_alike(&v->tree);
        scrut_boxes_weigh(&v->tree, root);
        keep_waiting(v, root);
        search(v);
    }
    scrut_offers_free(&v->tree.sums);
    scrut_arena_free(v->tree.arena);
}

static void find_vector(scrut_allied *a)
{
    vector_search v = {.tree = {.a = a, .vector = a->q->target->vector}};
    a->least = SCRUT_NEVER;
    if (adds_up(a))
        run(&v);
}

/* So many seats or more for these lists together. */
static void find_seats(scrut_allied *a, const bool *lists, int64_t seats)
{
    vector_search v = {.tree = {.a = a, .reaches = lists, .seats = seats}};
    if (seats <= a->s->contest->seats)
        run(&v);
    else
        a->least = SCRUT_NEVER;
}

/* Somebody holds a seat more than now. */
static void find_seat_more(scrut_allied *a, bool *lists)
{
    int64_t least = SCRUT_NEVER;
    for (size_t i = 0; i < a->s->count && a->status == SCRUT_OK; i++) {
        lists[i] = true;
        find_seats(a, lists, a->q->now.certain[i] + 1);
        least = scrut_smaller(least, a->least);
        lists[i] = false;
    }
    a->least = least;
}

/* ---- targets ---- */

/* The complement of lists that may have few seats must have the rest; all lists have all
 * seats in any allocation. */
void scrut_allied_boxes(scrut_allied *a)
{
    const scrut_target *t = a->q->target;
    bool *lists = scrut_arena_calloc(a->arena, a->s->count, sizeof *lists), rising = t->kind == SCRUT_TARGET_AT_LEAST;
    int64_t least = a->least, all = a->s->contest->seats, seats = rising ? t->seats : all - t->seats;
    if (lists == NULL) {
        a->status = scrut_fail_memory(a->s->err);
    } else if (t->kind == SCRUT_TARGET_VECTOR) {
        find_vector(a);
    } else if (t->kind == SCRUT_TARGET_ANY && !a->q->now.refused) {
        if (!a->certain)
            find_seat_more(a, lists);
    } else {
        bool anything = t->kind == SCRUT_TARGET_ANY || seats <= 0;
        for (size_t i = 0; i < a->s->count; i++)
            lists[i] = anything || t->members[i] == rising;
        find_seats(a, lists, anything ? all : seats);
    }
    a->least = scrut_larger(least, a->least);
}
