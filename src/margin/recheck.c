/* SPDX-License-Identifier: Apache-2.0
 * recheck.c: what a certificate states, repeated by simple code: the allocation after the moves by listing all claims
 * (recheck_moves.c, recheck_seats.c), one ballot fewer by trying every cut (recheck_contest.c, recheck_fewer.c), the
 * nation by a table of steps (recheck_nation.c) or, where seats are claimed for several lists, by prices and shares
 * (recheck_house.c, recheck_shares.c), thresholds in the nation from its votes (recheck_thresholds.c). Nothing here
 * calls the search for margins or the engine of seats. */
#include "recheck_internal.h"

#include <string.h>

scrut_status scrut_recheck_because(const scrut_checking *ch, scrut_recheck_state state, char *why,
                                   scrut_recheck_result *result)
{
    if (why == NULL)
        return scrut_fail_memory(ch->err);
    *result = (scrut_recheck_result){.state = state, .why = why};
    return SCRUT_OK;
}

static scrut_status check_fewer(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    bool impossible = !ch->r->possible && ch->r->exact, met = false;
    const char *why = NULL;
    if (ch->r->at_least == 0 && !impossible) {
        *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
        return SCRUT_OK;
    }
    scrut_status st = scrut_recheck_meets(ch, false, &met, &why);
    *ret_result = scrut_recheck_yes();
    if (st != SCRUT_OK)
        return st;
    if (why == NULL && met)
        *ret_result = scrut_recheck_no("it holds without any ballot");
    else if (why != NULL || impossible || ch->r->at_least > 1 || scrut_recheck_is_nation(ch->c))
        st = ch->c->claims != NULL ? scrut_recheck_no_way_claims(ch, ret_result)
             : scrut_recheck_is_nation(ch->c)
                 ? scrut_recheck_no_way_nation(ch, ret_result)
                 : scrut_recheck_no_way(ch, impossible ? SCRUT_RECHECK_NO_LIMIT : ch->r->at_least - 1, ret_result);
    if (st == SCRUT_OK)
        st = scrut_recheck_nobody_crosses(ch, impossible ? SCRUT_RECHECK_NO_LIMIT : ch->r->at_least - 1, ret_result);
    return st;
}

static scrut_status check_table(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    const char *const *lines = NULL;
    size_t count = 0;
    *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
    if (ch->r->why == NULL)
        return SCRUT_OK;
    scrut_status st = scrut_naive_lines(ch->c, ch->certain, ch->arena, &lines, &count, ch->err);
    *ret_result = count == ch->r->why_count ? scrut_recheck_yes() : scrut_recheck_no("it has other lines");
    for (size_t i = 0; st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES && i < count; i++)
        if (strcmp(lines[i], ch->r->why[i]) != 0)
            return scrut_recheck_because(ch, SCRUT_RECHECK_NO,
                                         scrut_arena_printf(ch->arena, "line %zu is: %s", i + 1, lines[i]), ret_result);
    return st;
}

static scrut_status check_reading(const scrut_certificate *c, bool certain, scrut_arena *arena,
                                  scrut_recheck_reading *ret_reading, scrut_error *err)
{
    scrut_checking ch = {.c = c, .r = certain ? &c->would : &c->could, .certain = certain, .arena = arena, .err = err};
    scrut_status st = scrut_recheck_moves(&ch, &ret_reading->moves);
    if (st == SCRUT_OK)
        st = check_table(&ch, &ret_reading->table);
    return st == SCRUT_OK ? check_fewer(&ch, &ret_reading->fewer) : st;
}

scrut_status scrut_certificate_recheck(const scrut_certificate *certificate, scrut_arena *arena,
                                       scrut_recheck *ret_recheck, scrut_error *err)
{
    scrut_recheck result;
    const scrut_checking ch = {.c = certificate, .r = &certificate->could, .arena = arena, .err = err};
    scrut_status st = scrut_recheck_thresholds(&ch, &result.nation);
    if (st == SCRUT_OK)
        st = check_reading(certificate, false, arena, &result.could, err);
    if (st == SCRUT_OK)
        st = check_reading(certificate, true, arena, &result.would, err);
    if (st == SCRUT_OK)
        *ret_recheck = result;
    return st;
}
