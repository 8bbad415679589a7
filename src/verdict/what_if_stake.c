/* SPDX-License-Identifier: Apache-2.0
 * what_if_stake.c: ballots that nobody can place, such as names missing from the roll all over the country: against
 * the margins as the most favourable case, and the share that a party would have needed among those voters had they
 * been spread as the others were. */
#include "materiality_internal.h"

#define SHARE_WHOLE 10000

typedef struct {
    const scrut_verdict *v;
    const scrut_case *c;
    const scrut_margins *margins;
    const scrut_chamber *chamber;
    int64_t ballots;
    scrut_arena *arena, *scratch;
    scrut_error *err;
    scrut_stake_result *result;
} stake;

/* ---- the most favourable case ---- */

static scrut_status ask_metric(const stake *s, const scrut_stake_target *t, scrut_metric metric, scrut_ballots *ret)
{
    const scrut_seats_margin question = {.party = t->party, .at_least = true, .seats = t->seats};
    margin_answer answer;
    scrut_status st = ask_margin(s->margins, &question, metric, s->scratch, &answer, s->err);
    if (st == SCRUT_OK)
        *ret = answer.could;
    return st;
}

static void find_closest(const stake *s)
{
    s->result->closest = SCRUT_TIPPING_NEVER;
    s->result->closest_constituency = SCRUT_NONE;
    for (size_t k = 0; k < s->c->constituency_count; k++) {
        const scrut_closest_seat *closest = &s->margins->closest[k];
        if (!closest->weighed || !closest->could.possible)
            continue;
        if (s->result->closest >= 0 && closest->could.at_most >= s->result->closest)
            continue;
        s->result->closest = closest->could.at_most;
        s->result->closest_constituency = (uint32_t)k;
    }
}

/* ---- spread as the valid votes are ---- */

static int64_t votes_of_lists(const scrut_tally *t, size_t unit, size_t party_count)
{
    int64_t sum = 0;
    for (size_t p = 0; p < party_count; p++)
        sum = add_ballots(sum, scrut_tally_votes(t, unit, p)->value);
    return sum;
}

/* part of `ballots` that falls on `votes` of `all`, rounded down */
static int64_t portion(int64_t ballots, int64_t votes, int64_t all)
{
    return all > 0 ? (int64_t)((scrut_wide)ballots * votes / all) : 0;
}

/* The constituency's voters: `share` of them for the party, the others as everybody else there voted. What rounding
 * leaves, fewer ballots than there are lists, goes to nobody, so that no order of the lists decides. */
static void spread_unit(const stake *s, const scrut_tally *from, scrut_tally *to, size_t unit, uint32_t party,
                        int64_t share, int64_t voters)
{
    int64_t own = scrut_tally_votes(from, unit, party)->cells > 0 ? portion(voters, share, SHARE_WHOLE) : 0;
    int64_t others = votes_of_lists(from, unit, s->c->party_count) - scrut_tally_votes(from, unit, party)->value;
    int64_t sum = 0;
    for (size_t p = 0; p < s->c->party_count; p++) {
        scrut_figure *f = scrut_tally_votes(to, unit, p);
        int64_t gets = p == party ? own : portion(voters - own, f->value, others);
        if (f->cells == 0)
            continue;
        f->value += gets;
        scrut_tally_votes(to, 0, p)->value += gets;
        sum += gets;
    }
    static const scrut_field FIELDS[] = {SCRUT_FIELD_CAST, SCRUT_FIELD_VALID, SCRUT_FIELD_VOTES_TO_LISTS};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        for (size_t u = 0; u < 2; u++) {
            scrut_figure *f = scrut_tally_field(to, u == 0 ? unit : 0, FIELDS[i]);
            f->value += f->cells > 0 ? sum : 0;
        }
}

static scrut_status reaches(const stake *s, const scrut_stake_target *t, int64_t share, bool *ret_reaches)
{
    const scrut_tally *from = s->chamber->tally;
    scrut_arena *arena = scrut_arena_new();
    scrut_tally *to = arena != NULL ? copy_tally(from, arena) : NULL;
    scrut_status st = to != NULL ? SCRUT_OK : scrut_fail_memory(s->err);
    int64_t all = 0;
    for (size_t k = 0; k < s->c->constituency_count; k++)
        all = add_ballots(all, votes_of_lists(from, 1 + k, s->c->party_count));
    for (size_t k = 0; k < s->c->constituency_count && st == SCRUT_OK; k++) {
        int64_t voters = portion(s->ballots, votes_of_lists(from, 1 + k, s->c->party_count), all);
        spread_unit(s, from, to, 1 + k, t->party, share, voters);
    }
    scrut_chamber after;
    if (st == SCRUT_OK)
        st = scrut_seats_allocate(s->c, s->chamber->rules, to, arena, &after, s->err);
    if (st == SCRUT_OK)
        *ret_reaches = after.certain[t->party] >= t->seats;
    scrut_arena_free(arena);
    return st;
}

/* Bisection: with a larger share no list but the party's has more votes anywhere. */
static scrut_status find_share(const stake *s, scrut_stake_target *t)
{
    int64_t low = 0, high = SHARE_WHOLE + 1; /* `high` is taken to reach it */
    scrut_status st = SCRUT_OK;
    while (low < high && st == SCRUT_OK) {
        int64_t middle = (low + high) / 2;
        bool enough = false;
        st = reaches(s, t, middle, &enough);
        if (enough)
            high = middle;
        else
            low = middle + 1;
    }
    t->share_known = st == SCRUT_OK;
    t->share = low;
    return st;
}

/* ---- targets ---- */

static scrut_status add_target(const stake *s, const char *name, uint32_t party, int64_t seats)
{
    scrut_stake_target *t = &s->result->targets[s->result->target_count++];
    *t = (scrut_stake_target){.name = name, .party = party, .seats = seats};
    scrut_status st = ask_metric(s, t, SCRUT_METRIC_CHANGE, &t->changed);
    if (st == SCRUT_OK)
        st = ask_metric(s, t, SCRUT_METRIC_ADD, &t->added);
    return st == SCRUT_OK ? find_share(s, t) : st;
}

/* Facts that the party does not hold for certain. */
static scrut_status add_facts(const stake *s, uint32_t party)
{
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < s->margins->fact_count && st == SCRUT_OK; n++) {
        const scrut_fact_margins *fact = &s->margins->facts[n];
        for (size_t i = 0; i < fact->party_count && st == SCRUT_OK; i++) {
            const scrut_seats_margin *q = &fact->parties[i];
            if (q->at_least && (party == SCRUT_NONE || q->party == party))
                st = add_target(s, fact->name, q->party, q->seats);
        }
    }
    return st;
}

static scrut_status add_claims(const stake *s, uint32_t party)
{
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < s->v->claims.count && st == SCRUT_OK; i++) {
        const scrut_claim_result *claim = &s->v->claims.items[i];
        uint32_t whose;
        scrut_claim_op op;
        int64_t seats;
        if (claim->same_as != SCRUT_NONE || !seats_of_claim(claim->claim, &whose, &op, &seats) ||
            op == SCRUT_CLAIM_LESS || op == SCRUT_CLAIM_AT_MOST || (party != SCRUT_NONE && whose != party))
            continue;
        seats += op == SCRUT_CLAIM_GREATER;
        if (s->chamber->certain[whose] < seats)
            st = add_target(s, claim->claim->id, whose, seats);
    }
    return st;
}

static size_t most_targets(const stake *s)
{
    size_t most = s->v->claims.count;
    for (size_t n = 0; n < s->margins->fact_count; n++)
        most += s->margins->facts[n].party_count;
    return most;
}

scrut_status scrut_what_if_at_stake(const scrut_verdict *verdict, size_t tally, const scrut_what_if_stake *ask,
                                    scrut_arena *arena, scrut_stake_result *ret_result, scrut_error *err)
{
    scrut_stake_result result = {.closest = SCRUT_TIPPING_NEVER};
    stake s = {.v = verdict,
               .c = verdict->c,
               .margins = verdict->margins[tally],
               .chamber = verdict->chambers[tally],
               .ballots = ask->ballots,
               .arena = arena,
               .scratch = scrut_arena_new(),
               .err = err,
               .result = &result};
    result.targets = scrut_arena_calloc(arena, most_targets(&s), sizeof *result.targets);
    scrut_status st = s.scratch != NULL && result.targets != NULL ? SCRUT_OK : scrut_fail_memory(err);
    find_closest(&s);
    if (st == SCRUT_OK)
        st = add_facts(&s, ask->party);
    if (st == SCRUT_OK)
        st = add_claims(&s, ask->party);
    scrut_arena_free(s.scratch);
    if (st == SCRUT_OK)
        *ret_result = result;
    return st;
}
