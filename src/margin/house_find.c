/* SPDX-License-Identifier: Apache-2.0
 * house_find.c: margins in a chamber whose lists must also pass thresholds in the nation.
 *
 * While no list crosses such a threshold, the constituencies are contests of their own and the knapsack is exact. A
 * set of lists that crosses costs at least the ballots of its crossings, and at least what the knapsack says with those
 * lists let in or shut out: the larger of the two is certain. Sets for which it is not below what is known already
 * change nothing; they are nearly all. For the others moves are tried (house_carry.c).
 *
 * Where letting in members and shutting out others never costs seats, all sets are weighed by branch and bound (Land
 * and Doig 1960): the knapsack with everybody who could still be in a set across bounds what the set takes. A set that
 * is left is weighed together with the seats (house_joint.c; of removed ballots house_drift.c); where a threshold moves
 * with the ballots, sets tell of lists that it carries across and that do harm, too, whether they are held. */
#include "house_joint.h"

#define BRANCHES_MAX 256 /* knapsacks for bounds */
#define NEAR_MAX 5       /* elsewhere all 31 sets of so many are weighed */
#define FAR_MAX 2        /* where a knapsack takes whole curves; none when more than NEAR_MAX are near */

typedef struct {
    const scrut_house_inquiry *q;
    const bool *crossed; /* of near */
    int64_t least;       /* ballots of the crossings; of which fewer do not do */
    scrut_margin_nation_result knapsack;
} scenario;

bool scrut_house_never_minds(const scrut_house_inquiry *q)
{
    const scrut_rules *rules = q->house->chamber->rules;
    const scrut_method *m = &rules->method;
    return !rules->alliances && rules->seats_min == 0 && rules->seats_max == 0 && m->family != SCRUT_METHOD_QUOTA &&
           !m->zero_divisor_refused;
}

static scrut_status weigh_reading(scenario *s, const scrut_margin_house *house, const scrut_margin_nation_reading *way,
                                  bool certain, scrut_margin_nation_reading *r)
{
    if (!way->possible && way->exact)
        return SCRUT_OK;
    int64_t least = scrut_larger(s->least, way->at_least);
    if (scrut_house_never_minds(s->q))
        least = scrut_house_removed(s->q, s->crossed, way->at_least, least);
    if (r->possible && least >= r->at_most)
        return SCRUT_OK;
    const scrut_margin_nation_reading *would = &s->q->result->would;
    int64_t aim = !certain && would->possible ? would->at_most : 0;
    bool none = r->exact && !r->possible;
    scrut_status st = way->possible ? scrut_house_carry(s->q, s->crossed, way, least, certain, r) : SCRUT_OK;
    bool settled = s->q->house->apart || (r->possible && least >= r->at_most);
    if (st == SCRUT_OK && !settled && scrut_house_never_minds(s->q))
        st = scrut_house_weigh_joint(s->q, s->crossed, house, certain, aim, r, &least);
    if (!certain) /* what is certain could be */
        s->least = scrut_larger(s->least, least);
    if (st != SCRUT_OK || least >= SCRUT_NEVER)
        return st;
    r->at_least = none ? least : scrut_smaller(r->at_least, least);
    r->exact = false;
    return SCRUT_OK;
}

static int64_t limit_of(const scrut_margin_nation_reading *r)
{
    return r->possible ? r->at_most - 1 : SCRUT_VOTES_MAX;
}

/* Whether a set that takes so many ballots can still bring the lower end down. */
static bool of_interest(const scrut_margin_nation_reading *r, int64_t ballots)
{
    return r->exact && !r->possible ? true : ballots < r->at_least;
}

static bool any_of_interest(const scrut_house_inquiry *q, int64_t could, int64_t would)
{
    return of_interest(&q->result->could, could) || of_interest(&q->result->would, would);
}

static int64_t needed(const scrut_margin_nation_reading *r)
{
    return r->exact && !r->possible ? SCRUT_NEVER : r->at_least;
}

/* A changed ballot leaves one list and joins another, an added (removed) one joins (leaves) one: of lists with votes of
 * their own those that rise by them need theirs together, and so do those that fall. A threshold that moves because
 * ballots are added to others (removed from them) moves for all lists at once. */
static int64_t least_for(const scrut_house_inquiry *q, const bool crossed[])
{
    int64_t dearest = 0, up = 0, down = 0;
    for (size_t n = 0; n < q->near_count; n++) {
        const scrut_house_crosser *x = &q->near[n];
        if (!crossed[n])
            continue;
        dearest = scrut_larger(dearest, x->ballots);
        up += x->rising ? x->ballots : 0;
        down += x->rising ? 0 : x->ballots;
    }
    if (q->house->chamber->rules->alliances)
        return dearest;
    if (q->metric != SCRUT_METRIC_REMOVE)
        dearest = scrut_larger(dearest, up);
    return q->metric != SCRUT_METRIC_ADD ? scrut_larger(dearest, down) : dearest;
}

static scrut_status weigh_set(const scrut_house_inquiry *q, const bool crossed[])
{
    scenario s = {.q = q, .crossed = crossed};
    size_t parties = q->house->c->party_count;
    bool *barred = scrut_arena_calloc(q->arena, parties, sizeof *barred);
    scrut_margin_nation_result *r = &s.knapsack;
    scrut_margin_house other;
    if (barred == NULL)
        return scrut_fail_memory(q->err);
    s.least = least_for(q, crossed);
    scrut_house_barred_after(q, crossed, barred);
    bool stays = memcmp(barred, q->house->barred, parties * sizeof *barred) == 0;
    if ((stays && q->metric == SCRUT_METRIC_CHANGE) || !any_of_interest(q, s.least, s.least))
        return SCRUT_OK; /* nobody is let in or shut out; or fewer ballots than this set takes may do already */
    scrut_status st = scrut_house_with(q->house, barred, q->arena, &other, q->err);
    if (st == SCRUT_OK)
        st = scrut_nation_weigh(&other.nation, q->members, q->at_least, q->seats, q->metric, q->arena, r, q->err);
    if (st != SCRUT_OK || !any_of_interest(q, needed(&r->could), needed(&r->would)))
        return st;
    st = scrut_margin_nation_find(&other.nation, q->members, q->at_least, q->seats, q->metric, q->arena, r, q->err);
    if (st == SCRUT_OK)
        st = weigh_reading(&s, &other, &r->could, false, &q->result->could);
    return st == SCRUT_OK ? weigh_reading(&s, &other, &r->would, true, &q->result->would) : st;
}

static void lower_end(scrut_margin_nation_reading *r, int64_t least)
{
    if (least >= SCRUT_NEVER || (r->possible && r->at_most <= least))
        return;
    r->at_least = r->possible || !r->exact ? scrut_smaller(r->at_least, least) : least;
    r->exact = false;
}

/* Sets that were not weighed take so many ballots or more. */
static void leave_rest(const scrut_house_inquiry *q, int64_t could, int64_t would)
{
    scrut_margin_nation_result *r = q->result;
    if (!any_of_interest(q, could, would))
        return;
    lower_end(&r->could, could);
    lower_end(&r->would, would);
    r->note =
        SCRUT_KEY("So many ballots could carry lists over a national threshold, or below it, in too many ways to weigh "
                  "them all.");
}

/* Whether lists may drift across, and all sets of those that do are weighed, also none. */
static bool drifting(const scrut_house_inquiry *q)
{
    return q->metric != SCRUT_METRIC_CHANGE && scrut_house_never_minds(q);
}

/* The knapsack's own moves may carry a list across. */
static scrut_status check_moves(const scrut_house_inquiry *q, bool certain, scrut_margin_nation_reading *r)
{
    bool holds = true;
    if (!r->possible || r->at_most == 0)
        return SCRUT_OK;
    scrut_status st = scrut_house_stays(q->house, r->moves, q->arena, &holds, q->err);
    if (st == SCRUT_OK && !holds) /* else every constituency's moves were replayed already */
        st = scrut_house_holds_after(q, r->moves, certain, &holds);
    if (st == SCRUT_OK && !holds && drifting(q))
        *r = (scrut_margin_nation_reading){.exact = true, .at_least = SCRUT_NEVER}; /* is weighed with those held */
    else if (st == SCRUT_OK && !holds)
        *r = (scrut_margin_nation_reading){.at_least = r->at_least};
    return st;
}

/* More steps than constituencies: each knapsack takes whole curves. */
static bool is_far(const scrut_house_inquiry *q)
{
    const scrut_margin_nation_result *r = q->result;
    int64_t steps = q->at_least ? q->seats - r->held_possible : r->held_certain - q->seats;
    return steps > (int64_t)q->house->nation.unit_count;
}

static scrut_status new_set(const scrut_house_inquiry *q, bool **ret_crossed)
{
    *ret_crossed = scrut_arena_calloc(q->arena, q->near_count, sizeof **ret_crossed);
    return *ret_crossed != NULL ? SCRUT_OK : scrut_fail_memory(q->err);
}

/* ---- branch and bound ---- */

typedef struct {
    const scrut_house_inquiry *q;
    bool *crossed; /* of near: as decided so far */
    bool *open;    /* of near: scratch */
    int64_t left;  /* knapsacks that may still be made */
} branching;

static bool is_of_use(const scrut_house_inquiry *q, const scrut_house_crosser *x)
{
    return scrut_house_helps(q, x) && any_of_interest(q, x->ballots, x->ballots);
}

/* Or it may cross though it does harm. */
static bool matters(const scrut_house_inquiry *q, const scrut_house_crosser *x)
{
    return (scrut_house_helps(q, x) || scrut_house_drifts(q, x)) && any_of_interest(q, x->ballots, x->ballots);
}

/* What every set takes at least that goes on from what is decided of the first n. */
static scrut_status bound_from(branching *b, size_t n, int64_t *ret_could, int64_t *ret_would)
{
    const scrut_house_inquiry *q = b->q;
    scrut_margin_house other;
    scrut_margin_nation_result r;
    scrut_arena *scratch = scrut_arena_new();
    bool *barred = scratch != NULL ? scrut_arena_calloc(scratch, q->house->c->party_count, sizeof *barred) : NULL;
    scrut_status st = barred != NULL ? SCRUT_OK : scrut_fail_memory(q->err);
    for (size_t k = 0; k < q->near_count; k++)
        b->open[k] = k < n ? b->crossed[k] : is_of_use(q, &q->near[k]);
    if (st == SCRUT_OK) {
        scrut_house_barred_after(q, b->open, barred);
        st = scrut_house_with(q->house, barred, scratch, &other, q->err);
    }
    if (st == SCRUT_OK)
        st = scrut_nation_weigh(&other.nation, q->members, q->at_least, q->seats, q->metric, scratch, &r, q->err);
    if (st == SCRUT_OK) {
        int64_t least = least_for(q, b->crossed);
        *ret_could = scrut_larger(least, needed(&r.could));
        *ret_would = scrut_larger(least, needed(&r.would));
    }
    scrut_arena_free(scratch);
    return st;
}

/* bounded: the sets with near[n - 1] across were just bounded together with those without. */
static scrut_status branch(branching *b, size_t n, bool bounded)
{
    const scrut_house_inquiry *q = b->q;
    int64_t least = least_for(q, b->crossed), could = least, would = least;
    while (n < q->near_count && !matters(q, &q->near[n]))
        n++;
    if (n == q->near_count || !any_of_interest(q, least, least))
        return weigh_set(q, b->crossed);
    scrut_status st = bounded ? SCRUT_OK : bound_from(b, n, &could, &would);
    if (st != SCRUT_OK || scrut_smaller(could, would) >= SCRUT_NEVER || !any_of_interest(q, could, would))
        return st;
    if (!bounded && b->left-- <= 0) {
        leave_rest(q, could, would);
        return SCRUT_OK;
    }
    st = branch(b, n + 1, false);
    b->crossed[n] = true; /* where it is of use, all that could be across were bounded with it */
    if (st == SCRUT_OK)
        st = branch(b, n + 1, is_of_use(q, &q->near[n]));
    b->crossed[n] = false;
    return st;
}

static scrut_status weigh_branches(const scrut_house_inquiry *q)
{
    branching b = {.q = q, .left = BRANCHES_MAX};
    scrut_status st = new_set(q, &b.crossed);
    if (st == SCRUT_OK)
        st = new_set(q, &b.open);
    return st == SCRUT_OK ? branch(&b, 0, false) : st;
}

/* ---- all sets ---- */

/* All sets of the cheapest `count`. */
static scrut_status weigh_sets(const scrut_house_inquiry *q, size_t count)
{
    bool *crossed = NULL;
    scrut_status st = new_set(q, &crossed);
    for (uint32_t set = 1; set < 1U << count && st == SCRUT_OK; set++) {
        for (size_t n = 0; n < count; n++)
            crossed[n] = (set >> n & 1) != 0;
        st = weigh_set(q, crossed);
    }
    return st;
}

static scrut_status weigh_thresholds(scrut_house_inquiry *q)
{
    scrut_margin_nation_result *r = q->result;
    scrut_status st = check_moves(q, false, &r->could);
    if (st == SCRUT_OK)
        st = check_moves(q, true, &r->would);
    if (st != SCRUT_OK)
        return st;
    int64_t most = scrut_larger(limit_of(&r->could), limit_of(&r->would));
    if (most <= 0)
        return SCRUT_OK;
    st = scrut_house_find_near(q, most);
    if (st != SCRUT_OK || q->near_count == 0)
        return st;
    if (scrut_house_never_minds(q))
        return weigh_branches(q);
    size_t most_sets = !is_far(q) ? NEAR_MAX : q->near_count > NEAR_MAX ? 0 : FAR_MAX;
    size_t count = q->near_count < most_sets ? q->near_count : most_sets;
    st = weigh_sets(q, count);
    if (st == SCRUT_OK && count < q->near_count)
        leave_rest(q, q->near[count].ballots, q->near[count].ballots);
    return st;
}

static void settle(scrut_margin_nation_reading *r)
{
    if (!r->possible)
        return;
    r->at_least = scrut_smaller(r->at_least, r->at_most);
    r->exact = r->at_least == r->at_most;
}

scrut_status scrut_margin_house_find(const scrut_margin_house *house, const bool members[], bool at_least,
                                     int64_t seats, scrut_metric metric, scrut_arena *arena,
                                     scrut_margin_nation_result *ret_result, scrut_error *err)
{
    scrut_margin_nation_result result;
    scrut_house_inquiry q = {.house = house,
                             .members = members,
                             .at_least = at_least,
                             .seats = seats,
                             .metric = metric,
                             .arena = arena,
                             .err = err,
                             .result = &result};
    scrut_status st = scrut_margin_nation_find(&house->nation, members, at_least, seats, metric, arena, &result, err);
    if (st == SCRUT_OK && house->bar_count > 0)
        st = weigh_thresholds(&q);
    if (st != SCRUT_OK)
        return st;
    settle(&result.could);
    settle(&result.would);
    if (result.note == NULL && !(result.could.exact && result.would.exact))
        result.note =
            SCRUT_KEY("Lists near a national threshold could cross it, and the fewest ballots for that are known only "
                      "between two numbers.");
    *ret_result = result;
    return SCRUT_OK;
}
