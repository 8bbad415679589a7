/* SPDX-License-Identifier: Apache-2.0
 * recheck_shares.c: what every share of seats takes in one constituency. The lists of the claims are given their seats
 * one after the other; where so few ballots do not even give the first of them theirs, no share that begins so needs to
 * be looked at. */
#include "recheck_internal.h"

static const char TOO_LONG[] = "there are too many lists and seats for the simple test";

typedef struct {
    const scrut_checking *ch;
    size_t contest;
    int64_t ballots; /* more are of no interest */
    const scrut_certificate_shares *shares;
    scrut_naive_search search;
    size_t *list;   /* a claim: its list here; list_count: it does not stand */
    int64_t *seats; /* a claim */
    int64_t *each;  /* a list: seats, -1: those not given yet, and the others */
    bool *rest;     /* a list: the same, marked */
    scrut_recheck_result *result;
} weighing;

static int64_t seats_left(const weighing *w, size_t claims)
{
    int64_t left = w->search.contest->seats;
    for (size_t d = 0; d < claims; d++)
        left -= w->seats[d];
    return left;
}

/* Whether so many ballots may give the first `claims` lists their seats, the others any. */
static scrut_status find_way(weighing *w, size_t claims, int64_t ballots, scrut_naive_way *way)
{
    size_t lists = w->search.contest->list_count;
    bool any = false, stand = true;
    for (size_t i = 0; i < lists; i++)
        w->each[i] = -1;
    for (size_t d = 0; d < claims; d++) {
        if (w->list[d] < lists)
            w->each[w->list[d]] = w->seats[d];
        else
            stand = stand && w->seats[d] == 0;
    }
    for (size_t i = 0; i < lists; i++) {
        w->rest[i] = w->each[i] < 0;
        any = any || w->rest[i];
    }
    int64_t left = seats_left(w, claims);
    scrut_naive_problem p = {.each = w->each,
                             .reaching = any ? w->rest : NULL,
                             .keeping = any ? w->rest : NULL,
                             .reach = left,
                             .keep = left};
    w->search.ballots = ballots;
    *way = (scrut_naive_way){.answer = SCRUT_NAIVE_NO_WAY};
    if (!stand || left < 0 || (!any && left > 0))
        return SCRUT_OK;
    scrut_status st = scrut_naive_search_way(&w->search, &p, way);
    p.rest_draws = true;
    if (st == SCRUT_OK && way->answer == SCRUT_NAIVE_NO_WAY && w->ch->certain && any)
        st = scrut_naive_search_way(&w->search, &p, way);
    return st;
}

static char *share_text(const weighing *w, const char *what, int64_t ballots)
{
    scrut_buf text = {0};
    for (size_t d = 0; d < w->ch->c->claim_count; d++)
        scrut_buf_printf(&text, "%s%s=%lld", d > 0 ? "," : "", w->ch->c->claims[d].list, (long long)w->seats[d]);
    char *made = text.bytes != NULL ? scrut_arena_printf(w->ch->arena, "the seats %s take %s %lld ballots", text.bytes,
                                                         what, (long long)ballots)
                                    : NULL;
    scrut_buf_free(&text);
    return made;
}

/* Whether the votes that the way names give the share. */
static scrut_status try_way(const weighing *w, const scrut_naive_way *way, bool *ret_met)
{
    scrut_naive_seats held;
    *ret_met = false;
    if (way->answer != SCRUT_NAIVE_MAYBE || !way->has_votes)
        return SCRUT_OK;
    scrut_status st = scrut_naive_allocate(w->search.contest, way->votes, w->ch->arena, &held, w->ch->err);
    *ret_met = st == SCRUT_OK && held.unknown == NULL && !held.refused &&
               scrut_recheck_meets_share(w->ch, w->contest, &held, w->seats);
    return st;
}

/* The share takes more than so many ballots, or the result says why not. So many may go too far to be moved; half of
 * them may still be a way. */
static scrut_status takes_more(weighing *w, int64_t ballots)
{
    size_t claims = w->ch->c->claim_count;
    scrut_naive_way way;
    bool met = false;
    scrut_status st = find_way(w, claims, ballots, &way);
    if (st != SCRUT_OK || way.answer == SCRUT_NAIVE_NO_WAY)
        return st;
    *w->result = scrut_recheck_not(way.answer == SCRUT_NAIVE_TOO_LONG ? TOO_LONG : "the simple test finds no proof");
    st = try_way(w, &way, &met);
    for (int64_t fewer = ballots; st == SCRUT_OK && !met && fewer > 0 && way.answer == SCRUT_NAIVE_MAYBE;) {
        fewer /= 2;
        st = find_way(w, claims, fewer, &way);
        if (st == SCRUT_OK)
            st = try_way(w, &way, &met);
    }
    if (st != SCRUT_OK || !met)
        return st;
    return scrut_recheck_because(w->ch, SCRUT_RECHECK_NO, share_text(w, "no more than", ballots), w->result);
}

/* A number that is named is the least that the test proves. */
static scrut_status takes_no_more(weighing *w, int64_t ballots)
{
    scrut_naive_way way;
    scrut_status st = find_way(w, w->ch->c->claim_count, ballots, &way);
    if (st != SCRUT_OK || way.answer != SCRUT_NAIVE_NO_WAY)
        return st;
    return scrut_recheck_because(w->ch, SCRUT_RECHECK_NO, share_text(w, "more than", ballots), w->result);
}

static bool is_named(const weighing *w)
{
    size_t dims = w->ch->c->claim_count;
    for (size_t k = 0; k < w->shares->count; k++) {
        bool same = true;
        for (size_t d = 0; d < dims; d++)
            same = same && w->shares->seats[k * dims + d] == w->seats[d];
        if (same)
            return true;
    }
    return false;
}

static scrut_status check_named(weighing *w)
{
    size_t dims = w->ch->c->claim_count;
    scrut_status st = SCRUT_OK;
    for (size_t k = 0; k < w->shares->count && st == SCRUT_OK && w->result->state == SCRUT_RECHECK_YES; k++) {
        int64_t least = w->shares->at_least[k];
        for (size_t d = 0; d < dims; d++)
            w->seats[d] = w->shares->seats[k * dims + d];
        if (least > 0)
            st = takes_more(w, least - 1);
        if (st == SCRUT_OK && w->result->state == SCRUT_RECHECK_YES)
            st = takes_no_more(w, least);
    }
    return st;
}

/* Most ballots that a share which begins with the first `claims` numbers must be shown to exceed: others and its worth,
 * less one; below 0: none. */
static int64_t most_of(const weighing *w, size_t claims)
{
    const int64_t *prices = w->ch->r->prices;
    scrut_wide most = w->shares->others - 1;
    int64_t best = 0;
    for (size_t d = 0; d < claims; d++)
        most += (scrut_wide)prices[d] * w->seats[d];
    for (size_t d = claims; d < w->ch->c->claim_count; d++)
        if (w->list[d] < w->search.contest->list_count && prices[d] > best)
            best = prices[d];
    most += (scrut_wide)best * seats_left(w, claims);
    return most < 0 ? -1 : most < w->ballots ? (int64_t)most : w->ballots;
}

/* All shares that begin with the first `claims` numbers. */
static scrut_status check_others(weighing *w, size_t claims)
{
    scrut_naive_way way;
    int64_t most = most_of(w, claims), left = seats_left(w, claims);
    if (most < 0 || w->result->state != SCRUT_RECHECK_YES)
        return SCRUT_OK;
    if (claims == w->ch->c->claim_count)
        return is_named(w) ? SCRUT_OK : takes_more(w, most);
    scrut_status st = claims > 0 ? find_way(w, claims, most, &way) : SCRUT_OK;
    if (st != SCRUT_OK || (claims > 0 && way.answer == SCRUT_NAIVE_NO_WAY))
        return st;
    if (claims > 0 && way.answer == SCRUT_NAIVE_TOO_LONG) {
        *w->result = scrut_recheck_not(TOO_LONG);
        return SCRUT_OK;
    }
    bool stands = w->list[claims] < w->search.contest->list_count;
    for (int64_t k = 0; k <= (stands ? left : 0) && st == SCRUT_OK; k++) {
        w->seats[claims] = k;
        st = check_others(w, claims + 1);
    }
    return st;
}

static scrut_status open_weighing(weighing *w)
{
    const scrut_checking *ch = w->ch;
    size_t lists = ch->c->contests[w->contest].contest.list_count, dims = ch->c->claim_count;
    w->list = scrut_arena_calloc(ch->arena, dims, sizeof *w->list);
    w->seats = scrut_arena_calloc(ch->arena, dims, sizeof *w->seats);
    w->each = scrut_arena_calloc(ch->arena, lists, sizeof *w->each);
    w->rest = scrut_arena_calloc(ch->arena, lists, sizeof *w->rest);
    if (w->list == NULL || w->seats == NULL || w->each == NULL || w->rest == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t d = 0; d < dims; d++)
        w->list[d] = lists;
    for (size_t i = 0; i < lists; i++) {
        size_t d = scrut_recheck_claim_of(ch, w->contest, i);
        if (d < dims)
            w->list[d] = i;
    }
    return scrut_recheck_open_search(ch, w->contest, w->ballots, &w->search);
}

scrut_status scrut_recheck_shares(const scrut_checking *ch, size_t n, int64_t ballots, scrut_recheck_result *ret_result)
{
    weighing w = {.ch = ch, .contest = n, .ballots = ballots, .shares = &ch->r->shares[n], .result = ret_result};
    scrut_status st = open_weighing(&w);
    if (st == SCRUT_OK)
        st = check_named(&w);
    if (st == SCRUT_OK)
        st = check_others(&w, 0);
    return st == SCRUT_OK && ret_result->state != SCRUT_RECHECK_YES ? scrut_recheck_in_contest(ch, n, ret_result) : st;
}
