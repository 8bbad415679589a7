/* SPDX-License-Identifier: Apache-2.0
 * recheck_nation.c: one ballot fewer in the nation: every step of every constituency, and a table of their sums. */
#include "recheck_internal.h"

#define NATION_STEPS_MAX 20000000

scrut_status scrut_recheck_in_contest(const scrut_checking *ch, size_t n, scrut_recheck_result *result)
{
    char *why = scrut_arena_printf(ch->arena, "constituency %s: %s", ch->c->contests[n].id, result->why);
    return scrut_recheck_because(ch, result->state, why, result);
}

static bool has_member(const scrut_certificate_contest *cc)
{
    for (size_t i = 0; i < cc->contest.list_count; i++)
        if (cc->members[i])
            return true;
    return false;
}

/* Every step that the table uses: fewer ballots do not give it; and the first step beyond takes as many as the whole
 * is said to take, or cannot be had. */
static scrut_status check_steps(const scrut_checking *ch, size_t n, int64_t needed, scrut_recheck_result *ret_result)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    const scrut_certificate_steps *steps = &ch->r->steps[n];
    bool rising = ch->c->kind == SCRUT_TARGET_AT_LEAST;
    int64_t held = 0, room, beyond = ch->r->possible || !ch->r->exact ? ch->r->at_least - 1 : SCRUT_RECHECK_NO_LIMIT;
    const char *why = NULL;
    *ret_result = scrut_recheck_yes();
    scrut_status st = scrut_recheck_held(ch, n, false, &held, &why);
    if (st != SCRUT_OK || cc->closed != NULL)
        return st;
    if (why != NULL)
        *ret_result = scrut_recheck_not(why);
    else if (held != steps->held)
        *ret_result = scrut_recheck_no("the members hold another number of seats there");
    if (ret_result->state != SCRUT_RECHECK_YES)
        return scrut_recheck_in_contest(ch, n, ret_result);
    room = rising ? cc->contest.seats - held : held;
    if (rising && !has_member(cc))
        room = 0;
    room = room < needed ? room : needed;
    for (int64_t k = 1; k <= room && k <= (int64_t)steps->count + 1; k++) {
        bool last = k > (int64_t)steps->count;
        int64_t ballots = last ? beyond : steps->at_least[k - 1] - 1;
        if (ballots < 0)
            continue;
        st = scrut_recheck_no_way_joint(ch, n, rising ? held + k : held - k, ballots, ret_result);
        if (st == SCRUT_OK && ret_result->state != SCRUT_RECHECK_YES)
            st = scrut_recheck_in_contest(ch, n, ret_result);
        if (st != SCRUT_OK || ret_result->state != SCRUT_RECHECK_YES)
            return st;
    }
    return SCRUT_OK;
}

/* Fewest ballots for k steps in contest n, as the certificate has them; what it does not name is beyond all use. */
static int64_t price(const scrut_checking *ch, size_t n, int64_t k)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    if (cc->closed != NULL) /* nothing is known: perhaps none */
        return k <= cc->held_most - cc->held_least ? 0 : SCRUT_RECHECK_NO_LIMIT;
    return k <= (int64_t)ch->r->steps[n].count ? ch->r->steps[n].at_least[k - 1] : SCRUT_RECHECK_NO_LIMIT;
}

/* Least ballots for so many steps in all constituencies: table[k] is that of those so far. */
static scrut_status add_up(const scrut_checking *ch, int64_t needed, int64_t *ret_least)
{
    int64_t *table = scrut_arena_calloc(ch->arena, (size_t)needed + 1, sizeof *table);
    if (table == NULL)
        return scrut_fail_memory(ch->err);
    for (int64_t k = 1; k <= needed; k++)
        table[k] = SCRUT_RECHECK_NO_LIMIT;
    for (size_t n = 0; n < ch->c->contest_count; n++)
        for (int64_t k = needed; k >= 1; k--)
            for (int64_t g = 1; g <= needed && price(ch, n, g) < SCRUT_RECHECK_NO_LIMIT; g++) {
                int64_t sum = table[k > g ? k - g : 0] + price(ch, n, g);
                table[k] = sum < table[k] ? sum : table[k];
            }
    *ret_least = table[needed];
    return SCRUT_OK;
}

static scrut_status check_sum(const scrut_checking *ch, int64_t needed, scrut_recheck_result *ret_result)
{
    int64_t least = 0;
    bool impossible = !ch->r->possible && ch->r->exact;
    scrut_status st = add_up(ch, needed, &least);
    if (st != SCRUT_OK || (impossible ? least >= SCRUT_RECHECK_NO_LIMIT : least >= ch->r->at_least))
        return st;
    if (scrut_recheck_bars_move(ch) && ch->r->crossings != NULL) /* what they say is rechecked too */
        return SCRUT_OK;
    if (scrut_recheck_bars_move(ch)) {
        *ret_result = scrut_recheck_not("a threshold in the nation moves with the ballots, and lists may cross it");
        return SCRUT_OK;
    }
    return scrut_recheck_because(
        ch, SCRUT_RECHECK_NO,
        scrut_arena_printf(ch->arena, "the steps of the constituencies add to %lld ballots", (long long)least),
        ret_result);
}

scrut_status scrut_recheck_no_way_nation(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    int64_t held = 0, needed, cells = 0;
    const char *why = NULL;
    if (ch->r->steps == NULL) {
        *ret_result = scrut_recheck_not("the certificate holds no steps");
        return SCRUT_OK;
    }
    scrut_status st = scrut_recheck_held_everywhere(ch, false, &held, &why);
    needed = ch->c->kind == SCRUT_TARGET_AT_LEAST ? ch->c->seats - held : held - ch->c->seats;
    for (size_t n = 0; n < ch->c->contest_count; n++)
        cells += (int64_t)ch->r->steps[n].count + 1;
    if (why == NULL && (needed > SCRUT_SEATS_MAX || cells * needed > NATION_STEPS_MAX))
        why = "there are too many seats and constituencies for the simple test";
    if (st != SCRUT_OK || why != NULL) {
        *ret_result = scrut_recheck_not(why);
        return st;
    }
    st = check_sum(ch, needed, ret_result);
    for (size_t n = 0; n < ch->c->contest_count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; n++)
        st = check_steps(ch, n, needed, ret_result);
    return st;
}
