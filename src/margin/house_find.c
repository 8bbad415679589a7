/* SPDX-License-Identifier: Apache-2.0
 * house_find.c: margins in a chamber whose lists must also pass thresholds in the nation.
 *
 * While no list crosses such a threshold, the constituencies are contests of their own and the knapsack is exact. A
 * set of lists that crosses costs at least the ballots of its dearest crossing, and at least what the knapsack
 * says with those lists let in or shut out: the larger of the two is certain. Sets for which it is not below what
 * is known already change nothing; they are nearly all. For the others moves are tried: what the knapsack asks, and
 * then as many ballots as the crossing still lacks. */
#include "house_internal.h"

#define NEAR_MAX 5 /* near a threshold: all 31 sets of so many are weighed; what the next would take is a lower end */
#define FAR_MAX 2  /* where a knapsack takes whole curves; none when more than NEAR_MAX are near */

/* Who can cross: a list with its own votes, or an alliance whose lists pass with it. */
typedef struct {
    uint32_t party; /* of an alliance: its first */
    bool alliance;
    bool rising; /* fails now */
    int64_t ballots;
} crosser;

typedef struct {
    const scrut_margin_house *house;
    const bool *members; /* a party */
    bool at_least;
    int64_t seats;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    scrut_margin_nation_result *result;
    crosser near[NEAR_MAX]; /* cheapest first */
    size_t near_count;
    int64_t next; /* ballots of the cheapest that is not among them; NEVER: there is none */
} inquiry;

/* ---- crossings ---- */

static bool crosses(const scrut_margin_house *house, uint8_t mask, int64_t votes, bool rising, scrut_metric metric,
                    int64_t ballots)
{
    int64_t moved = metric == SCRUT_METRIC_ADD ? ballots : metric == SCRUT_METRIC_REMOVE ? -ballots : 0;
    if (rising && metric != SCRUT_METRIC_REMOVE)
        votes += ballots;
    if (!rising && metric != SCRUT_METRIC_ADD)
        votes -= ballots;
    return votes >= 0 && scrut_house_passes(house, mask, votes, moved) == rising;
}

/* With more ballots a list that crosses goes on crossing: shares are at most 1. */
static int64_t crossing_of(const scrut_margin_house *house, uint8_t mask, int64_t votes, bool rising,
                           scrut_metric metric, int64_t most)
{
    int64_t low = 0, high = most;
    if (!rising && metric != SCRUT_METRIC_ADD)
        high = scrut_smaller(high, votes);
    if (!crosses(house, mask, votes, rising, metric, high))
        return SCRUT_NEVER;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (crosses(house, mask, votes, rising, metric, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

int64_t scrut_house_crossing(const scrut_margin_house *house, size_t party, scrut_metric metric, int64_t most)
{
    bool rising = house->barred[party];
    const scrut_rules *rules = house->chamber->rules;
    int64_t own = crossing_of(house, house->bar_mask[party], house->votes[party], rising, metric, most);
    uint32_t alliance = house->c->parties[party].alliance_index;
    if (!rules->alliances || !rules->alliance_passes_threshold || alliance == SCRUT_NONE)
        return own;
    int64_t votes = scrut_house_allied_votes(house, party, house->votes);
    uint8_t mask = house->alliance_bar_mask[party];
    bool allied_passes = scrut_house_passes(house, mask, votes, 0);
    bool own_passes = scrut_house_passes(house, house->bar_mask[party], house->votes[party], 0);
    int64_t allied = rising == allied_passes ? 0 : crossing_of(house, mask, votes, rising, metric, most);
    own = rising == own_passes ? 0 : own;
    return rising ? scrut_smaller(own, allied) : scrut_larger(own, allied);
}

int64_t scrut_house_first_crossing(const scrut_margin_house *house, scrut_metric metric)
{
    int64_t least = SCRUT_NEVER;
    for (size_t p = 0; p < house->c->party_count && house->bar_count > 0; p++)
        if (house->stands[p] && !house->c->parties[p].exempt)
            least = scrut_smaller(least, scrut_house_crossing(house, p, metric, SCRUT_VOTES_MAX));
    return least;
}

static bool by_alliance(const scrut_margin_house *house, size_t party)
{
    const scrut_rules *rules = house->chamber->rules;
    return rules->alliances && rules->alliance_passes_threshold &&
           house->c->parties[party].alliance_index != SCRUT_NONE;
}

static uint8_t mask_of(const scrut_margin_house *house, const crosser *x)
{
    return x->alliance ? house->alliance_bar_mask[x->party] : house->bar_mask[x->party];
}

static int64_t votes_of(const scrut_margin_house *house, const crosser *x, const int64_t votes[])
{
    return x->alliance ? scrut_house_allied_votes(house, x->party, votes) : votes[x->party];
}

/* Whether the party's votes count for the crosser. */
static bool belongs(const scrut_margin_house *house, const crosser *x, uint32_t party)
{
    return x->alliance ? house->c->parties[party].alliance_index == house->c->parties[x->party].alliance_index
                       : party == x->party;
}

static void keep_near(inquiry *q, const crosser *x)
{
    size_t at = q->near_count;
    if (at < NEAR_MAX) {
        q->near_count++;
    } else {
        at--;
        q->next = scrut_smaller(q->next, scrut_larger(x->ballots, q->near[at].ballots));
        if (x->ballots >= q->near[at].ballots)
            return;
    }
    for (; at > 0 && q->near[at - 1].ballots > x->ballots; at--)
        q->near[at] = q->near[at - 1];
    q->near[at] = *x;
}

static void find_crosser(inquiry *q, uint32_t party, bool alliance, int64_t most)
{
    const scrut_margin_house *house = q->house;
    crosser x = {.party = party, .alliance = alliance};
    int64_t votes = votes_of(house, &x, house->votes);
    x.rising = !scrut_house_passes(house, mask_of(house, &x), votes, 0);
    x.ballots = crossing_of(house, mask_of(house, &x), votes, x.rising, q->metric, most);
    if (x.ballots <= most)
        keep_near(q, &x);
}

static bool is_first_of_alliance(const scrut_margin_house *house, uint32_t party)
{
    for (uint32_t p = 0; p < party; p++)
        if (house->c->parties[p].alliance_index == house->c->parties[party].alliance_index)
            return false;
    return true;
}

/* Those whom `most` ballots carry over a threshold. */
static void find_near(inquiry *q, int64_t most)
{
    const scrut_margin_house *house = q->house;
    q->near_count = 0;
    q->next = SCRUT_NEVER;
    for (uint32_t p = 0; p < house->c->party_count; p++) {
        if (house->stands[p] && !house->c->parties[p].exempt)
            find_crosser(q, p, false, most);
        if (by_alliance(house, p) && is_first_of_alliance(house, p))
            find_crosser(q, p, true, most);
    }
}

/* Who fails in the nation once the crossers of the set are on the other side. */
static void barred_after(const inquiry *q, uint32_t set, bool barred[])
{
    const scrut_margin_house *house = q->house;
    for (uint32_t p = 0; p < house->c->party_count; p++) {
        const crosser own = {.party = p}, joint = {.party = p, .alliance = true};
        bool passes = scrut_house_passes(house, mask_of(house, &own), house->votes[p], 0), allied = false;
        if (by_alliance(house, p))
            allied = scrut_house_passes(house, mask_of(house, &joint), votes_of(house, &joint, house->votes), 0);
        for (size_t n = 0; n < q->near_count; n++) {
            if ((set >> n & 1) == 0 || !belongs(house, &q->near[n], p))
                continue;
            *(q->near[n].alliance ? &allied : &passes) = q->near[n].rising;
        }
        barred[p] = !passes && !allied;
    }
}

/* ---- trying moves ---- */

static scrut_status holds_after(const inquiry *q, int64_t *const moves[], bool certain, bool *ret_holds)
{
    scrut_margin_held held;
    scrut_status st = scrut_margin_house_replay(q->house, moves, q->members, q->arena, &held, q->err);
    if (st != SCRUT_OK)
        return st;
    if (q->at_least)
        *ret_holds = (certain ? held.certain : held.possible) >= q->seats;
    else
        *ret_holds = (certain ? held.possible : held.certain) + held.unknown <= q->seats;
    return SCRUT_OK;
}

static int64_t ballots_of(const inquiry *q, int64_t *const moves[], int64_t *by_unit)
{
    int64_t gained = 0, lost = 0;
    for (size_t n = 0; n < q->house->nation.unit_count; n++) {
        int64_t up = 0, down = 0;
        for (size_t i = 0; i < q->house->nation.units[n].contest.list_count && moves[n] != NULL; i++) {
            up += scrut_larger(0, moves[n][i]);
            down += scrut_larger(0, -moves[n][i]);
        }
        by_unit[n] = scrut_larger(up, down);
        gained += up;
        lost += down;
    }
    return scrut_larger(gained, lost);
}

/* The list of the unit with most votes that is on the wanted side and may win seats; list_count: none. */
static size_t partner(const inquiry *q, const scrut_margin_unit *u, const int64_t *moves, bool member, size_t not_list)
{
    size_t best = u->contest.list_count;
    int64_t most = 0;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        int64_t votes = u->contest.votes[i] + moves[i];
        if (i == not_list || q->members[u->party[i]] != member || q->house->barred[u->party[i]] || votes <= most)
            continue;
        best = i;
        most = votes;
    }
    return best;
}

/* The unit's list with most votes among those of the crosser; list_count: none. */
static size_t list_of(const inquiry *q, const crosser *x, const scrut_margin_unit *u, const int64_t *moves)
{
    size_t best = u->contest.list_count;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        bool more =
            best == u->contest.list_count || u->contest.votes[i] + moves[i] > u->contest.votes[best] + moves[best];
        if (belongs(q->house, x, u->party[i]) && more)
            best = i;
    }
    return best;
}

/* Moves up to `ballots` in one constituency: the crosser's list i in (out) as far as the metric allows, and lists that
 * the target does not mind the other way. Returns how many moved. */
static int64_t carry_in(const inquiry *q, const crosser *x, const scrut_margin_unit *u, int64_t ballots, int64_t *moves)
{
    bool change = q->metric == SCRUT_METRIC_CHANGE;
    bool own = change || (x->rising == (q->metric == SCRUT_METRIC_ADD)), others = change || !own;
    size_t i = list_of(q, x, u, moves);
    if (own && i == u->contest.list_count)
        return 0;
    size_t other = partner(q, u, moves, q->at_least != x->rising, i);
    if (others && (other == u->contest.list_count || belongs(q->house, x, u->party[other])))
        return 0;
    if (own && !x->rising)
        ballots = scrut_smaller(ballots, u->contest.votes[i] + moves[i]);
    if (others && x->rising)
        ballots = scrut_smaller(ballots, u->contest.votes[other] + moves[other]);
    if (own)
        moves[i] += x->rising ? ballots : -ballots;
    if (others)
        moves[other] += x->rising ? -ballots : ballots;
    return ballots;
}

/* Carries the crosser across, `ballots` still missing. Returns what is left to do. */
static int64_t carry(const inquiry *q, const crosser *x, int64_t ballots, int64_t *const moves[])
{
    for (size_t n = 0; n < q->house->nation.unit_count && ballots > 0; n++)
        if (q->house->nation.units[n].closed == NULL)
            ballots -= carry_in(q, x, &q->house->nation.units[n], ballots, moves[n]);
    return ballots;
}

/* Ballots that the crosser still lacks to be on the other side, given the moves so far. */
static scrut_status missing_ballots(const inquiry *q, const crosser *x, int64_t *const moves[], int64_t *ret_missing)
{
    scrut_margin_house now = *q->house;
    now.votes = scrut_arena_calloc(q->arena, q->house->c->party_count, sizeof *now.votes);
    if (now.votes == NULL)
        return scrut_fail_memory(q->err);
    int64_t moved = scrut_house_votes_after(q->house, moves, now.votes);
    for (size_t j = 0; j < now.bar_count; j++)
        now.bars[j].base += now.bars[j].base_moves ? moved : 0;
    int64_t votes = votes_of(&now, x, now.votes);
    bool over = scrut_house_passes(&now, mask_of(&now, x), votes, 0) == x->rising;
    *ret_missing = over ? 0 : crossing_of(&now, mask_of(&now, x), votes, x->rising, q->metric, SCRUT_VOTES_MAX);
    return SCRUT_OK;
}

static scrut_status copy_moves(const inquiry *q, int64_t *const from[], int64_t ***ret_moves)
{
    size_t count = q->house->nation.unit_count;
    int64_t **moves = scrut_arena_calloc(q->arena, count, sizeof(int64_t *));
    if (moves == NULL)
        return scrut_fail_memory(q->err);
    for (size_t n = 0; n < count; n++) {
        size_t lists = q->house->nation.units[n].contest.list_count;
        moves[n] = scrut_arena_calloc(q->arena, lists, sizeof *moves[n]);
        if (moves[n] == NULL)
            return scrut_fail_memory(q->err);
        if (from[n] != NULL)
            memcpy(moves[n], from[n], lists * sizeof *moves[n]);
    }
    *ret_moves = moves;
    return SCRUT_OK;
}

static scrut_status replace_if_better(const inquiry *q, int64_t **moves, bool certain, scrut_margin_nation_reading *r)
{
    size_t count = q->house->nation.unit_count;
    int64_t *by_unit = scrut_arena_calloc(q->arena, count, sizeof *by_unit);
    bool holds = false;
    if (by_unit == NULL)
        return scrut_fail_memory(q->err);
    int64_t ballots = ballots_of(q, moves, by_unit);
    if (r->possible && ballots >= r->at_most)
        return SCRUT_OK;
    scrut_status st = holds_after(q, moves, certain, &holds);
    if (st != SCRUT_OK || !holds)
        return st;
    for (size_t n = 0; n < count; n++)
        if (by_unit[n] == 0)
            moves[n] = NULL;
    r->possible = true;
    r->at_most = ballots;
    r->ballots = by_unit;
    r->moves = moves;
    return SCRUT_OK;
}

/* ---- sets of lists that cross ---- */

typedef struct {
    const inquiry *q;
    uint32_t set; /* bit n: near[n] crosses */
    int64_t dearest;
    scrut_margin_nation_result knapsack;
} scenario;

static scrut_status try_scenario(const scenario *s, const scrut_margin_nation_reading *way, bool certain,
                                 scrut_margin_nation_reading *r)
{
    const inquiry *q = s->q;
    int64_t **moves = NULL;
    scrut_status st = copy_moves(q, way->moves, &moves);
    for (size_t n = 0; n < q->near_count && st == SCRUT_OK; n++) {
        int64_t missing = 0;
        if ((s->set >> n & 1) == 0)
            continue;
        st = missing_ballots(q, &q->near[n], moves, &missing);
        if (st == SCRUT_OK && (missing >= SCRUT_NEVER || carry(q, &q->near[n], missing, moves) > 0))
            return SCRUT_OK;
    }
    return st == SCRUT_OK ? replace_if_better(q, moves, certain, r) : st;
}

static scrut_status weigh_reading(const scenario *s, const scrut_margin_nation_reading *way, bool certain,
                                  scrut_margin_nation_reading *r)
{
    if (!way->possible && way->exact)
        return SCRUT_OK;
    int64_t least = scrut_larger(s->dearest, way->at_least);
    if (r->possible && least >= r->at_most)
        return SCRUT_OK;
    r->at_least = r->possible || !r->exact ? scrut_smaller(r->at_least, least) : least;
    r->exact = false;
    return way->possible ? try_scenario(s, way, certain, r) : SCRUT_OK;
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

static bool any_of_interest(const inquiry *q, int64_t could, int64_t would)
{
    return of_interest(&q->result->could, could) || of_interest(&q->result->would, would);
}

static int64_t needed(const scrut_margin_nation_reading *r)
{
    return r->exact && !r->possible ? SCRUT_NEVER : r->at_least;
}

static scrut_status weigh_set(const inquiry *q, uint32_t set)
{
    scenario s = {.q = q, .set = set};
    size_t parties = q->house->c->party_count;
    bool *barred = scrut_arena_calloc(q->arena, parties, sizeof *barred);
    scrut_margin_house other;
    scrut_margin_nation_result *r = &s.knapsack;
    if (barred == NULL)
        return scrut_fail_memory(q->err);
    for (size_t n = 0; n < q->near_count; n++)
        s.dearest = (set >> n & 1) != 0 ? q->near[n].ballots : s.dearest;
    barred_after(q, set, barred);
    if (memcmp(barred, q->house->barred, parties * sizeof *barred) == 0 || !any_of_interest(q, s.dearest, s.dearest))
        return SCRUT_OK; /* nobody is let in or shut out; or fewer ballots than this set takes may do already */
    scrut_status st = scrut_house_with(q->house, barred, q->arena, &other, q->err);
    if (st == SCRUT_OK)
        st = scrut_nation_weigh(&other.nation, q->members, q->at_least, q->seats, q->metric, q->arena, r, q->err);
    if (st != SCRUT_OK || !any_of_interest(q, needed(&r->could), needed(&r->would)))
        return st;
    st = scrut_margin_nation_find(&other.nation, q->members, q->at_least, q->seats, q->metric, q->arena, r, q->err);
    if (st == SCRUT_OK)
        st = weigh_reading(&s, &r->could, false, &q->result->could);
    return st == SCRUT_OK ? weigh_reading(&s, &r->would, true, &q->result->would) : st;
}

static void lower_end(scrut_margin_nation_reading *r, int64_t least)
{
    if (r->possible && r->at_most <= least)
        return;
    r->at_least = r->possible || !r->exact ? scrut_smaller(r->at_least, least) : least;
    r->exact = false;
}

/* The knapsack's own moves may carry a list across. */
static scrut_status check_moves(const inquiry *q, bool certain, scrut_margin_nation_reading *r)
{
    bool holds = true;
    if (!r->possible || r->at_most == 0)
        return SCRUT_OK;
    scrut_status st = scrut_house_stays(q->house, r->moves, q->arena, &holds, q->err);
    if (st == SCRUT_OK && !holds) /* else every constituency's moves were replayed already */
        st = holds_after(q, r->moves, certain, &holds);
    if (st == SCRUT_OK && !holds)
        *r = (scrut_margin_nation_reading){.at_least = r->at_least};
    return st;
}

/* More steps than constituencies: each knapsack takes whole curves. */
static bool is_far(const inquiry *q)
{
    const scrut_margin_nation_result *r = q->result;
    int64_t steps = q->at_least ? q->seats - r->held_possible : r->held_certain - q->seats;
    return steps > (int64_t)q->house->nation.unit_count;
}

static scrut_status weigh_thresholds(inquiry *q)
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
    find_near(q, most);
    size_t worth = q->next < SCRUT_NEVER ? 0 : FAR_MAX;
    if (is_far(q) && q->near_count > worth) {
        q->near_count = worth;
        q->next = q->near[worth].ballots;
    }
    for (uint32_t set = 1; set < 1U << q->near_count && st == SCRUT_OK; set++)
        st = weigh_set(q, set);
    if (st != SCRUT_OK || q->next >= SCRUT_NEVER || !any_of_interest(q, q->next, q->next))
        return st;
    lower_end(&r->could, q->next);
    lower_end(&r->would, q->next);
    r->note =
        SCRUT_KEY("So many ballots could carry lists over a national threshold, or below it, in too many ways to weigh "
                  "them all.");
    return SCRUT_OK;
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
    inquiry q = {.house = house,
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
