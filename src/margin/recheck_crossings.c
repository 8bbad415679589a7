/* SPDX-License-Identifier: Apache-2.0
 * recheck_crossings.c: lists that cross thresholds in the nation: why fewer ballots do not do then.
 *
 * With these lists across, let B(g, t) be the fewest ballots in a contest for g seats while t ballots leave the lists
 * that fall, or join the one that rises and has a price. It is t or more, does not fall as t or g rise, and rises by at
 * most a ballot with t, since that ballot can go to the members, or come from the others. Where ballots are removed it
 * is B(g, 0) + t, for lists that are out have no seats to lose. The certificate says that B is so many or more at some
 * points; each is tried. With a price of a ballot of each list, every contest's least B less the worth of what is
 * taken, over all shares of the seats (a table), and the worth of what the lists need, add to less than no way can.
 * Where a threshold moves with the ballots, what the lists need follows from their number: no number up to the one that
 * is to be refuted may be as large as that sum. */
#include "recheck_internal.h"

#include <string.h>

#define CROSSERS_MAX 12
#define CELLS_MAX 400000000 /* of all tables together */
#define ROUNDS_MAX 100000   /* shares lead there in a few */
#define NO_WAY ((scrut_wide)1 << 120)

/* Seats and ballots taken of a contest that belong to a branch. */
typedef struct {
    int64_t from, to, taken_from, taken_to;
} extent;

/* A list of the crossing, or one that is held. */
typedef struct {
    const scrut_recheck_crosser *crosser;
    bool above, priced; /* where it is to be; in some branch */
    int64_t needs;      /* at most, with the ballots that are to be refuted */
} party;

typedef struct {
    const scrut_checking *ch; /* first what is rechecked; then `across` */
    scrut_certificate after;  /* the crossing's lists across */
    scrut_checking across;
    const scrut_certificate_crossing *x;
    party parties[2 * CROSSERS_MAX];
    size_t count;
    size_t rises;   /* the party that is given ballots; count: none */
    int64_t *votes; /* a contest, and in it a party: those that can be taken, or may be given */
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
    const int64_t *votes = p->votes + n * p->count;
    scrut_wide sum = 0;
    unsigned used = 0;
    for (size_t step = 0; step < p->count && taken > 0; step++) {
        size_t best = p->count;
        for (size_t k = 0; k < p->count; k++)
            if ((used >> k & 1) == 0 && (best == p->count || prices[k] > prices[best]))
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
    for (size_t k = 0; k < p->count; k++)
        room += p->votes[n * p->count + k];
    if (p->ch->c->metric == SCRUT_METRIC_REMOVE) /* what is taken is paid apart */
        room = 0;
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

/* At the prices: whether the sum of the contests and what the lists need are more than `ballots`, with so many moved,
 * and with every smaller number. */
static bool is_enough(const proof *p, const int64_t prices[], scrut_wide sum)
{
    int64_t moved = 0;
    for (int round = 0; moved <= p->ballots; round++) {
        scrut_wide all = sum;
        for (size_t k = 0; k < p->count; k++)
            if (prices[k] > 0)
                all += (scrut_wide)prices[k] *
                       scrut_recheck_needs(p->ch, p->parties[k].crosser, p->parties[k].above, moved);
        if (all <= (scrut_wide)moved * SCRUT_CERTIFICATE_PARTS || round == ROUNDS_MAX)
            return false;
        scrut_wide least = (all + SCRUT_CERTIFICATE_PARTS - 1) / SCRUT_CERTIFICATE_PARTS;
        moved = least > p->ballots ? p->ballots + 1 : (int64_t)least;
    }
    return true;
}

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
    if (sum < NO_WAY && !is_enough(p, prices, sum))
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

/* The contest's votes with so many ballots given to the list that rises; NULL: no memory. */
static int64_t *votes_given(const proof *p, const scrut_certificate_contest *cc, int64_t given)
{
    int64_t *votes = scrut_arena_calloc(p->ch->arena, cc->contest.list_count, sizeof *votes);
    for (size_t i = 0; i < cc->contest.list_count && votes != NULL; i++) {
        bool rises = strcmp(cc->lists[i], p->parties[p->rises].crosser->list) == 0;
        votes[i] = cc->contest.votes[i] + (rises ? given : 0);
    }
    return votes;
}

static scrut_status check_point(const proof *p, size_t n, const scrut_certificate_point *point,
                                scrut_recheck_result *ret_result)
{
    bool rising = p->ch->c->kind == SCRUT_TARGET_AT_LEAST, gives = p->rises < p->count && point->taken > 0;
    scrut_margin_contest *contest = &p->after.contests[n].contest;
    const int64_t *votes = contest->votes;
    scrut_checking ch = *p->ch;
    *(gives ? &ch.given : &ch.spent) = point->taken;
    if (gives)
        contest->votes = votes_given(p, &p->after.contests[n], point->taken);
    if (contest->votes == NULL)
        return scrut_fail_memory(ch.err);
    scrut_status st = scrut_recheck_no_way_joint(&ch, n, rising ? point->seats : contest->seats - point->seats,
                                                 point->at_least - 1, ret_result);
    contest->votes = votes;
    return st;
}

static scrut_status check_points(const proof *p, size_t n, scrut_recheck_result *ret_result)
{
    scrut_status st = SCRUT_OK;
    *ret_result = scrut_recheck_yes();
    for (size_t k = 0; k < p->x->point_counts[n] && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; k++) {
        const scrut_certificate_point *point = &p->x->points[n][k];
        if (point->at_least > point->taken) /* else so many were taken already */
            st = check_point(p, n, point, ret_result);
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

/* Ballots that can be taken of the party in contest n, or given: more than it needs is of no use. */
static int64_t room_of(const proof *p, size_t n, size_t k)
{
    const scrut_certificate_contest *cc = &p->ch->c->contests[n];
    int64_t votes = 0;
    bool stands = false;
    for (size_t i = 0; i < cc->contest.list_count; i++) {
        if (strcmp(cc->lists[i], p->parties[k].crosser->list) != 0)
            continue;
        votes += cc->contest.votes[i];
        stands = true;
    }
    if (p->parties[k].above)
        return stands && k == p->rises ? p->parties[k].needs : 0;
    return p->rises < p->count ? 0 : votes;
}

static int64_t *rooms_of(const proof *p)
{
    int64_t *rooms = scrut_arena_calloc(p->ch->arena, p->ch->c->contest_count * p->count + 1, sizeof *rooms);
    for (size_t n = 0; n < p->ch->c->contest_count && rooms != NULL; n++)
        for (size_t k = 0; k < p->count; k++)
            rooms[n * p->count + k] = room_of(p, n, k);
    return rooms;
}

/* Lists have prices that fall, or one that rises; not those that cross without ballots of their own. */
static void find_axis(proof *p)
{
    bool falls = false;
    p->rises = p->count;
    for (size_t k = 0; k < p->count; k++) {
        party *own = &p->parties[k];
        bool drifts = own->crosser->drifts && own->above == own->crosser->rising;
        for (size_t b = 0; b < p->x->branch_count; b++)
            own->priced = own->priced || (p->x->branches[b].prices != NULL && p->x->branches[b].prices[k] > 0);
        if (own->priced && (drifts || (own->above && p->rises < p->count)))
            p->wrong = "lists have prices that cross without ballots of their own, or several that rise";
        falls = falls || (own->priced && !own->above);
        if (own->priced && own->above)
            p->rises = k;
    }
    if (falls && p->rises < p->count)
        p->wrong = "lists have prices that fall, and one that rises";
}

static scrut_status open_proof(proof *p)
{
    const scrut_certificate *c = p->ch->c;
    p->cells = CELLS_MAX;
    p->needed = c->kind == SCRUT_TARGET_AT_LEAST ? c->seats : -c->seats;
    p->extents = scrut_arena_calloc(p->ch->arena, c->contest_count, sizeof *p->extents);
    find_axis(p);
    p->votes = rooms_of(p);
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

static scrut_status check_crossing(const scrut_checking *ch, proof *p, scrut_recheck_result *ret_result)
{
    const scrut_certificate_crossing *x = p->x;
    size_t end = 0;
    scrut_status st = scrut_recheck_bar_lists(ch, x->lists, x->list_count, &p->after);
    p->across = *ch;
    p->across.c = &p->after;
    p->ch = &p->across;
    if (st == SCRUT_OK)
        st = open_proof(p);
    if (st != SCRUT_OK)
        return st;
    if (p->wrong == NULL)
        check_branch(p, 0, &end);
    if (p->wrong == NULL && end != x->branch_count)
        p->wrong = "there are branches too many";
    *ret_result = p->wrong == NULL ? scrut_recheck_yes() : scrut_recheck_no(p->wrong);
    for (size_t n = 0; n < p->after.contest_count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; n++)
        st = check_points(p, n, ret_result);
    return st;
}

/* ---- all sets of lists that cross ---- */

/* Everybody who could cross, and of each crossing who is across and who has a price. */
typedef struct {
    const scrut_recheck_crosser *crossers;
    size_t count;
    unsigned harmful;
    unsigned *across, *priced; /* a crossing */
} sets;

static size_t find_crosser(const sets *all, const char *list)
{
    size_t at = 0;
    while (at < all->count && strcmp(all->crossers[at].list, list) != 0)
        at++;
    return at;
}

/* The parties of a crossing, from `lists`. False: somebody else, or the same twice. */
static bool read_parties(proof *p, const sets *all, const char *const lists[], size_t count, bool held, unsigned *named)
{
    for (size_t k = 0; k < count; k++) {
        size_t at = find_crosser(all, lists[k]);
        if (at == all->count || (*named >> at & 1) != 0 || (held && !all->crossers[at].harmful))
            return false;
        *named |= 1U << at;
        party *own = &p->parties[p->count++];
        *own = (party){.crosser = &all->crossers[at], .above = all->crossers[at].rising != held};
        own->needs = scrut_recheck_needs(p->ch, own->crosser, own->above, p->ballots);
    }
    return true;
}

static scrut_status check_one(const scrut_checking *ch, sets *all, size_t k, int64_t ballots,
                              scrut_recheck_result *ret_result)
{
    const scrut_certificate_crossing *x = &ch->r->crossings[k];
    proof p = {.ch = ch, .x = x, .ballots = ballots};
    unsigned named = 0;
    bool known = x->list_count <= CROSSERS_MAX && x->held_count <= CROSSERS_MAX &&
                 read_parties(&p, all, x->lists, x->list_count, false, &named);
    all->across[k] = named;
    if (!known || !read_parties(&p, all, x->held, x->held_count, true, &named)) {
        *ret_result = scrut_recheck_no("a crossing names lists that cannot cross, or are of no use");
        return SCRUT_OK;
    }
    scrut_status st = check_crossing(ch, &p, ret_result);
    for (size_t n = 0; n < p.count; n++)
        if (p.parties[n].priced)
            all->priced[k] |= 1U << (p.parties[n].crosser - all->crossers);
    return st;
}

/* Every changed ballot leaves one list and joins another: those that fall need theirs together, and so do those that
 * rise. */
static int64_t needed_by(const scrut_checking *ch, const sets *all, unsigned set, int64_t ballots)
{
    int64_t up = 0, down = 0;
    for (size_t k = 0; k < all->count; k++)
        if ((set >> k & 1) != 0 && !all->crossers[k].drifts)
            *(all->crossers[k].rising ? &up : &down) +=
                scrut_recheck_needs(ch, &all->crossers[k], all->crossers[k].rising, ballots);
    return up > down ? up : down;
}

/* What a crossing says of some lists across it says of fewer that help, and of more that do harm; but for those whose
 * needs it counts. */
static bool is_told(const sets *all, size_t crossings, unsigned set)
{
    unsigned help = set & ~all->harmful, harm = set & all->harmful;
    bool told = false;
    for (size_t k = 0; k < crossings && !told; k++)
        told = (help & ~all->across[k]) == 0 && (all->across[k] & all->harmful & ~harm) == 0 &&
               (all->priced[k] & ~all->harmful & ~help) == 0 && (all->priced[k] & all->harmful & harm) == 0;
    return told;
}

scrut_status scrut_recheck_crossings(const scrut_checking *ch, const scrut_recheck_crosser crossers[], size_t count,
                                     int64_t ballots, scrut_recheck_result *ret_result)
{
    size_t crossings = ch->r->crossing_count;
    sets all = {.crossers = crossers,
                .count = count,
                .across = scrut_arena_calloc(ch->arena, crossings + 1, sizeof *all.across),
                .priced = scrut_arena_calloc(ch->arena, crossings + 1, sizeof *all.priced)};
    scrut_status st = all.across != NULL && all.priced != NULL ? SCRUT_OK : scrut_fail_memory(ch->err);
    if (count > CROSSERS_MAX || (count == 0 && scrut_recheck_bars_move(ch))) {
        *ret_result =
            scrut_recheck_not(count > 0 ? "too many lists could cross a threshold in the nation for the simple test"
                                        : "no list could cross a threshold in the nation");
        return st;
    }
    for (size_t k = 0; k < count; k++)
        all.harmful |= crossers[k].harmful ? 1U << k : 0;
    for (size_t k = 0; k < crossings && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; k++)
        st = check_one(ch, &all, k, ballots, ret_result);
    /* that nobody crosses the steps of the constituencies say, but where lists must be held for that */
    for (unsigned set = !scrut_recheck_bars_move(ch);
         set < 1U << count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; set++)
        if (needed_by(ch, &all, set, ballots) <= ballots && !is_told(&all, crossings, set))
            *ret_result = scrut_recheck_not("lists could cross thresholds in the nation in ways that the certificate "
                                            "does not tell");
    return st;
}
