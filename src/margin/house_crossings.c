/* SPDX-License-Identifier: Apache-2.0
 * house_crossings.c: why fewer ballots than a margin do not carry lists across thresholds in the nation and win the
 * seats, as numbers for a certificate: for every set of lists that so many ballots could carry across, the fewest
 * ballots at some points of each constituency, and prices by branches (house_joint.c). Lists have prices that fall,
 * all together, or one that rises: what the others need is left out, so that it is less that is shown. */
#include "house_joint.h"

#define CROSSERS_MAX 8
#define BRANCHES_MAX 1024
#define VALUES_MAX 40000 /* points of all crossings of a reading: a document of two stays within what is read */

typedef struct {
    const scrut_house_inquiry *q;
    const char *const *parties;
    bool certain;
    int64_t ballots;               /* do not do */
    size_t crossers[CROSSERS_MAX]; /* of q->near */
    size_t count;
    unsigned harmful; /* of the crossers: they drift, and do harm */
    scrut_certificate_crossing *crossings;
    unsigned across[1 << CROSSERS_MAX], priced[1 << CROSSERS_MAX]; /* by crossing: sets of the crossers */
    size_t crossing_count, values;
    bool open; /* something cannot be told */
} telling;

typedef struct {
    scrut_joint *j;
    scrut_certificate_branch *branches;
    size_t count;
    bool open;
} proving;

/* ---- branches ---- */

static scrut_status end_branch(proving *p)
{
    int64_t *prices = scrut_arena_calloc(p->j->q->arena, SCRUT_JOINT_LISTS_MAX, sizeof *prices);
    if (prices == NULL)
        return scrut_fail_memory(p->j->q->err);
    memcpy(prices, p->j->prices, p->j->list_count * sizeof *prices);
    p->branches[p->count++].prices = prices;
    return SCRUT_OK;
}

static scrut_status prove(proving *p);

static scrut_status prove_both(proving *p, const scrut_joint_meeting *m)
{
    scrut_joint_unit *u = &p->j->units[m->unit];
    const int64_t from = u->from, to = u->to;
    const scrut_joint_place least = u->least, most = u->most;
    p->branches[p->count++] =
        (scrut_certificate_branch){.contest = m->unit, .by_seats = m->by_seats, .up_to = m->fewer};
    scrut_joint_cut(p->j, m, false);
    scrut_status st = prove(p);
    u->to = to;
    u->most = most;
    scrut_joint_cut(p->j, m, true);
    if (st == SCRUT_OK)
        st = prove(p);
    u->from = from;
    u->least = least;
    return st;
}

static scrut_status prove(proving *p)
{
    int64_t least = 0;
    scrut_joint_meeting meets;
    if (p->open)
        return SCRUT_OK;
    scrut_status st = scrut_joint_explore(p->j, &least, &meets);
    if (st != SCRUT_OK)
        return st;
    p->open = p->count + 2 > BRANCHES_MAX || (least < p->j->most && meets.unit == p->j->unit_count) || p->j->looks <= 0;
    if (p->open)
        return SCRUT_OK;
    return least >= p->j->most ? end_branch(p) : prove_both(p, &meets);
}

/* ---- points ---- */

/* Of one axis: the boxes follow one another and share their ends. */
static void tell_curve(const scrut_joint_curve *c, int64_t seats, scrut_certificate_point *points)
{
    for (size_t k = 0; k < c->count; k++)
        points[k] = (scrut_certificate_point){.seats = seats,
                                              .taken = c->boxes[k].low.at[0],
                                              .at_least = scrut_smaller(SCRUT_VOTES_MAX, c->boxes[k].low_ballots)};
    const scrut_joint_box *last = &c->boxes[c->count - 1];
    if (last->high_seen)
        points[c->count] = (scrut_certificate_point){
            .seats = seats, .taken = last->high.at[0], .at_least = scrut_smaller(SCRUT_VOTES_MAX, last->high_ballots)};
}

static size_t points_of(const scrut_joint_curve *c)
{
    return c->count + (c->count > 0 && c->boxes[c->count - 1].high_seen);
}

static scrut_status tell_unit(const telling *t, const scrut_joint_unit *u, const scrut_certificate_point **ret_points,
                              size_t *ret_count)
{
    size_t count = 0, at = 0;
    int64_t last = scrut_smaller(u->high + 1, u->unit->contest.seats);
    for (int64_t g = u->low + 1; g <= last; g++)
        count += points_of(&u->curves[g]);
    scrut_certificate_point *points = scrut_arena_calloc(t->q->arena, count, sizeof *points);
    if (points == NULL)
        return scrut_fail_memory(t->q->err);
    for (int64_t g = u->low + 1; g <= last; g++) {
        if (u->curves[g].count > 0)
            tell_curve(&u->curves[g], g, points + at);
        at += points_of(&u->curves[g]);
    }
    *ret_points = points;
    *ret_count = count;
    return SCRUT_OK;
}

static scrut_status tell_points(telling *t, const scrut_joint *j, scrut_certificate_crossing *x)
{
    const scrut_certificate_point **points =
        scrut_arena_calloc(t->q->arena, j->unit_count, sizeof(const scrut_certificate_point *));
    size_t *counts = scrut_arena_calloc(t->q->arena, j->unit_count, sizeof *counts);
    scrut_status st = points != NULL && counts != NULL ? SCRUT_OK : scrut_fail_memory(t->q->err);
    for (size_t n = 0; n < j->unit_count && st == SCRUT_OK; n++) {
        st = tell_unit(t, &j->units[n], &points[n], &counts[n]);
        t->values += 2 * counts[n] + 2;
    }
    x->points = points;
    x->point_counts = counts;
    return st;
}

/* ---- a set of lists ---- */

static scrut_status name_lists(const telling *t, unsigned set, const char *const **ret_names, size_t *ret_count)
{
    const char **names = scrut_arena_calloc(t->q->arena, t->count + 1, sizeof(const char *));
    if (names == NULL)
        return scrut_fail_memory(t->q->err);
    for (size_t n = 0; n < t->count; n++)
        if ((set >> n & 1) != 0)
            names[(*ret_count)++] = t->parties[t->q->near[t->crossers[n]].party];
    *ret_names = names;
    return SCRUT_OK;
}

/* Of a branch: prices of the lists across and then of those held, from those of the joint's lists, which are the ones
 * in `axes`. */
static scrut_status spread_prices(telling *t, unsigned set, unsigned axes, scrut_certificate_branch *b)
{
    const unsigned held = t->harmful & ~set, groups[] = {set, held};
    int64_t *prices = scrut_arena_calloc(t->q->arena, t->count + 1, sizeof *prices), by_crosser[CROSSERS_MAX] = {0};
    size_t at = 0, k = 0;
    if (prices == NULL)
        return scrut_fail_memory(t->q->err);
    for (size_t n = 0; n < t->count; n++) {
        by_crosser[n] = (axes >> n & 1) != 0 ? b->prices[k++] : 0;
        if (by_crosser[n] > 0)
            t->priced[t->crossing_count] |= 1U << n;
    }
    for (int g = 0; g < 2; g++)
        for (size_t n = 0; n < t->count; n++)
            if ((groups[g] >> n & 1) != 0)
                prices[at++] = by_crosser[n];
    b->prices = prices;
    return SCRUT_OK;
}

static scrut_status add_crossing(telling *t, const scrut_joint *j, unsigned set, unsigned axes, proving *p)
{
    scrut_certificate_crossing *x = &t->crossings[t->crossing_count];
    *x = (scrut_certificate_crossing){.branches = p->branches, .branch_count = p->count};
    scrut_status st = name_lists(t, set, &x->lists, &x->list_count);
    if (st == SCRUT_OK)
        st = name_lists(t, t->harmful & ~set, &x->held, &x->held_count);
    for (size_t b = 0; b < p->count && st == SCRUT_OK; b++)
        if (p->branches[b].prices != NULL)
            st = spread_prices(t, set, axes, &p->branches[b]);
    t->across[t->crossing_count++] = set;
    return st == SCRUT_OK ? tell_points(t, j, x) : st;
}

/* What the crosser needs when so many ballots are moved: on the other side, or where it is. */
static int64_t needs_of(const telling *t, unsigned set, size_t n, int64_t moved)
{
    const scrut_house_crosser *x = &t->q->near[t->crossers[n]];
    return scrut_house_needs(t->q, x, x->rising == ((set >> n & 1) != 0), moved);
}

/* Removed ballots win no seat where they are taken from lists that are out: a ballot of each is worth a ballot. */
static bool prove_removed(const telling *t, scrut_joint *j, unsigned set, unsigned axes, proving *p)
{
    int64_t base = scrut_joint_ballots(scrut_joint_bound(j)), sum = base, moved = -1;
    int64_t *prices = scrut_arena_calloc(t->q->arena, t->count + 1, sizeof *prices);
    while (sum > moved && moved <= t->ballots && base < SCRUT_NEVER) {
        moved = sum;
        sum = base;
        for (size_t n = 0; n < t->count; n++)
            sum += (axes >> n & 1) != 0 ? needs_of(t, set, n, moved) : 0;
    }
    for (size_t n = 0; n < t->count && prices != NULL; n++)
        prices[n] = SCRUT_JOINT_PARTS;
    j->failed = j->failed || prices == NULL;
    p->branches[p->count++].prices = prices;
    return scrut_larger(moved, base) > t->ballots;
}

/* At no price, or at prices of the lists in `axes`. */
static scrut_status weigh(telling *t, scrut_joint *j, unsigned set, unsigned axes, bool *ret_told)
{
    proving p = {.j = j, .branches = scrut_arena_calloc(t->q->arena, BRANCHES_MAX, sizeof *p.branches)};
    scrut_status st = SCRUT_OK;
    if (p.branches == NULL)
        return scrut_fail_memory(t->q->err);
    if (axes != 0 && t->q->metric == SCRUT_METRIC_REMOVE) {
        p.open = !prove_removed(t, j, set, axes, &p);
    } else if (axes != 0) {
        st = prove(&p);
    } else {
        p.open = scrut_joint_ballots(scrut_joint_bound(j)) < j->aim;
        st = end_branch(&p);
    }
    if (st == SCRUT_OK && j->failed)
        st = scrut_fail_memory(t->q->err);
    *ret_told = st == SCRUT_OK && !p.open && !j->unsuited;
    return *ret_told ? add_crossing(t, j, set, axes, &p) : st;
}

static scrut_status tell_with(telling *t, unsigned set, unsigned axes, bool *ret_told)
{
    const scrut_house_inquiry *q = t->q;
    scrut_joint j = {.q = q, .certain = t->certain, .most = t->ballots + 1, .aim = t->ballots + 1, .proving = true};
    bool *crossed = scrut_arena_calloc(q->arena, q->near_count, sizeof *crossed), fits = true;
    bool *barred = scrut_arena_calloc(q->arena, q->house->c->party_count, sizeof *barred);
    if (crossed == NULL || barred == NULL)
        return scrut_fail_memory(q->err);
    for (size_t n = 0; n < t->count; n++) {
        scrut_house_crosser x = q->near[t->crossers[n]];
        bool across = (set >> n & 1) != 0;
        crossed[t->crossers[n]] = across;
        x.rising = x.rising == across;
        x.ballots = needs_of(t, set, n, t->ballots);
        if ((axes >> n & 1) != 0 && q->metric != SCRUT_METRIC_REMOVE)
            fits = fits && scrut_joint_add(&j, &x);
    }
    if (!fits)
        return SCRUT_OK;
    scrut_house_barred_after(q, crossed, barred);
    scrut_status st = scrut_house_with(q->house, barred, q->arena, &j.house, q->err);
    if (st == SCRUT_OK)
        st = scrut_joint_open(&j);
    if (st == SCRUT_OK && !j.unsuited)
        st = weigh(t, &j, set, axes, ret_told);
    scrut_joint_close(&j);
    return st;
}

/* Those of the set, or held beside it, that cross (stay) by ballots of their own. */
static unsigned own_ballots(const telling *t, unsigned set)
{
    unsigned own = 0;
    for (size_t n = 0; n < t->count; n++) {
        bool across = (set >> n & 1) != 0, drifts = scrut_house_drifts(t->q, &t->q->near[t->crossers[n]]);
        if (across ? !drifts : (t->harmful >> n & 1) != 0)
            own |= 1U << n;
    }
    return own;
}

/* At no price first: what is refuted so is so for every part of the set. */
static scrut_status tell_set(telling *t, unsigned set)
{
    unsigned own = own_ballots(t, set), rising = 0;
    bool told = false;
    scrut_status st = tell_with(t, set, 0, &told);
    for (size_t n = 0; n < t->count; n++)
        if ((own >> n & 1) != 0 && t->q->near[t->crossers[n]].rising == ((set >> n & 1) != 0))
            rising |= 1U << n;
    if (st == SCRUT_OK && !told && (own & ~rising) != 0)
        st = tell_with(t, set, own & ~rising, &told);
    for (size_t n = 0; n < t->count && st == SCRUT_OK && !told; n++)
        if ((rising >> n & 1) != 0)
            st = tell_with(t, set, 1U << n, &told);
    t->open = t->open || !told;
    return st;
}

/* Ballots that the set's lists need of their own, and so have to be moved: those that rise and those that fall may
 * share them where they are changed. */
static int64_t needed_by(const telling *t, unsigned set)
{
    int64_t up = 0, down = 0;
    for (size_t n = 0; n < t->count; n++) {
        const scrut_house_crosser *x = &t->q->near[t->crossers[n]];
        if ((set >> n & 1) != 0 && !scrut_house_drifts(t->q, x))
            *(x->rising ? &up : &down) += needs_of(t, set, n, t->ballots);
    }
    return scrut_larger(up, down);
}

static bool is_told(const telling *t, unsigned set)
{
    bool told = needed_by(t, set) > t->ballots;
    unsigned help = set & ~t->harmful, harm = set & t->harmful;
    for (size_t k = 0; k < t->crossing_count && !told; k++)
        told = (help & ~t->across[k]) == 0 && (t->across[k] & t->harmful & ~harm) == 0 &&
               (t->priced[k] & ~t->harmful & ~help) == 0 && (t->priced[k] & t->harmful & harm) == 0;
    return told;
}

/* Those that help, and those that could drift though they do harm. */
static void find_crossers(telling *t)
{
    const scrut_house_inquiry *q = t->q;
    for (size_t n = 0; n < q->near_count && !t->open; n++) {
        bool helps = scrut_house_helps(q, &q->near[n]);
        if (!helps && !scrut_house_drifts(q, &q->near[n]))
            continue;
        t->open = q->near[n].alliance || t->count == CROSSERS_MAX;
        if (t->open)
            return;
        t->harmful |= helps ? 0 : 1U << t->count;
        t->crossers[t->count++] = n;
    }
}

scrut_status scrut_house_crossings(scrut_house_inquiry *q, const char *const parties[], bool certain, int64_t ballots,
                                   scrut_certificate_reading *r)
{
    if (q->house->bar_count == 0 || !scrut_house_never_minds(q))
        return SCRUT_OK;
    telling *t = scrut_arena_calloc(q->arena, 1, sizeof *t);
    scrut_status st = t != NULL ? scrut_house_find_near(q, ballots) : scrut_fail_memory(q->err);
    if (st != SCRUT_OK)
        return st;
    *t = (telling){.q = q, .parties = parties, .certain = certain, .ballots = ballots};
    find_crossers(t);
    t->crossings = scrut_arena_calloc(q->arena, (size_t)1 << t->count, sizeof *t->crossings);
    if (t->crossings == NULL)
        return scrut_fail_memory(q->err);
    /* the largest sets first, with those held that do harm; the empty one where lists drift */
    for (unsigned n = t->count > 0 ? 1U << t->count : 0; n-- > 0 && st == SCRUT_OK && !t->open;)
        if ((n > 0 || q->metric != SCRUT_METRIC_CHANGE) && !is_told(t, n ^ t->harmful))
            st = tell_set(t, n ^ t->harmful);
    if (st == SCRUT_OK && !t->open && t->crossing_count > 0 && t->values <= VALUES_MAX) {
        r->crossings = t->crossings;
        r->crossing_count = t->crossing_count;
    }
    return st;
}
