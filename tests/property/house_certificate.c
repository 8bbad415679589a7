/* SPDX-License-Identifier: Apache-2.0 */
#include "house_certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAMES[] = {"A", "B \"b\"", "\xE1\x9E\x80+="};

static void stop(const char *what, const scrut_error *err)
{
    printf("Bail out! %s: %s\n", what, err->message);
    exit(EXIT_FAILURE);
}

/* Written, read, written again to the same bytes, and rechecked. */
static scrut_recheck recheck(const scrut_certificate *made, scrut_arena *arena)
{
    scrut_buf document = {0}, again = {0};
    scrut_certificate read;
    scrut_recheck found;
    scrut_error err = {.status = SCRUT_OK};
    if (scrut_certificate_write(made, &document, &err) != SCRUT_OK)
        stop("write", &err);
    if (scrut_certificate_read(document.bytes, document.length, "certificate", arena, &read, &err) != SCRUT_OK)
        stop("read", &err);
    if (scrut_certificate_write(&read, &again, &err) != SCRUT_OK)
        stop("write again", &err);
    if (document.length != again.length || memcmp(document.bytes, again.bytes, again.length) != 0)
        stop("another document", &err);
    if (scrut_certificate_recheck(&read, arena, &found, &err) != SCRUT_OK)
        stop("recheck", &err);
    scrut_buf_free(&document);
    scrut_buf_free(&again);
    return found;
}

static scrut_recheck_reading recheck_reading(const scrut_certificate *made, bool would, scrut_arena *arena)
{
    scrut_recheck found = recheck(made, arena);
    return would ? found.would : found.could;
}

static bool fail(const char *what, bool would, const scrut_recheck_result *result)
{
    printf("# the certificate, %s: %s (%s)\n", would ? "would" : "could", what, result->why != NULL ? result->why : "");
    return false;
}

/* One ballot more as the fewest is not proven, and the moves are another number then. */
static bool refuses_more(scrut_certificate *made, bool would, scrut_arena *arena)
{
    scrut_certificate_reading *r = would ? &made->would : &made->could, kept = *r;
    if (!r->possible || !r->exact)
        return true;
    r->at_least++;
    r->at_most++;
    scrut_recheck_reading found = recheck_reading(made, would, arena);
    *r = kept;
    if (found.fewer.state == SCRUT_RECHECK_YES)
        return fail("one ballot more is proven", would, &found.fewer);
    return found.moves.state == SCRUT_RECHECK_NO || fail("the moves are one ballot more", would, &found.moves);
}

/* The shares of contest n with its k-th number `by` ballots higher. */
static const scrut_certificate_shares *altered(const scrut_certificate *made, const scrut_certificate_reading *r,
                                               size_t n, size_t k, int64_t by, scrut_arena *arena)
{
    size_t count = r->shares[n].count;
    scrut_certificate_shares *shares = scrut_arena_calloc(arena, made->contest_count, sizeof *shares);
    int64_t *at_least = scrut_arena_calloc(arena, count, sizeof *at_least);
    memcpy(shares, r->shares, made->contest_count * sizeof *shares);
    memcpy(at_least, shares[n].at_least, count * sizeof *at_least);
    at_least[k] += by;
    shares[n].at_least = at_least;
    return shares;
}

/* A named number is neither one more nor one fewer. */
static bool refuses_other_shares(scrut_certificate *made, bool would, scrut_arena *arena)
{
    scrut_certificate_reading *r = would ? &made->would : &made->could;
    const scrut_certificate_shares *kept = r->shares;
    for (size_t n = 0; n < made->contest_count && kept != NULL; n++)
        for (size_t k = 0; k < kept[n].count; k++)
            for (int64_t by = kept[n].at_least[k] > 0 ? -1 : 1; by <= 1; by += 2) {
                r->shares = altered(made, r, n, k, by, arena);
                scrut_recheck_reading found = recheck_reading(made, would, arena);
                r->shares = kept;
                if (found.fewer.state == SCRUT_RECHECK_YES)
                    return fail("a share that takes another number is found right", would, &found.fewer);
            }
    return true;
}

static bool check_reading(scrut_certificate *made, bool would, house_certificate_tally *t, scrut_arena *arena)
{
    scrut_recheck_reading found = recheck_reading(made, would, arena);
    t->proven += found.fewer.state == SCRUT_RECHECK_YES;
    t->not_rechecked += found.fewer.state == SCRUT_RECHECK_NOT;
    if (found.moves.state == SCRUT_RECHECK_NO)
        return fail("the moves", would, &found.moves);
    if (found.fewer.state == SCRUT_RECHECK_NO)
        return fail("one fewer", would, &found.fewer);
    bool proven = found.fewer.state == SCRUT_RECHECK_YES;
    return refuses_more(made, would, arena) && (!proven || refuses_other_shares(made, would, arena));
}

static bool nation_is_wrong(const scrut_certificate *made, const char *what, scrut_arena *arena)
{
    scrut_recheck found = recheck(made, arena);
    return found.nation.state == SCRUT_RECHECK_NO || fail(what, false, &found.nation);
}

static bool has_barred(const scrut_certificate *made, const char *list)
{
    for (size_t n = 0; n < made->contest_count; n++)
        for (size_t i = 0; i < made->contests[n].contest.list_count; i++)
            if (strcmp(made->contests[n].lists[i], list) == 0)
                return made->contests[n].contest.barred[i];
    return false;
}

/* A list with another number of votes in the nation, one that fails and is bound by nothing, and one that does not and
 * is bound by more than it has, are found. */
static bool refuses_other_nation(const scrut_certificate *made, scrut_arena *arena)
{
    scrut_certificate other = *made;
    bool fine = true;
    for (size_t k = 0; k < made->total_count && fine; k++) {
        bool barred = has_barred(made, made->totals[k].list);
        scrut_certificate_total *totals = scrut_arena_calloc(arena, made->total_count, sizeof *totals);
        memcpy(totals, made->totals, made->total_count * sizeof *totals);
        other.totals = totals;
        totals[k].votes++;
        fine = nation_is_wrong(&other, "other votes in the nation are found right", arena);
        totals[k].votes--;
        totals[k].mask = barred ? 0 : totals[k].mask | 1;
        other.bars[0] = barred ? made->bars[0] : (scrut_margin_bar){.votes = totals[k].votes + 1};
        fine = fine && nation_is_wrong(&other,
                                       barred ? "a list that fails without a threshold is found right"
                                              : "a list that passes below a threshold is found right",
                                       arena);
        other = *made;
    }
    return fine;
}

bool house_certificate_check_seats(const scrut_margin_house *house, const bool members[], bool at_least, int64_t seats,
                                   scrut_metric metric, const scrut_margin_nation_result *result,
                                   house_certificate_tally *t, scrut_arena *arena)
{
    scrut_certificate made;
    scrut_error err;
    if (scrut_certificate_of_house(house, NAMES, members, at_least, seats, metric, result, arena, &made, &err) !=
        SCRUT_OK)
        stop("make", &err);
    scrut_recheck found = recheck(&made, arena);
    if (house->bar_count > 0 && made.bar_count == 0) /* alliances pass for their lists: who is barred is as stated */
        return true;
    if (found.nation.state == SCRUT_RECHECK_NO)
        return fail("the nation", false, &found.nation);
    for (int would = 0; would < 2; would++) {
        const scrut_recheck_reading *r = would == 1 ? &found.would : &found.could;
        t->proven += r->fewer.state == SCRUT_RECHECK_YES;
        t->not_rechecked += r->fewer.state == SCRUT_RECHECK_NOT;
        if (r->moves.state == SCRUT_RECHECK_NO)
            return fail("the moves", would == 1, &r->moves);
        if (r->fewer.state == SCRUT_RECHECK_NO)
            return fail("one fewer", would == 1, &r->fewer);
        if (!refuses_more(&made, would == 1, arena))
            return false;
    }
    return refuses_other_nation(&made, arena);
}

bool house_certificate_check(const scrut_margin_house *house, const int64_t claimed[], scrut_metric metric,
                             const scrut_margin_nation_result *result, house_certificate_tally *t, scrut_arena *arena)
{
    scrut_certificate made;
    scrut_error err;
    bool any = false;
    for (size_t p = 0; p < house->c->party_count; p++)
        any = any || claimed[p] >= 0;
    if (!any)
        return true;
    if (scrut_certificate_of_house_vector(house, NAMES, claimed, metric, result, arena, &made, &err) != SCRUT_OK)
        stop("make", &err);
    return check_reading(&made, false, t, arena) && check_reading(&made, true, t, arena);
}
