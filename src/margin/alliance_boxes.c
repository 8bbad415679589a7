/* SPDX-License-Identifier: Apache-2.0
 * alliance_boxes.c: the fewest ballots for votes in boxes inside one another. From the lists upwards the votes nearest
 * to those of now are known for every set: those of its parts, brought into its own box. The ballots gained and lost
 * for them are both the fewest, and each ballot that the sum is raised (lowered) by is one more gained (lost), so that
 * nothing else about a set matters to what lies around it. Over ranges the boxes are the widest, which gives a lower
 * bound. */
#include "alliance_boxes.h"

/* ---- boxes ---- */

/* Over a range every cut lies above its lower end. */
int64_t scrut_boxes_least(const scrut_claims *claims, int64_t seats, const scrut_cuts *c)
{
    if (seats == 0)
        return 0;
    return scrut_larger(1, scrut_claims_reach(claims, seats, c->point ? &c->high : &c->low, !c->point));
}

/* With no seats a list or an alliance without votes is always in its box. */
int64_t scrut_boxes_most(const scrut_tree *t, const scrut_claims *claims, int64_t seats, const scrut_cuts *c)
{
    int64_t next = scrut_claims_reach(claims, seats + 1, &c->high, !t->certain);
    int64_t most = scrut_smaller(next, scrut_claims_sure(claims, seats + 1)) - 1;
    return seats == 0 ? scrut_larger(0, most) : most;
}

static bool reaches(const scrut_tree *t, size_t i)
{
    return t->vector != NULL || t->reaches[i];
}

static bool keeps(const scrut_tree *t, size_t i)
{
    return t->vector != NULL || !t->reaches[i];
}

/* The list's box from all the ways to stand that are open. */
static void open_box(scrut_tree *t, const scrut_boxes *b, const scrut_group *g, size_t i)
{
    int64_t least = 0, most = SCRUT_VOTES_MAX;
    uint8_t stands = b->stands[i];
    if (g->cut > 0 && reaches(t, i))
        least = scrut_boxes_least(&t->inner, b->low[i], &b->cuts[g->cut]);
    if (g->cut > 0 && keeps(t, i))
        most = scrut_smaller(most, scrut_boxes_most(t, &t->inner, b->high[i], &b->cuts[g->cut]));
    if (stands == SCRUT_STANDS_OWN && t->own_low[i] > 1)
        least = scrut_larger(least, t->own_low[i]);
    if (stands == SCRUT_STANDS_NOT)
        most = least > 0 ? -1 : scrut_smaller(SCRUT_VOTES_MAX, t->own_high[i] - 1);
    else if ((stands & SCRUT_STANDS_NOT) != 0)
        most = scrut_larger(most, scrut_smaller(SCRUT_VOTES_MAX, t->own_high[i] - 1));
    t->low[i] = least;
    t->high[i] = most;
}

/* Thresholds at both ends of the ballots moved. */
static void set_bars(scrut_tree *t, const scrut_boxes *b)
{
    const scrut_search *s = t->a->s;
    bool add = s->metric == SCRUT_METRIC_ADD;
    int64_t least = add ? b->moved_low : -b->moved_high, most = add ? b->moved_high : -b->moved_low;
    scrut_bars_votes(s->contest, least, t->own_low);
    scrut_bars_votes(s->contest, most, t->own_high);
    scrut_bars_votes(&t->together, least, t->allied_low);
    scrut_bars_votes(&t->together, most, t->allied_high);
}

/* ---- room ---- */

static scrut_room room_of_list(const scrut_tree *t, size_t i)
{
    const scrut_search *s = t->a->s;
    int64_t votes = s->contest->votes[i], low = scrut_larger(t->low[i], votes - s->taint[i]), high = t->high[i];
    if (s->metric == SCRUT_METRIC_REMOVE)
        high = scrut_smaller(high, votes);
    scrut_room r = {.have = scrut_larger(low, scrut_smaller(votes, high)), .least = low, .most = high};
    r.gained = scrut_larger(0, r.have - votes);
    r.lost = scrut_larger(0, votes - r.have);
    r.none = low > high;
    return r;
}

static void join(scrut_room *sum, const scrut_room *part)
{
    sum->have += part->have;
    sum->gained += part->gained;
    sum->lost += part->lost;
    sum->least += part->least;
    sum->most = scrut_plus(sum->most, part->most);
    sum->none = sum->none || part->none;
}

static void limit(scrut_room *r, int64_t low, int64_t high)
{
    r->none = r->none || scrut_larger(r->least, low) > scrut_smaller(r->most, high);
    r->least = scrut_larger(r->least, low);
    r->most = scrut_smaller(r->most, high);
    if (r->have < low) {
        r->gained += low - r->have;
        r->have = low;
    } else if (r->have > high) {
        r->lost += r->have - high;
        r->have = high;
    }
}

/* The lists of a group inside one another: those that stand for certain, those that may, all. */
enum { SURE, MAY, ALL, LEVELS };

static int level_of(uint8_t stands)
{
    if (stands == SCRUT_STANDS_NOT)
        return ALL;
    return (stands & SCRUT_STANDS_NOT) != 0 ? MAY : SURE;
}

typedef struct {
    int64_t low[LEVELS], high[LEVELS];
} levels;

static levels levels_of(const scrut_tree *t, const scrut_boxes *b, const scrut_group *g)
{
    levels l = {.high = {SCRUT_NEVER, SCRUT_NEVER, SCRUT_NEVER}};
    int64_t low = 0, high = 0;
    for (size_t k = 0; k < g->count; k++) {
        low += b->low[g->lists[k]];
        high += b->high[g->lists[k]];
    }
    if (g->reaches)
        l.low[MAY] = scrut_boxes_least(&t->outer, low, &b->cuts[0]);
    if (g->keeps)
        l.high[SURE] = scrut_boxes_most(t, &t->outer, high, &b->cuts[0]);
    for (size_t k = 0; k < g->count && t->a->s->contest->alliance_passes_bar; k++) {
        size_t i = g->lists[k];
        bool allied = t->a->s->contest->alliance[i] != SCRUT_NONE;
        if (allied && b->stands[i] == SCRUT_STANDS_ALLIED)
            l.low[ALL] = scrut_larger(l.low[ALL], t->allied_low[i]);
        if (allied && b->stands[i] == SCRUT_STANDS_NOT)
            l.high[ALL] = scrut_smaller(l.high[ALL], t->allied_high[i] - 1);
    }
    return l;
}

static scrut_room room_of_group(scrut_tree *t, const scrut_boxes *b, const scrut_group *g)
{
    levels l = levels_of(t, b, g);
    scrut_room sum = {.have = 0};
    for (int level = SURE; level < LEVELS; level++) {
        for (size_t k = 0; k < g->count; k++) {
            if (level_of(b->stands[g->lists[k]]) != level)
                continue;
            open_box(t, b, g, g->lists[k]);
            scrut_room own = room_of_list(t, g->lists[k]);
            join(&sum, &own);
        }
        limit(&sum, l.low[level], l.high[level]);
    }
    return sum;
}

/* Votes of all lists afterwards. */
static void limit_all(const scrut_tree *t, const scrut_boxes *b, scrut_room *sum)
{
    const scrut_search *s = t->a->s;
    int64_t low = 0, high = SCRUT_VOTES_MAX;
    if (s->metric == SCRUT_METRIC_CHANGE) {
        low = high = s->total;
    } else if (s->metric == SCRUT_METRIC_ADD) {
        low = s->moving ? s->total + b->moved_low : 0;
        high = s->moving ? s->total + b->moved_high : SCRUT_VOTES_MAX;
    } else if (s->moving) {
        low = s->total - b->moved_high;
        high = s->total - b->moved_low;
    }
    limit(sum, low, scrut_smaller(high, SCRUT_VOTES_MAX));
}

static scrut_room room_of_all(scrut_tree *t, scrut_boxes *b)
{
    scrut_room sum = {.have = 0};
    set_bars(t, b);
    for (size_t n = 0; n < t->group_count && !sum.none; n++) {
        scrut_room part = room_of_group(t, b, &t->groups[n]);
        join(&sum, &part);
    }
    b->lead = sum.lost - sum.gained;
    if (!sum.none)
        limit_all(t, b, &sum);
    return sum;
}

/* Claims of the lists of one side, as far as those of the others of them leave them: together at least as many as asked
 * for, or at most. False: there are none. */
static bool share_out(const scrut_tree *t, scrut_boxes *b, bool reach, int64_t seats)
{
    int64_t sum = 0;
    for (size_t i = 0; i < t->a->s->count; i++)
        sum += t->reaches[i] != reach ? 0 : reach ? b->high[i] : b->low[i];
    for (size_t i = 0; i < t->a->s->count; i++) {
        if (t->reaches[i] != reach)
            continue;
        if (reach)
            b->low[i] = scrut_larger(b->low[i], seats - (sum - b->high[i]));
        else
            b->high[i] = scrut_smaller(b->high[i], seats - (sum - b->low[i]));
        if (b->low[i] > b->high[i])
            return false;
    }
    return reach ? sum >= seats : sum <= seats;
}

void scrut_boxes_weigh(scrut_tree *t, scrut_boxes *b)
{
    bool shared = t->vector != NULL ||
                  (share_out(t, b, true, t->seats) && share_out(t, b, false, t->a->s->contest->seats - t->seats));
    if (!shared) {
        b->bound = SCRUT_NEVER;
        return;
    }
    scrut_room sum = room_of_all(t, b);
    int64_t cost = scrut_larger(b->moved_low, scrut_larger(sum.gained, sum.lost));
    for (int reach = 0; reach < 2 && t->vector == NULL && !sum.none && cost < t->a->best; reach++)
        cost = scrut_larger(cost, scrut_boxes_shared(t, b, reach == 1));
    t->weighed++;
    b->bound = sum.none || cost > t->a->s->pool ? SCRUT_NEVER : cost;
}

/* ---- votes ---- */

/* Brings the lists of these levels nearer to `delta` more votes, as far as their boxes go; what is left. */
static int64_t shift(scrut_tree *t, const scrut_boxes *b, const scrut_group *g, int level, int64_t delta,
                     int64_t votes[])
{
    for (size_t k = 0; k < g->count && delta != 0; k++) {
        size_t i = g->lists[k];
        if (level_of(b->stands[i]) > level)
            continue;
        open_box(t, b, g, i);
        scrut_room own = room_of_list(t, i);
        int64_t step =
            delta > 0 ? scrut_smaller(delta, own.most - votes[i]) : -scrut_smaller(-delta, votes[i] - own.least);
        votes[i] += step;
        delta -= step;
    }
    return delta;
}

static int64_t sum_of(const scrut_boxes *b, const scrut_group *g, int level, const int64_t votes[])
{
    int64_t sum = 0;
    for (size_t k = 0; k < g->count; k++)
        sum += level_of(b->stands[g->lists[k]]) <= level ? votes[g->lists[k]] : 0;
    return sum;
}

/* How far the group can go when its lists that stand and the others are moved one after the other. */
static int64_t shift_group(scrut_tree *t, const scrut_boxes *b, const scrut_group *g, int64_t delta, int64_t votes[])
{
    levels l = levels_of(t, b, g);
    int64_t all = sum_of(b, g, ALL, votes), standing = sum_of(b, g, SURE, votes);
    int64_t room = delta > 0 ? scrut_smaller(delta, l.high[ALL] - all) : -scrut_smaller(-delta, all - l.low[ALL]);
    int64_t own =
        room > 0 ? scrut_smaller(room, l.high[SURE] - standing) : -scrut_smaller(-room, standing - l.low[MAY]);
    int64_t left = shift(t, b, g, SURE, own, votes) + room - own;
    for (size_t k = 0; k < g->count && left != 0; k++) {
        size_t i = g->lists[k];
        if (level_of(b->stands[i]) != ALL)
            continue;
        open_box(t, b, g, i);
        scrut_room r = room_of_list(t, i);
        int64_t step = left > 0 ? scrut_smaller(left, r.most - votes[i]) : -scrut_smaller(-left, votes[i] - r.least);
        votes[i] += step;
        left -= step;
    }
    return delta - (room - left);
}

/* Lists as near as they can be, then every level's sum into its box. */
static bool fill_group(scrut_tree *t, const scrut_boxes *b, const scrut_group *g, int64_t votes[])
{
    levels l = levels_of(t, b, g);
    bool fits = true;
    for (size_t k = 0; k < g->count; k++) {
        open_box(t, b, g, g->lists[k]);
        votes[g->lists[k]] = room_of_list(t, g->lists[k]).have;
    }
    for (int level = SURE; level < LEVELS && fits; level++) {
        int64_t sum = sum_of(b, g, level, votes);
        int64_t delta = scrut_larger(l.low[level], scrut_smaller(sum, l.high[level])) - sum;
        fits = (level == ALL ? shift_group(t, b, g, delta, votes) : shift(t, b, g, level, delta, votes)) == 0;
    }
    return fits;
}

bool scrut_boxes_fill(scrut_tree *t, const scrut_boxes *b, int64_t votes[])
{
    scrut_boxes copy = *b;
    scrut_room sum = room_of_all(t, &copy);
    bool fits = !sum.none;
    int64_t delta = sum.have;
    for (size_t n = 0; n < t->group_count; n++) {
        fits = fits && fill_group(t, b, &t->groups[n], votes);
        delta -= sum_of(b, &t->groups[n], ALL, votes);
    }
    for (size_t n = 0; n < t->group_count && fits && delta != 0; n++)
        delta = shift_group(t, b, &t->groups[n], delta, votes);
    return fits && delta == 0;
}
