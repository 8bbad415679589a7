/* SPDX-License-Identifier: Apache-2.0
 * house_options.c: what so many ballots can give the claimed parties in one constituency, and for how many.
 *
 * Seats take no fewer ballots than one list alone takes for its seats, nor than the parties that must gain (lose) in
 * the nation take for theirs together: their steps are known first. So the seats between the ends that the steps leave,
 * and no others, can be had. Each option begins with the dearest of these steps as a lower end; its own ballots, and
 * the seats of the other lists that go with them, are found when it is looked at. */
#include "house_internal.h"

/* ---- steps ---- */

/* `certain`: the seats are to be held for certain, which is not asked of lists that may draw among themselves. */
static scrut_status find_steps(const scrut_house_choice *c, const scrut_margin_contest *contest, bool certain,
                               scrut_house_side *s)
{
    scrut_standing standing = {.known = false};
    scrut_climb_question ask = {.members = s->lists,
                                .rising = true,
                                .certain = certain,
                                .metric = c->metric,
                                .most = contest->seats + 1,
                                .limit = c->most < SCRUT_ANY_NUMBER ? c->most : -1,
                                .standing = &standing};
    scrut_status st = scrut_climb(contest, &ask, NULL, c->arena, &s->up, c->err);
    ask.rising = false;
    return st == SCRUT_OK ? scrut_climb(contest, &ask, NULL, c->arena, &s->down, c->err) : st;
}

static scrut_status allocate(const scrut_house_choice *c, scrut_house_options *o)
{
    size_t lists = o->unit->contest.list_count;
    o->side_count = lists + 2;
    o->sides = scrut_arena_calloc(c->arena, o->side_count, sizeof *o->sides);
    o->low = scrut_arena_calloc(c->arena, lists, sizeof *o->low);
    o->high = scrut_arena_calloc(c->arena, lists, sizeof *o->high);
    o->order = scrut_arena_calloc(c->arena, lists, sizeof *o->order);
    o->vector = scrut_arena_calloc(c->arena, lists, sizeof *o->vector);
    o->rest = scrut_arena_calloc(c->arena, lists, sizeof *o->rest);
    if (o->rest == NULL || o->sides == NULL || o->low == NULL || o->high == NULL || o->order == NULL ||
        o->vector == NULL)
        return scrut_fail_memory(c->err);
    for (size_t i = 0; i < lists; i++)
        if (c->dim_of[o->unit->party[i]] >= 0)
            o->order[o->claimed_count++] = i;
    for (size_t i = 0, at = o->claimed_count; i < lists; i++) {
        o->rest[i] = c->dim_of[o->unit->party[i]] < 0;
        if (o->rest[i])
            o->order[at++] = i;
    }
    return SCRUT_OK;
}

/* A side for each list, for those of parties that must gain and for those that must lose. */
static scrut_status make_sides(const scrut_house_choice *c, scrut_house_options *o)
{
    size_t lists = o->unit->contest.list_count;
    scrut_status st = allocate(c, o);
    for (size_t k = 0; k < o->side_count && st == SCRUT_OK; k++) {
        scrut_house_side *s = &o->sides[k];
        s->lists = scrut_arena_calloc(c->arena, lists, sizeof *s->lists);
        if (s->lists == NULL)
            return scrut_fail_memory(c->err);
        for (size_t i = 0; i < lists; i++) {
            int32_t d = c->dim_of[o->unit->party[i]];
            s->lists[i] = k < lists ? i == k : d >= 0 && (k == lists ? c->goal[d] > 0 : c->goal[d] < 0);
        }
        st = find_steps(c, &o->unit->contest, c->certain && (k >= lists || !o->rest[k]), s);
    }
    for (size_t i = 0; i < lists && st == SCRUT_OK; i++) {
        const scrut_house_side *s = &o->sides[i];
        o->high[i] = scrut_smaller(o->unit->contest.seats, s->up.held + (int64_t)s->up.count);
        o->low[i] = scrut_larger(0, s->down.held - (int64_t)s->down.count);
    }
    return st;
}

/* Ballots that so many steps are certain to take; NEVER: more than are of interest. */
static int64_t along(const scrut_margin_curve *curve, int64_t steps)
{
    if (steps <= 0)
        return 0;
    return steps > (int64_t)curve->count ? SCRUT_NEVER : curve->steps[steps - 1].at_least;
}

/* Ballots that the seats in o->vector are certain to take, those of the lists that are not claimed too or not. */
static int64_t lower_end(const scrut_house_choice *c, const scrut_house_options *o, bool whole)
{
    size_t lists = o->unit->contest.list_count;
    int64_t least = 0;
    for (size_t k = 0; k < o->side_count; k++) {
        const scrut_house_side *s = &o->sides[k];
        int64_t seats = 0;
        if (!whole && k < lists && c->dim_of[o->unit->party[k]] < 0)
            continue;
        for (size_t i = 0; i < lists; i++)
            seats += s->lists[i] ? o->vector[i] : 0;
        least = scrut_larger(least, along(&s->up, seats - s->up.held));
        least = scrut_larger(least, along(&s->down, s->down.held - seats));
    }
    return least;
}

/* Of list i alone. */
static int64_t alone(const scrut_house_options *o, size_t i)
{
    const scrut_house_side *s = &o->sides[i];
    return scrut_larger(along(&s->up, o->vector[i] - s->up.held), along(&s->down, s->down.held - o->vector[i]));
}

/* ---- all options ---- */

static scrut_status add_option(scrut_house_choice *c, scrut_house_options *o)
{
    size_t lists = o->unit->contest.list_count;
    int64_t least = lower_end(c, o, false);
    if (least > c->most || ++c->listed > SCRUT_OPTIONS_MAX)
        return SCRUT_OK;
    if (!scrut_grow(&o->ballots, &o->ballots_capacity, o->count + 1, sizeof *o->ballots) ||
        !scrut_grow(&o->weighed, &o->weighed_capacity, o->count + 1, sizeof *o->weighed) ||
        !scrut_grow(&o->steps, &o->steps_capacity, (o->count + 1) * c->dims, sizeof *o->steps) ||
        !scrut_grow(&o->vectors, &o->vectors_capacity, (o->count + 1) * lists, sizeof *o->vectors))
        return scrut_fail_memory(c->err);
    int32_t *steps = o->steps + o->count * c->dims;
    memset(steps, 0, c->dims * sizeof *steps);
    for (size_t k = 0; k < o->claimed_count; k++) {
        size_t i = o->order[k];
        steps[c->dim_of[o->unit->party[i]]] += (int32_t)(o->vector[i] - o->start[i]);
    }
    memcpy(o->vectors + o->count * lists, o->vector, lists * sizeof *o->vector);
    o->weighed[o->count] = false;
    o->ballots[o->count++] = least;
    return SCRUT_OK;
}

/* What the lists after the k-th in order hold at least and at most. */
static void ends_after(const scrut_house_options *o, size_t k, int64_t *ret_least, int64_t *ret_most)
{
    *ret_least = *ret_most = 0;
    for (size_t n = k + 1; n < o->unit->contest.list_count; n++) {
        *ret_least += o->low[o->order[n]];
        *ret_most += o->high[o->order[n]];
    }
}

/* The k-th list in order and those after it share `left` seats; only claimed lists are given theirs. */
static scrut_status share_out(scrut_house_choice *c, scrut_house_options *o, size_t k, int64_t left)
{
    int64_t least, most;
    if (k == o->claimed_count)
        return k < o->unit->contest.list_count || left == 0 ? add_option(c, o) : SCRUT_OK;
    ends_after(o, k, &least, &most);
    size_t i = o->order[k];
    scrut_status st = SCRUT_OK;
    int64_t to = scrut_smaller(o->high[i], left - least);
    for (int64_t n = scrut_larger(o->low[i], left - most); n <= to && st == SCRUT_OK; n++) {
        o->vector[i] = n;
        if (++c->visited <= SCRUT_VISITS_MAX && c->listed <= SCRUT_OPTIONS_MAX)
            st = share_out(c, o, k + 1, left - n);
    }
    return st;
}

scrut_status scrut_house_options_find(scrut_house_choice *choice, const scrut_margin_unit *unit, const int64_t start[],
                                      scrut_house_options *options)
{
    options->unit = unit;
    options->start = start;
    scrut_status st = make_sides(choice, options);
    return st == SCRUT_OK ? share_out(choice, options, 0, unit->contest.seats) : st;
}

void scrut_house_options_free(scrut_house_options *options)
{
    free(options->ballots);
    free(options->weighed);
    free(options->steps);
    free(options->vectors);
}

/* ---- the ballots of one ---- */

static scrut_status find_reading(const scrut_house_choice *c, const scrut_house_options *o, int64_t most,
                                 scrut_margin_reading *r)
{
    const scrut_margin_contest *contest = &o->unit->contest;
    scrut_search s = {.count = 0};
    const scrut_target target = {.kind = SCRUT_TARGET_VECTOR, .vector = o->vector, .rest = o->rest};
    scrut_question q = {.s = &s, .target = &target};
    scrut_meets meets = SCRUT_MEETS_NO;
    scrut_arena *scratch = scrut_arena_new();
    scrut_status st = scratch != NULL ? SCRUT_OK : scrut_fail_memory(c->err);
    if (st == SCRUT_OK)
        st = scrut_question_open(&q, contest, c->metric, NULL, scratch, c->err);
    if (st == SCRUT_OK)
        st = scrut_target_met_by(&q, contest->votes, &q.now, c->certain, scratch, &meets);
    *r = (scrut_margin_reading){.possible = true, .exact = true};
    if (st == SCRUT_OK && meets != SCRUT_MEETS_YES)
        st = scrut_find_unmet(&q, c->certain, 1, most, r);
    scrut_search_close(&s);
    scrut_arena_free(scratch);
    return st;
}

/* The vector is better than the best so far of the option, whose number is its ballots then. */
static scrut_status weigh_vector(scrut_house_choice *c, scrut_house_options *o, size_t option, int64_t *best)
{
    scrut_margin_reading r;
    size_t lists = o->unit->contest.list_count;
    if (lower_end(c, o, true) >= *best || ++c->weighed > SCRUT_WEIGHED_MAX)
        return SCRUT_OK;
    scrut_status st = find_reading(c, o, scrut_smaller(c->most, *best - 1), &r);
    bool none = st != SCRUT_OK || (r.exact && !r.possible) || r.at_least >= *best;
    if (none)
        return st;
    c->inexact = c->inexact || !r.exact;
    *best = r.at_least;
    memcpy(o->vectors + option * lists, o->vector, lists * sizeof *o->vector);
    return SCRUT_OK;
}

/* The other lists, the k-th in order and those after it, share what the claimed ones leave. */
static scrut_status weigh_all(scrut_house_choice *c, scrut_house_options *o, size_t option, size_t k, int64_t left,
                              int64_t *best)
{
    int64_t least, most;
    if (k == o->unit->contest.list_count)
        return left == 0 ? weigh_vector(c, o, option, best) : SCRUT_OK;
    ends_after(o, k, &least, &most);
    size_t i = o->order[k];
    scrut_status st = SCRUT_OK;
    int64_t from = scrut_larger(o->low[i], left - most), to = scrut_smaller(o->high[i], left - least);
    int64_t now =
        scrut_larger(from, scrut_smaller(to, o->start[i])); /* what is near is cheap, and shuts out the rest */
    for (int64_t n = 0; n <= to - from && st == SCRUT_OK; n++) {
        int64_t below = now - from, above = to - now, both = scrut_smaller(below, above);
        int64_t away = n <= 2 * both ? (n + 1) / 2 : n - both;
        o->vector[i] = n <= 2 * both ? (n % 2 == 0 ? now - away : now + away) : above > below ? now + away : now - away;
        if (alone(o, i) < *best && ++c->visited <= SCRUT_VISITS_MAX && c->weighed <= SCRUT_WEIGHED_MAX)
            st = weigh_all(c, o, option, k + 1, left - o->vector[i], best);
    }
    return st;
}

scrut_status scrut_house_option_weigh(scrut_house_choice *c, scrut_house_options *o, size_t option)
{
    size_t lists = o->unit->contest.list_count;
    int64_t best = c->most + 1, left = o->unit->contest.seats;
    memcpy(o->vector, o->vectors + option * lists, lists * sizeof *o->vector);
    for (size_t k = 0; k < o->claimed_count; k++)
        left -= o->vector[o->order[k]];
    scrut_status st = weigh_all(c, o, option, o->claimed_count, left, &best);
    o->weighed[option] = true;
    o->ballots[option] = best > c->most ? SCRUT_NEVER : best;
    return st;
}
