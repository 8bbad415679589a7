/* SPDX-License-Identifier: Apache-2.0
 * house_unit.c: a margin in one constituency whose lists must also pass thresholds in the nation: fewer ballots than
 * any crossing takes leave it a contest of its own. */
#include "house_internal.h"

static void lower_unit(scrut_margin_reading *r, int64_t least)
{
    if (r->possible ? r->at_least <= least : !r->exact && r->at_least <= least)
        return;
    r->at_least = least;
    r->exact = r->possible && r->at_most <= least;
}

/* Whether the target, which the moves met while nobody crossed, holds in the contest as it is once somebody did. ANY
 * and VECTOR are not looked at again. */
static scrut_status still_meets(const scrut_margin_contest *contest, const scrut_target *target, const int64_t moves[],
                                bool certain, scrut_arena *arena, bool *ret_meets, scrut_error *err)
{
    scrut_margin_outcome o;
    *ret_meets = false;
    if (target->kind >= SCRUT_TARGET_ANY)
        return SCRUT_OK;
    scrut_status st = scrut_margin_replay(contest, moves, target->members, arena, &o, err);
    if (st != SCRUT_OK || o.refused)
        return st;
    if (target->kind == SCRUT_TARGET_AT_LEAST)
        *ret_meets = (certain ? o.members_certain : o.members_possible) >= target->seats;
    else
        *ret_meets = (certain ? o.members_possible : o.members_certain) <= target->seats;
    return SCRUT_OK;
}

/* The moves may carry somebody over a national threshold, or below it. */
static scrut_status check_unit(const scrut_margin_house *house, size_t unit, const scrut_target *target, bool certain,
                               scrut_arena *arena, scrut_margin_reading *r, scrut_error *err)
{
    scrut_margin_house after;
    bool fine = true;
    if (!r->possible || r->at_most == 0)
        return SCRUT_OK;
    int64_t **moves = scrut_arena_calloc(arena, house->nation.unit_count, sizeof(int64_t *));
    int64_t *votes = scrut_arena_calloc(arena, house->c->party_count, sizeof *votes);
    bool *barred = scrut_arena_calloc(arena, house->c->party_count, sizeof *barred);
    if (moves == NULL || votes == NULL || barred == NULL)
        return scrut_fail_memory(err);
    moves[unit] = r->moves;
    scrut_status st = scrut_house_stays(house, moves, arena, &fine, err);
    if (st != SCRUT_OK || fine)
        return st;
    scrut_house_barred(house, votes, scrut_house_votes_after(house, moves, votes), barred);
    st = scrut_house_with(house, barred, arena, &after, err);
    if (st == SCRUT_OK)
        st = still_meets(&after.nation.units[unit].contest, target, r->moves, certain, arena, &fine, err);
    if (st == SCRUT_OK && !fine)
        *r = (scrut_margin_reading){.at_least = r->at_least};
    return st;
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
    if (st == SCRUT_OK)
        st = check_unit(house, unit, target, false, arena, &margin.could, err);
    if (st == SCRUT_OK)
        st = check_unit(house, unit, target, true, arena, &margin.would, err);
    if (st != SCRUT_OK)
        return st;
    int64_t least = scrut_house_first_crossing(house, metric);
    if (least < SCRUT_NEVER) { /* else nothing can cross, and what is impossible stays so */
        lower_unit(&margin.could, least);
        lower_unit(&margin.would, least);
    }
    if (margin.note == NULL && !(margin.could.exact && margin.would.exact))
        margin.note = SCRUT_KEY("Fewer ballots could carry a list over a national threshold, or below it.");
    *ret_margin = margin;
    return SCRUT_OK;
}
