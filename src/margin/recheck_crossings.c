/* SPDX-License-Identifier: Apache-2.0
 * recheck_crossings.c: lists that fall below thresholds in the nation: why fewer ballots do not do then.
 *
 * In a contest without these lists let B(g, t) be the fewest ballots for g seats while t ballots leave them. It is t or
 * more, does not fall as t or g rise, and rises by at most a ballot with t, since that ballot can go to the members.
 * The certificate says that B is so many or more at some points; each is tried. With a price of a ballot off each list,
 * every contest's least B less the worth of what is taken, over all shares of the seats (a table), and the worth of
 * what the lists must lose, add to less than no way can. */
#include "recheck_internal.h"

#include <string.h>

#define CROSSERS_MAX 12
#define CELLS_MAX 400000000 /* of all tables together */
#define NO_WAY ((scrut_wide)1 << 120)

/* Seats and ballots taken of a contest that belong to a branch. */
typedef struct {
    int64_t from, to, taken_from, taken_to;
} extent;

typedef struct {
    const scrut_checking *ch; /* the crossing's lists barred */
    const scrut_certificate_crossing *x;
    int64_t *votes; /* a contest, and in it a list of the crossing */
    int64_t *needs; /* a list of the crossing */
    extent *extents;
    scrut_wide *now, *then; /* by seats */
    int64_t needed;         /* seats in all */
    int64_t ballots;        /* do not do */
    int64_t cells;
    const char *wrong; /* NULL: nothing so far */
} proof;

/* ---- one contest at the prices ---- */

/* Of so many ballots taken, the dearest first. */
static scrut_wide worth(const proof *p, size_t n, const int64_t prices[], int64_t taken)
{
    const int64_t *votes = p->votes + n * p->x->list_count;
    scrut_wide sum = 0;
    unsigned used = 0;
    for (size_t step = 0; step < p->x->list_count && taken > 0; step++) {
        size_t best = p->x->list_count;
        for (size_t k = 0; k < p->x->list_count; k++)
            if ((used >> k & 1) == 0 && (best == p->x->list_count || prices[k] > prices[best]))
                best = k;
        int64_t share = taken < votes[best] ? taken : votes[best];
        used |= 1U << best;
        sum += (scrut_wide)share * prices[best];
        taken -= share;
    }
    return sum;
}

/* From one point to the next (or the end): ballots are those of the first, rise at last a ballot each to the next, and
 * are not less than what is taken. Prices are a ballot at most: so the net is least where the ballots begin to rise. */
static scrut_wide net_between(const proof *p, size_t n, const int64_t prices[], int64_t taken, int64_t ballots,
                              int64_t next, int64_t next_ballots)
{
    const extent *e = &p->extents[n];
    int64_t low = taken > e->taken_from ? taken : e->taken_from, high = next < e->taken_to ? next : e->taken_to;
    int64_t rise = next - next_ballots + ballots < ballots ? next - next_ballots + ballots : ballots;
    if (low > high)
        return NO_WAY;
    int64_t at = rise < low ? low : rise > high ? high : rise;
    int64_t least = at > rise ? ballots + at - rise : ballots;
    return (scrut_wide)(least > at ? least : at) * SCRUT_CERTIFICATE_PARTS - worth(p, n, prices, at);
}

/* Of exactly so many seats; points of other numbers say nothing. From a point that takes more than the ballots on there
 * is no way. */
static scrut_wide net_of(const proof *p, size_t n, const int64_t prices[], int64_t seats)
{
    const scrut_certificate_point *points = p->x->points[n];
    int64_t taken = 0, ballots = 0, room = 0;
    scrut_wide least = NO_WAY;
    for (size_t k = 0; k < p->x->list_count; k++)
        room += p->votes[n * p->x->list_count + k];
    for (size_t k = 0; k < p->x->point_counts[n] && ballots <= p->ballots; k++) {
        if (points[k].seats != seats)
            continue;
        scrut_wide net = net_between(p, n, prices, taken, ballots, points[k].taken, points[k].at_least);
        least = net < least && points[k].taken > taken ? net : least;
        taken = points[k].taken;
        ballots = points[k].at_least;
    }
    scrut_wide last = ballots <= p->ballots ? net_between(p, n, prices, taken, ballots, room, 0) : NO_WAY;
    return last < least ? last : least;
}

/* ---- all contests ---- */

static void add_contest(proof *p, size_t n, const int64_t prices[])
{
    scrut_wide dearest = -NO_WAY;
    for (int64_t k = 0; k <= p->needed; k++)
        p->then[k] = NO_WAY;
    for (int64_t g = 0; g <= p->ch->c->contests[n].contest.seats; g++) {
        if (g < p->extents[n].from)
            continue;
        scrut_wide net = net_of(p, n, prices, g);
        dearest = net > dearest ? net : dearest; /* more seats never take less */
        for (int64_t k = 0; k <= p->needed && g <= p->extents[n].to; k++) {
            scrut_wide before = p->now[k > g ? k - g : 0], sum = before < NO_WAY ? before + dearest : NO_WAY;
            p->then[k] = sum < p->then[k] ? sum : p->then[k];
        }
        p->cells -= p->needed;
    }
    scrut_wide *swap = p->now;
    p->now = p->then;
    p->then = swap;
}

static void check_prices(proof *p, const int64_t prices[])
{
    scrut_wide sum;
    for (int64_t k = 0; k <= p->needed; k++)
        p->now[k] = k == 0 ? 0 : NO_WAY;
    for (size_t n = 0; n < p->ch->c->contest_count && p->cells >= 0; n++)
        add_contest(p, n, prices);
    if (p->cells < 0) {
        p->wrong = "there are too many seats and branches for the simple test";
        return;
    }
    sum = p->now[p->needed];
    for (size_t k = 0; k < p->x->list_count; k++)
        sum += (scrut_wide)prices[k] * p->needs[k];
    if (sum <= (scrut_wide)p->ballots * SCRUT_CERTIFICATE_PARTS)
        p->wrong = "the prices of a branch leave room for fewer ballots";
}

/* The branch at `at` and all in it; *ret_next: behind them. */
static void check_branch(proof *p, size_t at, size_t *ret_next)
{
    *ret_next = at + 1;
    if (at >= p->x->branch_count) {
        p->wrong = "a branch is missing";
        return;
    }
    const scrut_certificate_branch *b = &p->x->branches[at];
    if (b->prices != NULL) {
        check_prices(p, b->prices);
        return;
    }
    extent *e = &p->extents[b->contest], before = *e;
    *(b->by_seats ? &e->to : &e->taken_to) = b->up_to;
    check_branch(p, at + 1, ret_next);
    *e = before;
    *(b->by_seats ? &e->from : &e->taken_from) = b->up_to + 1;
    if (p->wrong == NULL)
        check_branch(p, *ret_next, ret_next);
    *e = before;
}

/* ---- the points ---- */

static scrut_status check_points(const proof *p, size_t n, scrut_recheck_result *ret_result)
{
    bool rising = p->ch->c->kind == SCRUT_TARGET_AT_LEAST;
    int64_t seats = p->ch->c->contests[n].contest.seats;
    scrut_status st = SCRUT_OK;
    *ret_result = scrut_recheck_yes();
    for (size_t k = 0; k < p->x->point_counts[n] && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; k++) {
        const scrut_certificate_point *point = &p->x->points[n][k];
        scrut_checking ch = *p->ch;
        ch.spent = point->taken;
        if (point->at_least <= point->taken) /* so many were taken already */
            continue;
        st = scrut_recheck_no_way_joint(&ch, n, rising ? point->seats : seats - point->seats, point->at_least - 1,
                                        ret_result);
    }
    if (st == SCRUT_OK && ret_result->state != SCRUT_RECHECK_YES)
        st = scrut_recheck_in_contest(p->ch, n, ret_result);
    return st;
}

/* ---- one crossing ---- */

/* Whether they stand in their order. */
static bool in_order(const proof *p, size_t n)
{
    const scrut_certificate_point *points = p->x->points[n];
    for (size_t k = 1; k < p->x->point_counts[n]; k++)
        if (points[k].seats < points[k - 1].seats ||
            (points[k].seats == points[k - 1].seats && points[k].taken <= points[k - 1].taken))
            return false;
    return true;
}

static int64_t *votes_of(const scrut_checking *ch, const scrut_certificate_crossing *x)
{
    int64_t *votes = scrut_arena_calloc(ch->arena, ch->c->contest_count * x->list_count, sizeof *votes);
    for (size_t n = 0; n < ch->c->contest_count && votes != NULL; n++)
        for (size_t i = 0; i < ch->c->contests[n].contest.list_count; i++)
            for (size_t k = 0; k < x->list_count; k++)
                if (strcmp(ch->c->contests[n].lists[i], x->lists[k]) == 0)
                    votes[n * x->list_count + k] += ch->c->contests[n].contest.votes[i];
    return votes;
}

static scrut_status open_proof(proof *p)
{
    const scrut_certificate *c = p->ch->c;
    p->cells = CELLS_MAX;
    p->needed = c->kind == SCRUT_TARGET_AT_LEAST ? c->seats : -c->seats;
    p->extents = scrut_arena_calloc(p->ch->arena, c->contest_count, sizeof *p->extents);
    p->votes = votes_of(p->ch, p->x);
    if (p->extents == NULL || p->votes == NULL)
        return scrut_fail_memory(p->ch->err);
    for (size_t n = 0; n < c->contest_count; n++) {
        p->extents[n] = (extent){.to = c->contests[n].contest.seats, .taken_to = SCRUT_VOTES_MAX};
        p->needed += c->kind == SCRUT_TARGET_AT_LEAST ? 0 : c->contests[n].contest.seats;
        p->wrong = in_order(p, n) ? p->wrong : "points do not stand in their order";
    }
    p->needed = p->needed < 0 ? 0 : p->needed;
    if (p->needed > SCRUT_SEATS_MAX)
        p->wrong = "there are too many seats for the simple test";
    if (p->wrong != NULL)
        return SCRUT_OK;
    p->now = scrut_arena_calloc(p->ch->arena, (size_t)p->needed + 1, sizeof *p->now);
    p->then = scrut_arena_calloc(p->ch->arena, (size_t)p->needed + 1, sizeof *p->then);
    return p->now != NULL && p->then != NULL ? SCRUT_OK : scrut_fail_memory(p->ch->err);
}

static scrut_status check_crossing(const scrut_checking *ch, const scrut_certificate_crossing *x, int64_t needs[],
                                   int64_t ballots, scrut_recheck_result *ret_result)
{
    scrut_certificate after;
    scrut_checking barred = *ch;
    proof p = {.ch = &barred, .x = x, .needs = needs, .ballots = ballots};
    size_t end = 0;
    scrut_status st = scrut_recheck_bar_lists(ch, x->lists, x->list_count, &after);
    barred.c = &after;
    if (st == SCRUT_OK)
        st = open_proof(&p);
    if (st != SCRUT_OK)
        return st;
    if (p.wrong == NULL)
        check_branch(&p, 0, &end);
    if (p.wrong == NULL && end != x->branch_count)
        p.wrong = "there are branches too many";
    *ret_result = p.wrong == NULL ? scrut_recheck_yes() : scrut_recheck_no(p.wrong);
    for (size_t n = 0; n < after.contest_count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; n++)
        st = check_points(&p, n, ret_result);
    return st;
}

/* ---- all sets of lists that cross ---- */

/* The crossers that the crossing names, and those among them that must fall for what it says. False: it names others.
 */
static bool read_sets(const scrut_certificate_crossing *x, const scrut_recheck_crosser crossers[], size_t count,
                      unsigned *ret_named, unsigned *ret_priced, int64_t needs[])
{
    *ret_named = *ret_priced = 0;
    for (size_t k = 0; k < x->list_count; k++) {
        size_t at = 0;
        while (at < count && strcmp(crossers[at].list, x->lists[k]) != 0)
            at++;
        if (at == count || (*ret_named >> at & 1) != 0)
            return false;
        *ret_named |= 1U << at;
        needs[k] = crossers[at].ballots;
        for (size_t b = 0; b < x->branch_count; b++)
            if (x->branches[b].prices != NULL && x->branches[b].prices[k] > 0)
                *ret_priced |= 1U << at;
    }
    return true;
}

/* Every changed ballot leaves one list: those that fall need theirs together. */
static int64_t needed_by(const scrut_recheck_crosser crossers[], size_t count, unsigned set)
{
    int64_t sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += (set >> k & 1) != 0 ? crossers[k].ballots : 0;
    return sum;
}

scrut_status scrut_recheck_crossings(const scrut_checking *ch, const scrut_recheck_crosser crossers[], size_t count,
                                     int64_t ballots, scrut_recheck_result *ret_result)
{
    size_t crossings = ch->r->crossing_count;
    unsigned *named = scrut_arena_calloc(ch->arena, crossings, sizeof *named);
    unsigned *priced = scrut_arena_calloc(ch->arena, crossings, sizeof *priced);
    scrut_status st = named != NULL && priced != NULL ? SCRUT_OK : scrut_fail_memory(ch->err);
    if (count > CROSSERS_MAX) {
        *ret_result = scrut_recheck_not("too many lists could cross a threshold in the nation for the simple test");
        return st;
    }
    for (size_t k = 0; k < crossings && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; k++) {
        int64_t needs[CROSSERS_MAX] = {0};
        if (ch->r->crossings[k].list_count > CROSSERS_MAX ||
            !read_sets(&ch->r->crossings[k], crossers, count, &named[k], &priced[k], needs))
            *ret_result = scrut_recheck_no("a crossing names lists that cannot fall, or are of no use");
        else
            st = check_crossing(ch, &ch->r->crossings[k], needs, ballots, ret_result);
    }
    for (unsigned set = 1; set < 1U << count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; set++) {
        bool told = needed_by(crossers, count, set) > ballots;
        for (size_t k = 0; k < crossings && !told; k++)
            told = (set & ~named[k]) == 0 && (priced[k] & ~set) == 0;
        if (!told)
            *ret_result = scrut_recheck_not("lists could fall below thresholds in the nation in ways that the "
                                            "certificate does not tell");
    }
    return st;
}
