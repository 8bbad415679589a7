/* SPDX-License-Identifier: Apache-2.0
 * recheck_thresholds.c: thresholds in the nation: who fails them, as the ballots stand and after the moves, and who
 * could cross one with fewer ballots than a certificate says. */
#include "recheck_internal.h"

#include <string.h>

static bool passes(const scrut_checking *ch, uint8_t mask, int64_t votes, int64_t moved)
{
    for (size_t j = 0; j < ch->c->bar_count; j++)
        if ((mask >> j & 1) != 0 && !scrut_naive_passes_bar(&ch->c->bars[j], moved, votes))
            return false;
    return true;
}

/* ---- who fails ---- */

static int64_t moves_of(const scrut_checking *ch, size_t n, size_t i)
{
    return ch->r->moves != NULL && ch->r->moves[n] != NULL ? ch->r->moves[n][i] : 0;
}

/* Ballots added less removed by the moves. */
static int64_t all_moved(const scrut_checking *ch)
{
    int64_t sum = 0;
    for (size_t n = 0; n < ch->c->contest_count; n++)
        for (size_t i = 0; i < ch->c->contests[n].contest.list_count; i++)
            sum += moves_of(ch, n, i);
    return sum;
}

/* Votes of a list in all contests; `moved`: after the moves. */
static int64_t votes_of(const scrut_checking *ch, const char *list, bool moved)
{
    int64_t sum = 0;
    for (size_t n = 0; n < ch->c->contest_count; n++)
        for (size_t i = 0; i < ch->c->contests[n].contest.list_count; i++)
            if (strcmp(ch->c->contests[n].lists[i], list) == 0)
                sum += ch->c->contests[n].contest.votes[i] + (moved ? moves_of(ch, n, i) : 0);
    return sum;
}

static const scrut_certificate_total *total_of(const scrut_certificate *c, const char *list)
{
    for (size_t k = 0; k < c->total_count; k++)
        if (strcmp(c->totals[k].list, list) == 0)
            return &c->totals[k];
    return NULL;
}

static bool any_closed(const scrut_certificate *c)
{
    for (size_t n = 0; n < c->contest_count; n++)
        if (c->contests[n].closed != NULL)
            return true;
    return false;
}

/* NULL, or what is wrong with the votes of the nation; *ret_list: of which list. */
static const char *wrong_totals(const scrut_checking *ch, const char **ret_list)
{
    for (size_t k = 0; k < ch->c->total_count; k++) {
        *ret_list = ch->c->totals[k].list;
        if (votes_of(ch, *ret_list, false) != ch->c->totals[k].votes)
            return "the contests add up to other votes";
    }
    return NULL;
}

/* The same of the lists that the contests bar. */
static const char *wrong_bars(const scrut_checking *ch, const char **ret_list)
{
    for (size_t n = 0; n < ch->c->contest_count; n++)
        for (size_t i = 0; i < ch->c->contests[n].contest.list_count; i++) {
            *ret_list = ch->c->contests[n].lists[i];
            const scrut_certificate_total *total = total_of(ch->c, *ret_list);
            bool barred = ch->c->contests[n].contest.barred != NULL && ch->c->contests[n].contest.barred[i];
            if (total == NULL)
                return "its votes in the nation are missing";
            if (barred == passes(ch, total->mask, total->votes, 0))
                return barred ? "it is barred, and passes" : "it is not barred, and does not pass";
        }
    return NULL;
}

scrut_status scrut_recheck_thresholds(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    const char *list = "";
    *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
    if (ch->c->bar_count == 0)
        return SCRUT_OK;
    *ret_result = scrut_recheck_yes();
    if (any_closed(ch->c)) {
        *ret_result = scrut_recheck_not("the ballots of a constituency cannot be weighed");
        return SCRUT_OK;
    }
    const char *wrong = wrong_totals(ch, &list);
    if (wrong == NULL)
        wrong = wrong_bars(ch, &list);
    if (wrong == NULL)
        return SCRUT_OK;
    return scrut_recheck_because(ch, SCRUT_RECHECK_NO, scrut_arena_printf(ch->arena, "%s: %s", list, wrong),
                                 ret_result);
}

/* ---- after the moves ---- */

static scrut_status bar_contest(const scrut_checking *ch, int64_t moved, scrut_certificate_contest *cc)
{
    bool *barred = scrut_arena_calloc(ch->arena, cc->contest.list_count, sizeof *barred);
    if (barred == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t i = 0; i < cc->contest.list_count; i++) {
        const scrut_certificate_total *total = total_of(ch->c, cc->lists[i]);
        barred[i] = total != NULL && !passes(ch, total->mask, votes_of(ch, cc->lists[i], true), moved);
    }
    cc->contest.barred = barred;
    return SCRUT_OK;
}

scrut_status scrut_recheck_bar_again(const scrut_checking *ch, scrut_certificate *ret_after)
{
    scrut_certificate after = *ch->c;
    scrut_status st = SCRUT_OK;
    after.contests = scrut_arena_calloc(ch->arena, after.contest_count, sizeof *after.contests);
    if (after.contests == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t n = 0; n < after.contest_count && st == SCRUT_OK; n++) {
        after.contests[n] = ch->c->contests[n];
        if (after.contests[n].closed == NULL)
            st = bar_contest(ch, all_moved(ch), &after.contests[n]);
    }
    if (st == SCRUT_OK)
        *ret_after = after;
    return st;
}

static bool is_named(const char *list, const char *const lists[], size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (strcmp(lists[k], list) == 0)
            return true;
    return false;
}

scrut_status scrut_recheck_bar_lists(const scrut_checking *ch, const char *const lists[], size_t count,
                                     scrut_certificate *ret_after)
{
    scrut_certificate after = *ch->c;
    after.contests = scrut_arena_calloc(ch->arena, after.contest_count, sizeof *after.contests);
    if (after.contests == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t n = 0; n < after.contest_count; n++) {
        scrut_certificate_contest *cc = &after.contests[n];
        *cc = ch->c->contests[n];
        bool *barred = scrut_arena_calloc(ch->arena, cc->contest.list_count, sizeof *barred);
        if (barred == NULL)
            return scrut_fail_memory(ch->err);
        for (size_t i = 0; i < cc->contest.list_count; i++)
            barred[i] = (cc->contest.barred != NULL && cc->contest.barred[i]) != is_named(cc->lists[i], lists, count);
        cc->contest.barred = barred;
    }
    *ret_after = after;
    return SCRUT_OK;
}

/* ---- who could cross ---- */

/* Letting in members and shutting out others never costs the members a seat where the seats go to the largest quotients
 * or to most votes: who leaves frees seats for the others. */
static bool coherent(const scrut_certificate *c)
{
    for (size_t n = 0; n < c->contest_count; n++) {
        const scrut_margin_contest *contest = &c->contests[n].contest;
        if (contest->method.family == SCRUT_METHOD_QUOTA || contest->method.zero_divisor_refused ||
            contest->seats_min > 0 || contest->seats_max > 0 || contest->alliance != NULL)
            return false;
    }
    return true;
}

static bool is_member(const scrut_certificate *c, const char *list)
{
    for (size_t n = 0; n < c->contest_count; n++)
        for (size_t i = 0; i < c->contests[n].contest.list_count; i++)
            if (strcmp(c->contests[n].lists[i], list) == 0 && c->contests[n].members[i])
                return true;
    return false;
}

/* Whether the list is across with so many ballots, all for that: its own, or others' where the metric says so. */
static bool across(const scrut_checking *ch, const scrut_certificate_total *total, bool rising, int64_t ballots)
{
    scrut_metric metric = ch->c->metric;
    int64_t moved = metric == SCRUT_METRIC_ADD ? ballots : metric == SCRUT_METRIC_REMOVE ? -ballots : 0;
    int64_t votes = total->votes;
    if (rising && metric != SCRUT_METRIC_REMOVE)
        votes += ballots;
    if (!rising && metric != SCRUT_METRIC_ADD)
        votes = votes > ballots ? votes - ballots : 0;
    return passes(ch, total->mask, votes, moved) == rising;
}

/* No more can be changed or removed than there are. */
static int64_t useful_ballots(const scrut_checking *ch, int64_t ballots)
{
    int64_t all = 0;
    for (size_t k = 0; k < ch->c->total_count; k++)
        all += ch->c->totals[k].votes;
    int64_t most = ch->c->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX : all;
    return ballots < most ? ballots : most;
}

int64_t scrut_recheck_needs(const scrut_checking *ch, const scrut_recheck_crosser *x, bool above, int64_t moved)
{
    int64_t low = 0, high = above ? SCRUT_RECHECK_NO_LIMIT : x->total->votes + 1;
    int64_t by = ch->c->metric == SCRUT_METRIC_ADD ? moved : ch->c->metric == SCRUT_METRIC_REMOVE ? -moved : 0;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (passes(ch, x->total->mask, x->total->votes + (above ? middle : -middle), by) == above)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

scrut_status scrut_recheck_crossers(const scrut_checking *ch, int64_t ballots, scrut_recheck_crosser **ret_crossers,
                                    size_t *ret_count, bool *ret_suited)
{
    bool whole = ch->c->kind == SCRUT_TARGET_VECTOR || !coherent(ch->c);
    scrut_recheck_crosser *crossers = scrut_arena_calloc(ch->arena, ch->c->total_count, sizeof *crossers);
    int64_t most = useful_ballots(ch, ballots);
    size_t count = 0;
    if (crossers == NULL)
        return scrut_fail_memory(ch->err);
    *ret_suited = !whole;
    for (size_t k = 0; k < ch->c->total_count; k++) {
        const scrut_certificate_total *total = &ch->c->totals[k];
        bool rising = !passes(ch, total->mask, total->votes, 0);
        bool of_use = whole || (is_member(ch->c, total->list) == rising) == (ch->c->kind == SCRUT_TARGET_AT_LEAST);
        bool drifts = ch->c->metric == (rising ? SCRUT_METRIC_REMOVE : SCRUT_METRIC_ADD);
        if ((of_use || drifts) && across(ch, total, rising, most))
            crossers[count++] = (scrut_recheck_crosser){
                .total = total, .list = total->list, .rising = rising, .drifts = drifts, .harmful = !of_use};
    }
    *ret_crossers = crossers;
    *ret_count = count;
    return SCRUT_OK;
}

bool scrut_recheck_bars_move(const scrut_checking *ch)
{
    for (size_t j = 0; j < ch->c->bar_count; j++)
        if (ch->c->metric != SCRUT_METRIC_CHANGE && ch->c->bars[j].is_share && ch->c->bars[j].base_moves)
            return true;
    return false;
}

scrut_status scrut_recheck_nobody_crosses(const scrut_checking *ch, int64_t ballots, scrut_recheck_result *ret_result)
{
    scrut_recheck_crosser *crossers = NULL;
    size_t count = 0, useful = 0;
    bool suited = false;
    if (ch->c->bar_count == 0 || ret_result->state != SCRUT_RECHECK_YES)
        return SCRUT_OK;
    scrut_status st = scrut_recheck_crossers(ch, ballots, &crossers, &count, &suited);
    if (st != SCRUT_OK)
        return st;
    if (suited && ch->r->crossings != NULL)
        return scrut_recheck_crossings(ch, crossers, count, ballots, ret_result);
    while (useful < count && crossers[useful].harmful)
        useful++;
    if (useful == count)
        return SCRUT_OK;
    return scrut_recheck_because(ch, SCRUT_RECHECK_NOT,
                                 scrut_arena_printf(ch->arena,
                                                    "so many ballots could carry %s across a threshold in the nation",
                                                    crossers[useful].list),
                                 ret_result);
}
