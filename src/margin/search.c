/* SPDX-License-Identifier: Apache-2.0
 * search.c: opening a question: what moves with the ballots, and whether claims settle it. */
#include "margin_internal.h"

/* Steps of a search. Rules that may refuse an allocation have every share of the seats asked about: of 1,500 questions
 * under the Imperiali quota with a percentage threshold one is proven by the further steps, and those that stay open
 * took a second. */
#define BUDGET 200000
#define REFUSALS_BUDGET 50000

/* The quota is of the eligible lists' votes, and which those are, or how many votes they have, depends on the moves. */
static bool quota_base_varies(const scrut_search *s)
{
    const scrut_margin_contest *c = s->contest;
    if (!scrut_claims_need_quota(&c->method) || c->method.quota_base_all)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        bool barred = s->now.bars_low[i] >= SCRUT_NEVER;
        if (!barred && (s->now.bars_low[i] > 1 || (c->bar_count > 0 && scrut_bars_move(c))))
            return true;
        if (barred && s->metric == SCRUT_METRIC_CHANGE)
            return true;
    }
    return false;
}

static const char *open_reason(const scrut_search *s)
{
    const scrut_margin_contest *c = s->contest;
    if (c->alliance != NULL)
        return SCRUT_KEY("Seats go to alliances first and then inside them, and not every way for both steps together "
                         "could be weighed.");
    if (c->method.over_award == SCRUT_OVER_AWARD_IGNORE && scrut_claims_exceed(&c->method))
        return SCRUT_KEY("Full quotas beyond the seats stand under these rules, so the number of seats itself moves "
                         "with the ballots.");
    return NULL;
}

static int64_t quota_base(const scrut_margin_contest *c, int64_t moved)
{
    int64_t base = moved;
    if (c->method.quota_base_all)
        return scrut_larger(0, c->votes_all + moved);
    for (size_t i = 0; i < c->list_count; i++)
        base += c->barred != NULL && c->barred[i] ? 0 : c->votes[i];
    return scrut_larger(0, base);
}

/* Claims at the least (most) number of ballots moved. Where the quota is 0 there is no allocation; as the favourable
 * end of a range it is taken as the smallest positive number. */
static void set_range(const scrut_search *s, int64_t least, int64_t most, scrut_setting *setting)
{
    const scrut_margin_contest *c = s->contest;
    scrut_bars_votes(c, least, setting->bars_low);
    scrut_bars_votes(c, most, setting->bars_high);
    setting->valid = scrut_claims_init(c, &c->method, quota_base(c, most), &setting->high);
    if (!scrut_claims_init(c, &c->method, quota_base(c, least), &setting->low))
        setting->low.quota_numerator = 1;
    if (!setting->valid)
        setting->high.quota_numerator = 1;
}

const scrut_setting *scrut_search_setting(scrut_search *s, int64_t from, int64_t to)
{
    if (!s->moving)
        return &s->now;
    bool add = s->metric == SCRUT_METRIC_ADD;
    set_range(s, add ? from : -to, add ? to : -from, &s->range);
    return &s->range;
}

static scrut_status count_ballots(scrut_search *s, const scrut_margin_caps *caps)
{
    const scrut_margin_contest *c = s->contest;
    s->pool = caps != NULL && caps->pool >= 0 ? caps->pool : SCRUT_NEVER;
    for (size_t i = 0; i < s->count; i++) {
        s->total += c->votes[i];
        s->taint[i] = s->metric == SCRUT_METRIC_ADD ? 0 : c->votes[i];
        if (caps != NULL && caps->taint != NULL)
            s->taint[i] = scrut_smaller(s->taint[i], caps->taint[i]);
    }
    return SCRUT_OK;
}

static bool allocate(scrut_search *s)
{
    int64_t **arrays[] = {&s->taint,           &s->seats,           &s->trial,         &s->picks,
                          &s->trial_votes,     &s->now.bars_low,    &s->now.bars_high, &s->range.bars_low,
                          &s->range.bars_high, &s->reach_marks.has, &s->keep_marks.has};
    const size_t array_count = sizeof arrays / sizeof arrays[0];
    int64_t *all = scrut_arena_calloc(s->arena, s->count * array_count, sizeof *all);
    for (size_t a = 0; a < array_count && all != NULL; a++)
        *arrays[a] = all + a * s->count;
    return all != NULL;
}

scrut_status scrut_search_open(scrut_search *s, const scrut_margin_contest *contest, const scrut_outcome *now,
                               scrut_metric metric, const scrut_margin_caps *caps, scrut_arena *arena, scrut_error *err)
{
    *s = (scrut_search){.contest = contest, .metric = metric, .arena = arena, .err = err, .count = contest->list_count};
    if (!allocate(s))
        return scrut_fail_memory(err);
    scrut_status st = count_ballots(s, caps);
    if (st != SCRUT_OK)
        return st;
    for (size_t i = 0; i < s->count && !now->refused; i++)
        s->seats[i] = s->reach_marks.has[i] = s->keep_marks.has[i] = now->certain[i];
    set_range(s, 0, 0, &s->now);
    s->moving =
        metric != SCRUT_METRIC_CHANGE && (scrut_bars_move(contest) || scrut_claims_need_quota(&contest->method));
    s->varies = quota_base_varies(s);
    s->sum_given = metric == SCRUT_METRIC_CHANGE;
    s->sum_low = s->sum_high = s->total;
    s->open = open_reason(s);
    s->refusals =
        contest->seats_min > 0 || contest->method.zero_divisor_refused || scrut_claims_refuse_full(&contest->method);
    s->budget = s->refusals ? REFUSALS_BUDGET : BUDGET;
    return SCRUT_OK;
}

bool scrut_search_part(scrut_search *s, const scrut_search *whole, const scrut_margin_contest *contest,
                       scrut_arena *arena)
{
    *s = (scrut_search){.contest = contest,
                        .metric = whole->metric,
                        .arena = arena,
                        .err = whole->err,
                        .count = whole->count,
                        .pool = SCRUT_NEVER,
                        .sum_given = true};
    return allocate(s);
}

void scrut_search_close(scrut_search *s)
{
    scrut_offers_free(&s->reach_offers);
    scrut_offers_free(&s->keep_offers);
    free(s->reach_marks.votes);
    free(s->keep_marks.votes);
}
