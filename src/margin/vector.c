/* SPDX-License-Identifier: Apache-2.0
 * vector.c: the fewest ballots for a claimed vector of seats.
 *
 * At a cut each list's votes must lie in a box: enough for its seats, too few for one more. Where the cut rises, so do
 * the boxes: ballots to lose fall and ballots to receive rise. So the lowest cut at which few enough ballots must be
 * lost is the one to look at. A box can be empty where claims are worth less than a vote; the cut is then raised to the
 * next value at which it is not. */
#include "margin_internal.h"

#define RAISES_MAX 10000

typedef struct {
    scrut_search *s;
    const int64_t *seats;
    bool certain;
    /* The list of whose last winning claim the cut is the value, while a claim that loses may be worth the same: one of
     * its own, or one of another list that makes up the rest; count: none. */
    size_t own;
    const bool *rest; /* a list; NULL: none */
    const scrut_setting *setting;
    int64_t gain_max, loss_max;    /* ballots that may be received, lost */
    int64_t total_low, total_high; /* of all votes afterwards */
    bool has_low, has_high;
    scrut_value low, high; /* loses too many, does not */
    scrut_cut cut;
    int64_t open;
} boxes;

static scrut_cut cut_at(const boxes *b, const scrut_value *value)
{
    return (scrut_cut){.value = *value, .above = b->certain};
}

/* Claims of one list that are worth the same do not tie with each other, and a draw among lists that make up the rest
 * changes nothing that is asked: for these an equality does no harm, while claims of the others must lie clear of it.
 */
static bool must_lie_clear(const boxes *b, size_t i)
{
    return i != b->own && (b->rest == NULL || !b->rest[i]);
}

static scrut_cut cut_for(const boxes *b, size_t i, const scrut_cut *cut)
{
    if (b->own == b->s->count)
        return *cut;
    return (scrut_cut){.value = cut->value, .above = must_lie_clear(b, i), .equal = must_lie_clear(b, i)};
}

static int64_t least_of(const boxes *b, size_t i, const scrut_cut *cut)
{
    scrut_cut here = cut_for(b, i, cut);
    return scrut_cost_least(b->setting, i, b->seats[i], &here);
}

static int64_t most_of(const boxes *b, size_t i, const scrut_cut *cut)
{
    scrut_cut here = cut_for(b, i, cut);
    return scrut_cost_most(b->setting, i, b->seats[i], &here);
}

static bool loses_few(const boxes *b, const scrut_cut *cut)
{
    int64_t lost = 0, room = 0;
    for (size_t i = 0; i < b->s->count; i++) {
        int64_t most = most_of(b, i, cut), loss = scrut_larger(0, b->s->contest->votes[i] - most);
        if (most < 0 || loss > b->s->taint[i])
            return false;
        lost += loss;
        room = scrut_plus(room, most);
    }
    return lost <= b->loss_max && room >= b->total_low;
}

/* Also whether the ballots received can come from what the lists spare. */
static bool gains_few(const boxes *b, const scrut_cut *cut)
{
    int64_t gained = 0, least_sum = 0;
    for (size_t i = 0; i < b->s->count; i++) {
        int64_t votes = b->s->contest->votes[i], least = least_of(b, i, cut);
        gained = scrut_plus(gained, scrut_larger(0, least - votes));
        least_sum = scrut_plus(least_sum, scrut_larger(least, votes - b->s->taint[i]));
    }
    return gained <= b->gain_max && least_sum <= b->total_high;
}

static void look_along(boxes *b, int64_t k)
{
    const scrut_claims *claims = &b->setting->high;
    int64_t low = b->has_low ? scrut_larger(1, scrut_claims_reach(claims, k, &b->low, true)) : 1;
    int64_t high = scrut_smaller(b->total_high, SCRUT_VOTES_MAX);
    if (b->has_high)
        high = scrut_smaller(high, scrut_claims_reach(claims, k, &b->high, false) - 1);
    while (low <= high) {
        int64_t middle = low + (high - low) / 2;
        scrut_value value = scrut_claims_value(claims, middle, k);
        scrut_cut cut = cut_at(b, &value);
        if (loses_few(b, &cut)) {
            b->has_high = true;
            b->high = value;
            high = middle - 1;
        } else {
            b->has_low = true;
            b->low = value;
            low = middle + 1;
        }
    }
}

/* The lowest cut at which few enough ballots must be lost; it is where some list can have one vote more. */
static bool find_cut(boxes *b)
{
    scrut_value bottom = {.rank = SCRUT_RANK_BOTTOM, .denominator = 1};
    b->cut = cut_at(b, &bottom);
    b->has_low = b->has_high = false;
    if (b->own < b->s->count) {
        look_along(b, b->seats[b->own]);
        if (b->has_high)
            b->cut = cut_at(b, &b->high);
        return b->has_high;
    }
    if (loses_few(b, &b->cut))
        return true;
    int64_t sum = 0;
    for (size_t i = 0; i < b->s->count; i++)
        sum += b->seats[i];
    if (sum < b->s->contest->seats)
        return false; /* seats stay empty only where there is no other claim */
    for (size_t i = 0; i < b->s->count; i++)
        if (b->seats[i] + 1 <= b->setting->high.limit)
            look_along(b, b->seats[i] + 1);
    if (b->has_high)
        b->cut = cut_at(b, &b->high);
    return b->has_high;
}

/* The lowest cut above at which list i can have `least` votes without another seat. */
static scrut_value raised(const boxes *b, size_t i, int64_t least)
{
    const scrut_claims *claims = &b->setting->high;
    if (b->own == b->s->count)
        return scrut_claims_value(claims, least, b->seats[i] + 1);
    int64_t k = b->seats[b->own], votes = scrut_claims_reach(claims, k, &b->cut.value, true);
    if (i != b->own) {
        scrut_value next = scrut_claims_value(claims, least, b->seats[i] + 1);
        votes = scrut_larger(votes, scrut_claims_reach(claims, k, &next, must_lie_clear(b, i)));
    }
    return scrut_claims_value(claims, scrut_smaller(votes, SCRUT_VOTES_MAX * 2), k);
}

/* Raises the cut until no box is empty. */
static bool open_boxes(boxes *b)
{
    int raises = 0;
    for (size_t i = 0; i < b->s->count;) {
        int64_t least = least_of(b, i, &b->cut);
        if (least <= most_of(b, i, &b->cut)) {
            i++;
            continue;
        }
        if (least > SCRUT_VOTES_MAX || b->seats[i] + 1 > b->setting->high.limit ||
            least >= scrut_claims_sure(&b->setting->high, b->seats[i] + 1) || !gains_few(b, &b->cut))
            return false;
        if (++raises > RAISES_MAX) {
            b->s->crowded = true;
            return false;
        }
        b->cut.value = raised(b, i, least);
        i = 0;
    }
    return true;
}

static bool boxes_hold(boxes *b)
{
    return b->setting->valid && find_cut(b) && open_boxes(b) && gains_few(b, &b->cut);
}

/* Whether some number of ballots in the range may do; exact for a range of one. */
static bool may_hold(boxes *b, int64_t from, int64_t to)
{
    scrut_search *s = b->s;
    b->setting = scrut_search_setting(s, from, to);
    b->gain_max = s->metric == SCRUT_METRIC_REMOVE ? 0 : to;
    b->loss_max = s->metric == SCRUT_METRIC_ADD ? 0 : to;
    b->total_low = b->total_high = s->total;
    if (s->metric == SCRUT_METRIC_ADD) {
        b->total_low = s->moving ? s->total + from : 0;
        b->total_high = s->total + to;
    } else if (s->metric == SCRUT_METRIC_REMOVE) {
        b->total_low = s->moving ? s->total - to : 0;
        b->total_high = s->moving ? s->total - from : s->total;
    }
    return boxes_hold(b);
}

/* Votes in the boxes, as near as possible to what they are, that add up to the total where that is given. */
static bool fill_boxes(boxes *b, int64_t votes[])
{
    scrut_search *s = b->s;
    int64_t over = 0;
    for (size_t i = 0; i < s->count; i++) {
        votes[i] = scrut_larger(s->contest->votes[i], least_of(b, i, &b->cut));
        votes[i] = scrut_smaller(votes[i], most_of(b, i, &b->cut));
        over += votes[i];
    }
    over -= b->total_low == b->total_high ? b->total_high : over;
    for (size_t i = 0; i < s->count && over != 0; i++) {
        int64_t spare = votes[i] - scrut_larger(least_of(b, i, &b->cut), s->contest->votes[i] - s->taint[i]);
        int64_t room = scrut_smaller(SCRUT_VOTES_MAX, most_of(b, i, &b->cut)) - votes[i];
        int64_t move =
            over > 0 ? scrut_smaller(over, scrut_larger(0, spare)) : -scrut_smaller(-over, scrut_larger(0, room));
        votes[i] -= move;
        over -= move;
    }
    return over == 0;
}

static int64_t first_in(boxes *b, int64_t from, int64_t to)
{
    if (b->s->budget-- <= 0) {
        b->open = from;
        return SCRUT_NEVER;
    }
    if (!may_hold(b, from, to))
        return SCRUT_NEVER;
    if (from == to)
        return from;
    int64_t middle = from + (to - from) / 2, found = first_in(b, from, middle);
    if (found < SCRUT_NEVER || b->open >= 0)
        return found;
    return first_in(b, middle + 1, to);
}

/* Where nothing else moves with the ballots, what b ballots do b + 1 do too. */
static int64_t bisect(boxes *b, int64_t from, int64_t to)
{
    if (from > to || !may_hold(b, to, to))
        return SCRUT_NEVER;
    while (from < to) {
        int64_t middle = from + (to - from) / 2;
        if (may_hold(b, middle, middle))
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}

static int64_t most_ballots(const scrut_search *s, int64_t to)
{
    int64_t largest = 0;
    for (size_t i = 0; i < s->count; i++)
        largest = scrut_larger(largest, s->contest->votes[i]);
    int64_t most = s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX - largest : s->total;
    return scrut_smaller(scrut_smaller(to, most), s->pool);
}

/* Numbers of seats that add up; seats stay empty only where lists can have no more. */
bool scrut_vector_possible(const scrut_search *s, const int64_t seats[])
{
    int64_t sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (seats[i] < 0 || seats[i] > scrut_smaller(s->now.low.limit, s->contest->seats))
            return false;
        sum += seats[i];
    }
    return sum == s->contest->seats || (sum > 0 && sum < s->contest->seats && s->now.low.limit < s->contest->seats);
}

static int64_t solve_boxes(boxes *b, int64_t from, int64_t to, int64_t votes[])
{
    scrut_search *s = b->s;
    int64_t known = to;
    for (int64_t step = 1; s->moving && from + step < to; step *= 2) /* a number that does, found fast */
        if (may_hold(b, from + step, from + step)) {
            known = from + step;
            break;
        }
    int64_t found = s->moving ? first_in(b, from, known) : bisect(b, from, to);
    if (found >= SCRUT_NEVER || !may_hold(b, found, found) || !fill_boxes(b, votes))
        return SCRUT_NEVER;
    return found;
}

/* Of lists that make up the rest any may have the last seat; of another one only its own claims can be alike. */
static bool may_be_own(const scrut_search *s, const int64_t seats[], const bool *rest, size_t i)
{
    bool makes_rest = rest != NULL && rest[i];
    return makes_rest ? seats[i] > 0 : scrut_claims_alike(&s->now.low, seats[i]);
}

int64_t scrut_solve_vector(scrut_search *s, const int64_t seats[], const bool *rest, bool certain, int64_t from,
                           int64_t to, int64_t votes[], int64_t *ret_open)
{
    boxes b = {.s = s, .seats = seats, .certain = certain, .own = s->count, .open = -1};
    *ret_open = -1;
    to = most_ballots(s, to);
    if (!scrut_vector_possible(s, seats))
        return SCRUT_NEVER;
    int64_t best = solve_boxes(&b, from, to, votes);
    int64_t *other = s->picks; /* not in use by moves.c here */
    for (b.own = 0; b.own < s->count && certain; b.own++) {
        if (!may_be_own(s, seats, rest, b.own))
            continue;
        b.rest = rest != NULL && rest[b.own] ? rest : NULL;
        int64_t found = solve_boxes(&b, from, scrut_smaller(to, best - 1), other);
        if (found < best) {
            best = found;
            memcpy(votes, other, s->count * sizeof *votes);
        }
    }
    *ret_open = b.open;
    return best;
}

bool scrut_vector_heeds_rest(const scrut_margin_contest *contest)
{
    bool varies = contest->bar_count > 0;
    for (size_t i = 0; i < contest->list_count; i++)
        varies = varies || (contest->barred != NULL && contest->barred[i]);
    varies = varies && scrut_claims_need_quota(&contest->method) && !contest->method.quota_base_all;
    return contest->alliance == NULL && !varies;
}

bool scrut_vector_fits(scrut_search *part, const int64_t seats[], bool certain, int64_t gain_max, int64_t loss_max,
                       int64_t votes[])
{
    boxes b = {.s = part,
               .seats = seats,
               .certain = certain,
               .own = part->count,
               .setting = &part->now,
               .gain_max = gain_max,
               .loss_max = loss_max,
               .total_low = part->sum_low,
               .total_high = part->sum_high};
    return boxes_hold(&b) && (votes == NULL || fill_boxes(&b, votes));
}
