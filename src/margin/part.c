/* SPDX-License-Identifier: Apache-2.0
 * part.c: a quota of the votes of the lists that take part. Once it is given which lists these are and how many votes
 * they have together, the quota is fixed, and they are a contest of their own whose votes must make that sum. Ballots
 * of the other lists matter for the sum and, where it moves, for the threshold only. */
#include "margin_internal.h"

bool scrut_part_open(scrut_part *part, scrut_search *whole, scrut_arena *arena)
{
    size_t count = whole->count;
    *part = (scrut_part){.whole = whole, .contest = *whole->contest};
    part->list = scrut_arena_calloc(arena, count, sizeof *part->list);
    part->start = scrut_arena_calloc(arena, count, sizeof *part->start);
    part->after = scrut_arena_calloc(arena, count, sizeof *part->after);
    part->vector = scrut_arena_calloc(arena, count, sizeof *part->vector);
    part->sides = scrut_arena_calloc(arena, count, sizeof *part->sides);
    part->in = scrut_arena_calloc(arena, count, sizeof *part->in);
    part->contest.votes = part->start;
    part->contest.barred = NULL;
    part->contest.bar_count = 0;
    return part->list != NULL && part->start != NULL && part->after != NULL && part->vector != NULL &&
           part->sides != NULL && part->in != NULL && scrut_search_part(&part->search, whole, &part->contest, arena);
}

void scrut_part_close(scrut_part *part)
{
    scrut_search_close(&part->search);
}

/* ---- which lists, with how many votes ---- */

static bool take_in(scrut_part *part, const scrut_asked *asked, size_t i, int64_t bar)
{
    const scrut_search *whole = part->whole;
    scrut_search *s = &part->search;
    int64_t votes = whole->contest->votes[i];
    size_t k = s->count;
    if (bar >= SCRUT_NEVER || (whole->metric == SCRUT_METRIC_REMOVE && votes < bar))
        return false;
    s->count++;
    part->list[k] = i;
    part->start[k] = scrut_larger(votes, bar);
    part->sides[k] = asked->problem != NULL ? asked->problem->sides[i] : SCRUT_SIDE_FREE;
    part->vector[k] = asked->problem != NULL ? 0 : asked->vector[i];
    part->gained += part->start[k] - votes;
    s->total += part->start[k];
    s->taint[k] = scrut_smaller(whole->taint[i], part->start[k] - bar);
    s->seats[k] = whole->seats[i];
    s->now.bars_low[k] = s->now.bars_high[k] = bar;
    return true;
}

/* A list that takes no part: ballots it must lose for that, and can gain or lose besides. */
typedef struct {
    int64_t lost, room, give;
} outsider;

static outsider outsider_of(const scrut_part *part, size_t i)
{
    const scrut_search *whole = part->whole;
    int64_t votes = whole->contest->votes[i], bar = part->setting->bars_high[i];
    outsider o = {.room = scrut_smaller(SCRUT_VOTES_MAX, bar - 1) - votes};
    if (o.room < 0) {
        o.lost = -o.room;
        o.room = 0;
    }
    if (whole->metric == SCRUT_METRIC_REMOVE)
        o.room = 0;
    o.give = whole->taint[i] - o.lost;
    return o;
}

static bool sort_lists(scrut_part *part, const scrut_asked *asked)
{
    part->gained = part->lost = part->out_start = part->out_room = part->out_give = 0;
    part->search.total = 0;
    part->search.count = 0;
    for (size_t i = 0; i < part->whole->count; i++) {
        if (part->in[i]) {
            if (!take_in(part, asked, i, part->setting->bars_low[i]))
                return false;
            continue;
        }
        outsider o = outsider_of(part, i);
        if (o.give < 0)
            return false;
        part->lost += o.lost;
        part->out_start += part->whole->contest->votes[i] - o.lost;
        part->out_room += o.room;
        part->out_give += o.give;
    }
    part->contest.list_count = part->search.count;
    return part->search.count > 0;
}

/* ---- the range ---- */

static void narrow_sums(const scrut_part *part, scrut_quota_range *r, int64_t limit)
{
    int64_t still = part->votes_low - part->out_start; /* changed ballots: the sum that leaves the others as they are */
    r->sum_low = scrut_larger(r->sum_low, part->votes_low - part->out_start - part->out_room);
    r->sum_high = scrut_smaller(r->sum_high, part->votes_high - part->out_start + part->out_give);
    switch (part->whole->metric) {
    case SCRUT_METRIC_CHANGE:
        r->sum_low = scrut_larger(r->sum_low, still + part->gained - limit);
        r->sum_high = scrut_smaller(r->sum_high, still - part->lost + limit);
        break;
    case SCRUT_METRIC_ADD: r->sum_low = scrut_larger(r->sum_low, part->search.total); break;
    case SCRUT_METRIC_REMOVE: r->sum_high = scrut_smaller(r->sum_high, part->search.total); break;
    }
}

static void narrow_moved(const scrut_part *part, scrut_quota_range *r)
{
    int64_t total = part->whole->total;
    int64_t least = r->sum_low + part->out_start - part->out_give - total; /* of votes that come in at all */
    int64_t most = r->sum_high + part->out_start + part->out_room - total;
    bool add = part->whole->metric == SCRUT_METRIC_ADD;
    r->moved_low = scrut_larger(r->moved_low, add ? least : -most);
    r->moved_high = scrut_smaller(r->moved_high, add ? most : -least);
}

/* Where the quota is 0 there is no allocation; as the favourable end of a range it is the smallest positive number. */
static bool set_claims(scrut_part *part, const scrut_quota_range *r)
{
    scrut_setting *now = &part->search.now;
    const scrut_margin_contest *c = &part->contest;
    now->valid = scrut_claims_init(c, &c->method, r->sum_high, &now->high);
    if (!scrut_claims_init(c, &c->method, r->sum_low, &now->low))
        now->low.quota_numerator = 1;
    return now->valid;
}

bool scrut_part_set(scrut_part *part, const scrut_asked *asked, scrut_quota_range *r, int64_t limit)
{
    scrut_search *s = &part->search;
    scrut_metric metric = part->whole->metric;
    part->setting = scrut_search_setting(part->whole, r->moved_low, r->moved_high);
    if (!sort_lists(part, asked))
        return false;
    part->votes_low = part->whole->total + (metric == SCRUT_METRIC_REMOVE ? -r->moved_high : r->moved_low);
    part->votes_high = part->whole->total + (metric == SCRUT_METRIC_REMOVE ? -r->moved_low : r->moved_high);
    narrow_sums(part, r, limit);
    if (metric != SCRUT_METRIC_CHANGE)
        narrow_moved(part, r);
    if (r->sum_low > r->sum_high || r->moved_low > r->moved_high || !set_claims(part, r))
        return false;
    s->sum_low = r->sum_low;
    s->sum_high = r->sum_high;
    s->gained_before = part->gained + scrut_larger(0, part->votes_high - r->sum_high - part->out_start);
    s->lost_before = part->lost + scrut_larger(0, part->out_start - part->votes_low + r->sum_low);
    if (asked->problem != NULL) {
        part->problem = *asked->problem;
        part->problem.sides = part->sides;
    }
    return true;
}

int64_t scrut_part_claim(const scrut_search *whole, const scrut_asked *asked)
{
    int64_t seats[3] = {0, 0, 0}, lists[3] = {0, 0, 0};
    if (asked->problem == NULL)
        return whole->contest->seats / (int64_t)whole->count;
    for (size_t i = 0; i < whole->count; i++)
        lists[asked->problem->sides[i]]++;
    seats[SCRUT_SIDE_REACH] = asked->problem->reach - 1;
    seats[SCRUT_SIDE_KEEP] = asked->problem->keep;
    scrut_side few = lists[SCRUT_SIDE_REACH] <= lists[SCRUT_SIDE_KEEP] ? SCRUT_SIDE_REACH : SCRUT_SIDE_KEEP;
    return lists[few] > 0 ? scrut_larger(0, seats[few]) / lists[few] : 0;
}

void scrut_part_pivot(scrut_part *part, int64_t pivot)
{
    scrut_claims_pivot(&part->search.now.low, &part->search.now.high, pivot);
}

/* ---- what is asked ---- */

/* The reaching lists reach the cut with `gains` ballots, and the keeping lists keep under it with `losses`. */
static bool fits(scrut_part *part, int64_t gains, int64_t losses)
{
    scrut_search *s = &part->search;
    const scrut_problem *p = &part->problem;
    if (scrut_cost_lose(s, &s->now, p, &part->cut, losses) > losses)
        return false;
    bool lose = scrut_cost_sure(s, &s->now, p, losses, NULL) > 0; /* what reaching lists lose others of them can have */
    return (lose ? scrut_cost_reach(s, &s->now, p, &part->cut, gains, NULL)
                 : scrut_cost_reach_available(s, &s->now, p, &part->cut, gains, NULL)) <= gains;
}

/* Added ballots leave the keeping lists where they are, removed ones the reaching lists, as long as others have any to
 * lose; beyond that the cut comes down to where the keeping lists can go, and the reaching lists lose what they can
 * spare there. */
static bool problem_holds(scrut_part *part)
{
    scrut_search *s = &part->search;
    int64_t gains = scrut_larger(0, s->sum_high - s->total), losses = scrut_larger(0, s->total - s->sum_low);
    if (!scrut_solve_fixed_cut(s, &s->now, &part->problem, &part->cut))
        return false;
    if (fits(part, gains, losses))
        return true;
    if (s->metric == SCRUT_METRIC_ADD || scrut_cost_outside(s, &part->problem) >= 0)
        return false;
    for (size_t k = 0; k < s->count; k++)
        part->after[k] = part->start[k] - s->taint[k];
    part->cut = scrut_solve_lowest_cut(s, &s->now, &part->problem, part->after);
    return fits(part, gains, losses);
}

static int64_t change_for_problem(scrut_part *part, int64_t limit)
{
    scrut_search *s = &part->search;
    if (!part->problem.bottom)
        return scrut_solve_crossing(s, &part->problem, limit, &part->cut);
    part->cut = scrut_solve_lowest_cut(s, &s->now, &part->problem, part->start);
    return fits(part, 0, 0) ? scrut_larger(s->gained_before, s->lost_before) : SCRUT_NEVER;
}

static bool vector_fits(scrut_part *part, const scrut_asked *asked, int64_t ballots, int64_t votes[])
{
    scrut_search *s = &part->search;
    int64_t gains = ballots - s->gained_before, losses = ballots - s->lost_before;
    if (s->metric != SCRUT_METRIC_CHANGE) {
        gains = scrut_larger(0, s->sum_high - s->total);
        losses = scrut_larger(0, s->total - s->sum_low);
    }
    return scrut_vector_fits(s, part->vector, asked->certain, gains, losses, votes);
}

static int64_t change_for_vector(scrut_part *part, const scrut_asked *asked, int64_t limit)
{
    scrut_search *s = &part->search;
    int64_t low = scrut_larger(s->gained_before, s->lost_before), high = limit;
    if (!vector_fits(part, asked, limit, NULL))
        return SCRUT_NEVER;
    while (low < high && s->sum_low == s->sum_high) {
        int64_t middle = low + (high - low) / 2;
        if (vector_fits(part, asked, middle, NULL))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t scrut_part_cost(scrut_part *part, const scrut_asked *asked, const scrut_quota_range *r, int64_t limit)
{
    scrut_search *s = &part->search;
    bool problem = asked->problem != NULL;
    if (s->metric != SCRUT_METRIC_CHANGE) {
        bool holds = problem ? problem_holds(part) : vector_fits(part, asked, 0, NULL);
        return holds ? r->moved_low : SCRUT_NEVER;
    }
    if (s->gained_before > limit || s->lost_before > limit)
        return SCRUT_NEVER;
    return problem ? change_for_problem(part, limit) : change_for_vector(part, asked, limit);
}

bool scrut_part_votes(scrut_part *part, const scrut_asked *asked, int64_t ballots, int64_t votes[])
{
    scrut_search *s = &part->search;
    int64_t more = part->votes_high - s->sum_high - part->out_start; /* for the others */
    bool built = asked->problem != NULL ? scrut_moves_build(s, &part->problem, &part->cut, ballots, part->after)
                                        : vector_fits(part, asked, ballots, part->after);
    if (!built)
        return false;
    for (size_t k = 0; k < s->count; k++)
        votes[part->list[k]] = part->after[k];
    for (size_t i = 0; i < part->whole->count; i++) {
        if (part->in[i])
            continue;
        outsider o = outsider_of(part, i);
        int64_t step = more > 0 ? scrut_smaller(more, o.room) : -scrut_smaller(-more, o.give);
        votes[i] = part->whole->contest->votes[i] - o.lost + step;
        more -= step;
    }
    return more == 0;
}
