/* SPDX-License-Identifier: Apache-2.0
 * house_find.c: margins in a chamber whose lists must also pass thresholds in the nation.
 *
 * While no list crosses such a threshold, the constituencies are contests of their own and the knapsack is exact. A
 * set of lists that crosses costs at least the ballots of its dearest crossing, and at least what the knapsack
 * says with those lists let in or shut out: the larger of the two is certain. Sets for which it is not below what
 * is known already change nothing; they are nearly all. For the others moves are tried: what the knapsack asks, and
 * then as many ballots as the crossing still lacks. */
#include "house_internal.h"

#define NEAR_MAX 5 /* lists near a threshold: all 31 sets of them are weighed */

typedef struct {
    const scrut_margin_house *house;
    const bool *members; /* a party */
    bool at_least;
    int64_t seats;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    scrut_margin_nation_result *result;
    uint32_t near[NEAR_MAX];
    int64_t crossing[NEAR_MAX];
    size_t near_count;
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

/* Lists that `most` ballots carry over a threshold, cheapest first; returns how many there are. */
static size_t find_near(inquiry *q, int64_t most)
{
    size_t count = 0;
    q->near_count = 0;
    for (uint32_t p = 0; p < q->house->c->party_count; p++) {
        if (!q->house->stands[p] || q->house->c->parties[p].exempt)
            continue;
        int64_t ballots = scrut_house_crossing(q->house, p, q->metric, most);
        if (ballots > most)
            continue;
        count++;
        size_t at = q->near_count < NEAR_MAX ? q->near_count++ : NEAR_MAX - 1;
        if (count > NEAR_MAX && ballots >= q->crossing[at])
            continue;
        for (; at > 0 && q->crossing[at - 1] > ballots; at--) {
            q->crossing[at] = q->crossing[at - 1];
            q->near[at] = q->near[at - 1];
        }
        q->crossing[at] = ballots;
        q->near[at] = p;
    }
    return count;
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

/* Carries the party across, `ballots` still missing: its own ballots in (out of) its constituencies, against lists that
 * the target does not mind. Returns what is left to do. */
static int64_t carry(const inquiry *q, uint32_t party, int64_t ballots, bool rising, int64_t *const moves[])
{
    for (size_t n = 0; n < q->house->nation.unit_count && ballots > 0; n++) {
        const scrut_margin_unit *u = &q->house->nation.units[n];
        size_t i = 0;
        while (i < u->contest.list_count && u->party[i] != party)
            i++;
        if (i == u->contest.list_count)
            continue;
        size_t other = partner(q, u, moves[n], q->at_least != rising, i);
        bool with_partner = q->metric == SCRUT_METRIC_CHANGE;
        if (with_partner && other == u->contest.list_count)
            continue;
        int64_t part = ballots;
        if (!rising)
            part = scrut_smaller(part, u->contest.votes[i] + moves[n][i]);
        else if (with_partner)
            part = scrut_smaller(part, u->contest.votes[other] + moves[n][other]);
        moves[n][i] += rising ? part : -part;
        if (with_partner)
            moves[n][other] += rising ? -part : part;
        ballots -= part;
    }
    return ballots;
}

/* Ballots that the party still lacks to be on the other side, given the moves so far. */
static scrut_status missing_ballots(const inquiry *q, uint32_t party, int64_t *const moves[], int64_t *ret_missing)
{
    scrut_margin_house now = *q->house;
    now.votes = scrut_arena_calloc(q->arena, q->house->c->party_count, sizeof *now.votes);
    if (now.votes == NULL)
        return scrut_fail_memory(q->err);
    int64_t moved = scrut_house_votes_after(q->house, moves, now.votes);
    for (size_t j = 0; j < now.bar_count; j++)
        now.bars[j].base += now.bars[j].base_moves ? moved : 0;
    bool rising = q->house->barred[party];
    bool over = scrut_house_passes(&now, now.bar_mask[party], now.votes[party], 0) == rising;
    *ret_missing =
        over ? 0 : crossing_of(&now, now.bar_mask[party], now.votes[party], rising, q->metric, SCRUT_VOTES_MAX);
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
        st = missing_ballots(q, q->near[n], moves, &missing);
        if (st == SCRUT_OK &&
            (missing >= SCRUT_NEVER || carry(q, q->near[n], missing, q->house->barred[q->near[n]], moves) > 0))
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

static scrut_status weigh_set(const inquiry *q, uint32_t set)
{
    scenario s = {.q = q, .set = set};
    size_t parties = q->house->c->party_count;
    bool *barred = scrut_arena_calloc(q->arena, parties, sizeof *barred);
    scrut_margin_house other;
    if (barred == NULL)
        return scrut_fail_memory(q->err);
    memcpy(barred, q->house->barred, parties * sizeof *barred);
    for (size_t n = 0; n < q->near_count; n++) {
        if ((set >> n & 1) == 0)
            continue;
        barred[q->near[n]] = !barred[q->near[n]];
        s.dearest = scrut_larger(s.dearest, q->crossing[n]);
    }
    scrut_status st = scrut_house_with(q->house, barred, q->arena, &other, q->err);
    if (st == SCRUT_OK)
        st = scrut_margin_nation_find(&other.nation, q->members, q->at_least, q->seats, q->metric, q->arena,
                                      &s.knapsack, q->err);
    if (st == SCRUT_OK)
        st = weigh_reading(&s, &s.knapsack.could, false, &q->result->could);
    return st == SCRUT_OK ? weigh_reading(&s, &s.knapsack.would, true, &q->result->would) : st;
}

static int64_t limit_of(const scrut_margin_nation_reading *r)
{
    return r->possible ? r->at_most - 1 : SCRUT_VOTES_MAX;
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
    scrut_status st = holds_after(q, r->moves, certain, &holds);
    if (st == SCRUT_OK && !holds)
        *r = (scrut_margin_nation_reading){.at_least = r->at_least};
    return st;
}

static scrut_status weigh_thresholds(inquiry *q)
{
    scrut_margin_nation_result *r = q->result;
    bool allied = q->house->chamber->rules->alliances && q->house->chamber->rules->alliance_passes_threshold;
    scrut_status st = check_moves(q, false, &r->could);
    if (st == SCRUT_OK)
        st = check_moves(q, true, &r->would);
    if (st != SCRUT_OK)
        return st;
    int64_t most = scrut_larger(limit_of(&r->could), limit_of(&r->would));
    size_t found = most > 0 ? find_near(q, most) : 0;
    if (found > NEAR_MAX || (allied && found > 0)) {
        lower_end(&r->could, q->crossing[0]);
        lower_end(&r->would, q->crossing[0]);
        r->note = "So many ballots could carry lists over a national threshold, or below it, in too many ways to weigh "
                  "them all.";
        return SCRUT_OK;
    }
    for (uint32_t set = 1; set < 1U << q->near_count && st == SCRUT_OK; set++)
        st = weigh_set(q, set);
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
        result.note = "Lists near a national threshold could cross it, and the fewest ballots for that are known only "
                      "between two numbers.";
    *ret_result = result;
    return SCRUT_OK;
}

/* ---- one constituency ---- */

static void lower_unit(scrut_margin_reading *r, int64_t least)
{
    if (r->possible ? r->at_least <= least : !r->exact && r->at_least <= least)
        return;
    r->at_least = least;
    r->exact = r->possible && r->at_most <= least;
}

scrut_status scrut_margin_house_unit(const scrut_margin_house *house, size_t unit, const scrut_target *target,
                                     scrut_metric metric, const scrut_margin_caps *caps, scrut_arena *arena,
                                     scrut_margin *ret_margin, scrut_error *err)
{
    const scrut_margin_unit *u = &house->nation.units[unit];
    scrut_margin margin;
    if (u->closed != NULL)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "constituency %s cannot be weighed: %s", u->id,
                          u->closed);
    scrut_status st = scrut_margin_find(&u->contest, target, metric, caps, arena, &margin, err);
    if (st != SCRUT_OK)
        return st;
    int64_t least = SCRUT_NEVER;
    for (size_t p = 0; p < house->c->party_count && house->bar_count > 0; p++)
        if (house->stands[p] && !house->c->parties[p].exempt)
            least = scrut_smaller(least, scrut_house_crossing(house, p, metric, SCRUT_VOTES_MAX));
    if (least < SCRUT_NEVER) { /* else nothing can cross, and what is impossible stays so */
        lower_unit(&margin.could, least);
        lower_unit(&margin.would, least);
    }
    if (margin.note == NULL && !(margin.could.exact && margin.would.exact))
        margin.note = "Fewer ballots could carry a list over a national threshold, or below it.";
    *ret_margin = margin;
    return SCRUT_OK;
}
