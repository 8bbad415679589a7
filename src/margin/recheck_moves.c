/* SPDX-License-Identifier: Apache-2.0
 * recheck_moves.c: the moves of a certificate: are they ballots that may move, and do the seats meet the target after
 * them? */
#include "recheck_internal.h"

/* ---- whether seats meet the target of one contest ---- */

void scrut_recheck_seats_of(const scrut_naive_seats *s, size_t count, size_t i, int64_t *ret_least, int64_t *ret_most)
{
    int64_t others = 0;
    for (size_t j = 0; j < count; j++)
        others += j == i ? 0 : s->equal[j];
    *ret_least = s->sure[i] + (s->drawn > others ? s->drawn - others : 0);
    *ret_most = s->sure[i] + (s->drawn < s->equal[i] ? s->drawn : s->equal[i]);
}

static bool decided(const scrut_naive_seats *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t least, most;
        scrut_recheck_seats_of(s, count, i, &least, &most);
        if (least != most)
            return false;
    }
    return true;
}

static bool may_be(const scrut_naive_seats *s, const int64_t seats[], size_t count)
{
    int64_t drawn = 0;
    for (size_t i = 0; i < count; i++) {
        if (seats[i] < s->sure[i] || seats[i] > s->sure[i] + s->equal[i])
            return false;
        drawn += seats[i] - s->sure[i];
    }
    return drawn == s->drawn;
}

/* Some outcome of the draws is the same: any of the equal claims may win. */
static bool may_agree(const scrut_naive_seats *a, const scrut_naive_seats *b, size_t count)
{
    int64_t low = 0, high = 0, all_a = a->drawn, all_b = b->drawn;
    for (size_t i = 0; i < count; i++) {
        int64_t least = a->sure[i] > b->sure[i] ? a->sure[i] : b->sure[i];
        int64_t top_a = a->sure[i] + a->equal[i], top_b = b->sure[i] + b->equal[i],
                most = top_a < top_b ? top_a : top_b;
        if (least > most)
            return false;
        low += least;
        high += most;
        all_a += a->sure[i];
        all_b += b->sure[i];
    }
    return all_a == all_b && low <= all_a && all_a <= high;
}

static bool meets_any(const scrut_naive_seats *now, const scrut_naive_seats *then, size_t count, bool certain)
{
    if (now->refused)
        return true;
    if (certain)
        return !may_agree(now, then, count);
    return !(decided(now, count) && decided(then, count) && may_agree(now, then, count));
}

/* *ret_why: NULL, or why it is not known. */
scrut_status scrut_recheck_meets_with(const scrut_checking *ch, const int64_t votes[], bool *ret_meets,
                                      const char **ret_why)
{
    const scrut_certificate *c = ch->c;
    const scrut_certificate_contest *cc = &c->contests[0];
    size_t count = cc->contest.list_count;
    scrut_naive_seats then, now = {.refused = true};
    int64_t certain = 0, possible = 0;
    scrut_status st = scrut_naive_allocate(&cc->contest, votes, ch->arena, &then, ch->err);
    if (st == SCRUT_OK && c->kind == SCRUT_TARGET_ANY)
        st = scrut_naive_allocate(&cc->contest, cc->contest.votes, ch->arena, &now, ch->err);
    if (st != SCRUT_OK)
        return st;
    *ret_why = then.unknown != NULL ? then.unknown : now.unknown;
    *ret_meets = false;
    if (*ret_why != NULL || then.refused)
        return SCRUT_OK;
    if (cc->members != NULL)
        scrut_naive_members(&then, cc->members, count, &certain, &possible);
    switch (c->kind) {
    case SCRUT_TARGET_AT_LEAST: *ret_meets = (ch->certain ? certain : possible) >= c->seats; break;
    case SCRUT_TARGET_AT_MOST: *ret_meets = (ch->certain ? possible : certain) <= c->seats; break;
    case SCRUT_TARGET_ANY: *ret_meets = meets_any(&now, &then, count, ch->certain); break;
    case SCRUT_TARGET_VECTOR:
        *ret_meets = may_be(&then, c->vector, count) && (!ch->certain || decided(&then, count));
        break;
    }
    return SCRUT_OK;
}

/* ---- the moves ---- */

/* Ballots of the moves in one contest under the metric; NULL, or what is wrong with them. */
static const char *count_ballots(const scrut_checking *ch, size_t n, int64_t *ret_ballots)
{
    const scrut_certificate *c = ch->c;
    const scrut_margin_contest *contest = &c->contests[n].contest;
    const int64_t *moves = ch->r->moves[n];
    int64_t gains = 0, losses = 0;
    for (size_t i = 0; i < contest->list_count; i++) {
        int64_t after = contest->votes[i] + moves[i];
        if (after < 0)
            return "the moves leave a list with fewer than 0 votes";
        if (after > SCRUT_VOTES_MAX)
            return "the moves give a list more votes than there can be";
        if (c->capped && c->caps.taint != NULL && -moves[i] > c->caps.taint[i])
            return "more ballots leave a list than may";
        gains += moves[i] > 0 ? moves[i] : 0;
        losses -= moves[i] < 0 ? moves[i] : 0;
    }
    if (c->capped && c->caps.pool >= 0 && losses > c->caps.pool)
        return "more ballots are changed than may be";
    *ret_ballots = gains > losses ? gains : losses;
    switch (c->metric) {
    case SCRUT_METRIC_CHANGE: return gains == losses ? NULL : "not as many ballots join lists as leave lists";
    case SCRUT_METRIC_ADD: return losses == 0 ? NULL : "ballots are taken away, not only added";
    case SCRUT_METRIC_REMOVE: break;
    }
    return gains == 0 ? NULL : "ballots are added, not only taken away";
}

static scrut_status check_count(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    int64_t sum = 0;
    for (size_t n = 0; n < ch->c->contest_count; n++) {
        int64_t ballots = 0;
        const char *wrong = ch->r->moves[n] != NULL ? count_ballots(ch, n, &ballots) : NULL;
        if (wrong != NULL) {
            *ret_result = scrut_recheck_no(wrong);
            return SCRUT_OK;
        }
        if (!scrut_add(sum, ballots, &sum))
            sum = SCRUT_RECHECK_NO_LIMIT;
    }
    *ret_result = scrut_recheck_yes();
    if (sum == ch->r->at_most)
        return SCRUT_OK;
    return scrut_recheck_because(ch, SCRUT_RECHECK_NO,
                                 scrut_arena_printf(ch->arena,
                                                    "the moves are %lld ballots, and the certificate says %lld",
                                                    (long long)sum, (long long)ch->r->at_most),
                                 ret_result);
}

scrut_status scrut_recheck_votes(const scrut_checking *ch, size_t n, bool moved, int64_t **ret_votes)
{
    const scrut_margin_contest *contest = &ch->c->contests[n].contest;
    int64_t *votes = scrut_arena_calloc(ch->arena, contest->list_count, sizeof *votes);
    if (votes == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t i = 0; i < contest->list_count; i++)
        votes[i] = contest->votes[i] + (moved && ch->r->moves[n] != NULL ? ch->r->moves[n][i] : 0);
    *ret_votes = votes;
    return SCRUT_OK;
}

/* Seats the members hold in one contest, as this reading counts them. *ret_why: NULL, or why it is not known. */
scrut_status scrut_recheck_held(const scrut_checking *ch, size_t n, bool moved, int64_t *ret_held, const char **ret_why)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    bool least = ch->certain == (ch->c->kind == SCRUT_TARGET_AT_LEAST);
    int64_t certain, possible, *votes = NULL;
    scrut_naive_seats seats;
    *ret_why = NULL;
    if (cc->closed != NULL) { /* no ballot is known to do anything there */
        *ret_held = ch->c->kind == SCRUT_TARGET_AT_LEAST ? cc->held_least : cc->held_most;
        return SCRUT_OK;
    }
    scrut_status st = scrut_recheck_votes(ch, n, moved, &votes);
    if (st == SCRUT_OK)
        st = scrut_naive_allocate(&cc->contest, votes, ch->arena, &seats, ch->err);
    if (st != SCRUT_OK)
        return st;
    *ret_why = seats.refused ? "a constituency has no allocation" : seats.unknown;
    if (*ret_why != NULL)
        return SCRUT_OK;
    scrut_naive_members(&seats, cc->members, cc->contest.list_count, &certain, &possible);
    *ret_held = least ? certain : possible;
    return SCRUT_OK;
}

scrut_status scrut_recheck_held_everywhere(const scrut_checking *ch, bool moved, int64_t *ret_held,
                                           const char **ret_why)
{
    int64_t sum = 0;
    scrut_status st = SCRUT_OK;
    *ret_why = NULL;
    for (size_t n = 0; n < ch->c->contest_count && st == SCRUT_OK && *ret_why == NULL; n++) {
        int64_t held = 0;
        st = scrut_recheck_held(ch, n, moved, &held, ret_why);
        sum += held;
    }
    *ret_held = sum;
    return st;
}

bool scrut_recheck_is_nation(const scrut_certificate *c)
{
    return c->claims != NULL || c->contest_count != 1 || c->could.steps != NULL || c->would.steps != NULL ||
           c->contests[0].closed != NULL;
}

/* Whether the votes as they stand (moved: after the moves) meet the target. */
scrut_status scrut_recheck_meets(const scrut_checking *ch, bool moved, bool *ret_meets, const char **ret_why)
{
    int64_t held = 0, *votes = NULL;
    scrut_status st;
    if (!scrut_recheck_is_nation(ch->c)) {
        st = scrut_recheck_votes(ch, 0, moved, &votes);
        return st == SCRUT_OK ? scrut_recheck_meets_with(ch, votes, ret_meets, ret_why) : st;
    }
    if (ch->c->claims != NULL)
        return scrut_recheck_meets_claims(ch, moved, ret_meets, ret_why);
    st = scrut_recheck_held_everywhere(ch, moved, &held, ret_why);
    *ret_meets = ch->c->kind == SCRUT_TARGET_AT_LEAST ? held >= ch->c->seats : held <= ch->c->seats;
    return st;
}

scrut_status scrut_recheck_moves(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    bool met = false;
    const char *why = NULL;
    if (!ch->r->possible) {
        *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
        return SCRUT_OK;
    }
    scrut_status st = check_count(ch, ret_result);
    if (st != SCRUT_OK || ret_result->state != SCRUT_RECHECK_YES)
        return st;
    scrut_certificate after = *ch->c;
    if (ch->c->bar_count > 0)
        st = scrut_recheck_bar_again(ch, &after);
    scrut_checking then = *ch;
    then.c = &after;
    if (st == SCRUT_OK)
        st = scrut_recheck_meets(&then, true, &met, &why);
    if (st == SCRUT_OK && why != NULL)
        *ret_result = scrut_recheck_not(why);
    else if (st == SCRUT_OK && !met)
        *ret_result = scrut_recheck_no("after the moves the allocation is another one");
    return st;
}
