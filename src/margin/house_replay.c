/* SPDX-License-Identifier: Apache-2.0
 * house_replay.c: a chamber after moves: national thresholds first, then every constituency. */
#include "house_internal.h"

int64_t scrut_house_votes_after(const scrut_margin_house *house, int64_t *const moves[], int64_t votes[])
{
    int64_t moved = 0;
    memcpy(votes, house->votes, house->c->party_count * sizeof *votes);
    for (size_t n = 0; n < house->nation.unit_count; n++) {
        const scrut_margin_unit *u = &house->nation.units[n];
        for (size_t i = 0; i < u->contest.list_count && moves[n] != NULL; i++) {
            votes[u->party[i]] += moves[n][i];
            moved += moves[n][i];
        }
    }
    return moved;
}

scrut_status scrut_house_stays(const scrut_margin_house *house, int64_t *const moves[], scrut_arena *arena,
                               bool *ret_stays, scrut_error *err)
{
    size_t parties = house->c->party_count;
    *ret_stays = house->bar_count == 0;
    if (*ret_stays)
        return SCRUT_OK;
    int64_t *votes = scrut_arena_calloc(arena, parties, sizeof *votes);
    bool *barred = scrut_arena_calloc(arena, parties, sizeof *barred);
    if (votes == NULL || barred == NULL)
        return scrut_fail_memory(err);
    scrut_house_barred(house, votes, scrut_house_votes_after(house, moves, votes), barred);
    *ret_stays = memcmp(barred, house->barred, parties * sizeof *barred) == 0;
    return SCRUT_OK;
}

scrut_status scrut_house_with(const scrut_margin_house *house, const bool barred[], scrut_arena *arena,
                              scrut_margin_house *ret_house, scrut_error *err)
{
    scrut_margin_house other = *house;
    size_t count = house->nation.unit_count;
    other.nation.units = scrut_arena_calloc(arena, count, sizeof *other.nation.units);
    other.barred = scrut_arena_calloc(arena, house->c->party_count, sizeof *other.barred);
    other.nation.standing = NULL;
    if (other.nation.units == NULL || other.barred == NULL)
        return scrut_fail_memory(err);
    memcpy(other.barred, barred, house->c->party_count * sizeof *barred);
    for (size_t n = 0; n < count; n++) {
        scrut_margin_unit *u = &other.nation.units[n];
        *u = house->nation.units[n];
        bool *here = scrut_arena_calloc(arena, u->contest.list_count, sizeof *here);
        if (here == NULL)
            return scrut_fail_memory(err);
        for (size_t i = 0; i < u->contest.list_count; i++)
            here[i] = barred[u->party[i]];
        u->contest.barred = here;
    }
    *ret_house = other;
    return SCRUT_OK;
}

static scrut_status replay_unit(const scrut_margin_unit *u, const int64_t *moves, const bool members[],
                                scrut_arena *arena, scrut_margin_held *held, scrut_error *err)
{
    if (u->closed != NULL) {
        held->unknown += u->contest.seats;
        return SCRUT_OK;
    }
    bool *lists = scrut_arena_calloc(arena, u->contest.list_count, sizeof *lists);
    if (lists == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < u->contest.list_count; i++)
        lists[i] = members[u->party[i]];
    scrut_margin_outcome o;
    scrut_status st = scrut_margin_replay(&u->contest, moves, lists, arena, &o, err);
    if (st != SCRUT_OK)
        return st;
    held->certain += o.refused ? 0 : o.members_certain;
    held->possible += o.refused ? 0 : o.members_possible;
    held->unknown += o.refused ? u->contest.seats : 0;
    return SCRUT_OK;
}

scrut_status scrut_margin_house_replay(const scrut_margin_house *house, int64_t *const moves[], const bool members[],
                                       scrut_arena *arena, scrut_margin_held *ret_held, scrut_error *err)
{
    size_t parties = house->c->party_count;
    int64_t *votes = scrut_arena_calloc(arena, parties, sizeof *votes);
    scrut_margin_held held = {.unknown = 0};
    bool *barred = scrut_arena_calloc(arena, parties, sizeof *barred);
    scrut_margin_house after = *house;
    if (votes == NULL || barred == NULL)
        return scrut_fail_memory(err);
    scrut_status st = SCRUT_OK;
    if (house->bar_count > 0) {
        int64_t moved = scrut_house_votes_after(house, moves, votes);
        scrut_house_barred(house, votes, moved, barred);
        st = scrut_house_with(house, barred, arena, &after, err);
    }
    for (size_t n = 0; n < house->nation.unit_count && st == SCRUT_OK; n++)
        st = replay_unit(&after.nation.units[n], moves[n], members, arena, &held, err);
    if (st == SCRUT_OK)
        *ret_held = held;
    return st;
}
