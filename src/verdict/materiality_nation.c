/* SPDX-License-Identifier: Apache-2.0
 * materiality_nation.c: the ballots concerned in every constituency against the numbers of seats that matter: the
 * chamber's facts and claims of seats. */
#include "materiality_internal.h"

/* ---- which numbers of seats ---- */

static bool number_of_seats(const scrut_claim_node *node, int64_t *ret_seats)
{
    if (node->op != SCRUT_CLAIM_NUMBER || node->decimals != 0 || node->percent)
        return false;
    *ret_seats = node->mantissa;
    return true;
}

bool seats_of_claim(const scrut_case_claim *claim, uint32_t *ret_party, scrut_claim_op *ret_op, int64_t *ret_seats)
{
    const scrut_claim_node *node = claim->expression;
    if (node == NULL || node->op < SCRUT_CLAIM_EQUAL || node->op > SCRUT_CLAIM_AT_LEAST ||
        node->op == SCRUT_CLAIM_NOT_EQUAL || node->a->op != SCRUT_CLAIM_CALL ||
        node->a->function != SCRUT_CLAIM_SEATS || node->a->unit != 0 || node->a->party == SCRUT_NONE)
        return false;
    *ret_party = node->a->party;
    *ret_op = node->op;
    return number_of_seats(node->b, ret_seats);
}

static scrut_target_effect *add_target(weighing *w, const char *name, uint32_t party, bool at_least, int64_t seats)
{
    scrut_target_effect *t = &w->m->targets[w->m->target_count++];
    *t = (scrut_target_effect){.name = name, .party = party, .at_least = at_least, .seats = seats};
    return t;
}

static void add_facts(weighing *w)
{
    for (size_t n = 0; n < w->margins->fact_count; n++) {
        const scrut_fact_margins *fact = &w->margins->facts[n];
        for (size_t i = 0; i < fact->party_count; i++) {
            const scrut_seats_margin *q = &fact->parties[i];
            scrut_target_effect *t = add_target(w, fact->name, q->party, q->at_least, q->seats);
            t->could = q->could;
            t->would = q->would;
        }
    }
}

static scrut_status add_claim_target(weighing *w, const scrut_claim_result *claim, uint32_t party, bool at_least,
                                     int64_t seats, bool makes_true)
{
    if (seats < 0)
        return SCRUT_OK;
    scrut_target_effect *t = add_target(w, claim->claim->id, party, at_least, seats);
    t->claim = claim;
    t->makes_true = makes_true;
    const scrut_seats_margin question = {.party = party, .at_least = at_least, .seats = seats};
    margin_answer answer;
    scrut_status st = ask_margin(w->margins, &question, SCRUT_METRIC_CHANGE, w->scratch, &answer, w->err);
    if (st == SCRUT_OK) {
        t->could = answer.could;
        t->would = answer.would;
    }
    return st;
}

/* What is not so now could become so; what is so could cease to be. */
static scrut_status add_claim(weighing *w, const scrut_claim_result *claim)
{
    uint32_t party;
    scrut_claim_op op;
    int64_t seats;
    if (!seats_of_claim(claim->claim, &party, &op, &seats) || claim->same_as != SCRUT_NONE)
        return SCRUT_OK;
    int64_t held = w->m->chamber->certain[party];
    int64_t low = op == SCRUT_CLAIM_GREATER ? seats + 1 : seats, high = op == SCRUT_CLAIM_LESS ? seats - 1 : seats;
    bool bounded_below = op != SCRUT_CLAIM_AT_MOST && op != SCRUT_CLAIM_LESS;
    bool bounded_above = op != SCRUT_CLAIM_AT_LEAST && op != SCRUT_CLAIM_GREATER;
    if (bounded_below && held < low)
        return add_claim_target(w, claim, party, true, low, true);
    if (bounded_above && held > high)
        return add_claim_target(w, claim, party, false, high, true);
    scrut_status st = SCRUT_OK;
    if (bounded_below)
        st = add_claim_target(w, claim, party, false, low - 1, false);
    if (st == SCRUT_OK && bounded_above)
        st = add_claim_target(w, claim, party, true, high + 1, false);
    return st;
}

static scrut_status list_targets(weighing *w)
{
    size_t most = 2 * w->v->claims.count;
    for (size_t n = 0; n < w->margins->fact_count; n++)
        most += w->margins->facts[n].party_count;
    w->m->targets = scrut_arena_calloc(w->arena, most, sizeof *w->m->targets);
    if (w->m->targets == NULL)
        return scrut_fail_memory(w->err);
    add_facts(w);
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < w->v->claims.count && st == SCRUT_OK; i++)
        st = add_claim(w, &w->v->claims.items[i]);
    return st;
}

/* ---- each target ---- */

static bool is_impossible(const scrut_target_effect *t)
{
    return !t->could.possible && t->could.exact;
}

static int64_t ballots_known(const weighing *w)
{
    return tainted_high(&w->m->nation);
}

/* Where a list may cross a threshold, or a quota moves, mixtures of ballots may do more than changed ones: the steps of
 * the constituencies say how much more. */
static int64_t find_least(const weighing *w, const scrut_target_effect *t)
{
    int64_t changed = is_impossible(t) ? WEIGHED_MAX : t->could.at_least, least = changed;
    for (size_t k = 0; k < w->c->constituency_count; k++) {
        if (weighing_unit(w, k)->closed != NULL)
            continue;
        bool mixed = mixture_least(w, k, changed, false) < changed;
        least = fewer_of(least, fewer_of(crossing_ballots(w, k), mixed ? 1 : WEIGHED_MAX));
    }
    return least;
}

static bool may_cross(const weighing *w)
{
    for (size_t k = 0; k < w->c->constituency_count; k++)
        if (weighing_unit(w, k)->closed == NULL && crossing_ballots(w, k) < WEIGHED_MAX)
            return true;
    return false;
}

static int64_t least_of(const weighing *w, const scrut_target_effect *t)
{
    return w->target_least[t - w->m->targets];
}

static scrut_effect judge_known(const weighing *w, scrut_target_effect *t, const further_ballots *further)
{
    int64_t all = ballots_known(w);
    if (all == 0 || all < least_of(w, t))
        return SCRUT_EFFECT_CANNOT;
    if (further->least > tainted_high(&w->m->unplaced)) {
        if (all < w->threshold_safe)
            return SCRUT_EFFECT_CANNOT;
        t->why = SCRUT_KEY("so many ballots may carry a list over or under a national threshold");
        return SCRUT_EFFECT_UNDECIDED;
    }
    if (further->proven)
        return SCRUT_EFFECT_COULD;
    t->why =
        further->closed ? SCRUT_KEY("the seats of a constituency are not known")
        : may_cross(w)
            ? SCRUT_KEY("enough ballots to carry a list over or under a threshold, and no way is known that reaches it")
            : SCRUT_KEY(
                  "enough ballots in number, but no way is known that moves no more of a list than are concerned and "
                  "only adds those that are not counted");
    return SCRUT_EFFECT_UNDECIDED;
}

static void judge(const weighing *w, scrut_target_effect *t, const further_ballots *further)
{
    t->effect = t->effect_known = judge_known(w, t, further);
    if (t->effect == SCRUT_EFFECT_CANNOT && !is_impossible(t) && w->m->nation.unknown > 0) {
        t->effect = SCRUT_EFFECT_UNDECIDED;
        t->why = SCRUT_KEY("the votes at stake of some findings are not known");
    }
}

/* Where the ballots concerned are not a tenth of the margin, it is enough to know that they leave the rest of it. */
static bool far_away(const weighing *w, const scrut_target_effect *t)
{
    return least_of(w, t) / 10 > ballots_known(w);
}

static scrut_status count_further(const weighing *w, scrut_target_effect *t, further_ballots *further)
{
    *further = (further_ballots){.least = more_of(0, t->could.at_least - ballots_known(w)), .most = WEIGHED_MAX};
    t->further = further->least;
    t->further_exact = ballots_known(w) == 0 && t->could.exact;
    if (ballots_known(w) == 0 || far_away(w, t))
        return SCRUT_OK;
    scrut_status st = find_ways(w, (size_t)(t - w->m->targets), further);
    if (st != SCRUT_OK || further->least >= WEIGHED_MAX)
        return st;
    t->further = further->least;
    t->further_exact = t->could.exact && further->least == further->most;
    return SCRUT_OK;
}

static scrut_status weigh_target(const weighing *w, scrut_target_effect *t)
{
    further_ballots further;
    w->target_least[t - w->m->targets] = find_least(w, t);
    scrut_status st = count_further(w, t, &further);
    if (st == SCRUT_OK)
        judge(w, t, &further);
    return st;
}

scrut_status weigh_nation(weighing *w)
{
    scrut_status st = list_targets(w);
    size_t places = w->c->constituency_count;
    if (st != SCRUT_OK)
        return st;
    w->target_least = scrut_arena_calloc(w->scratch, w->m->target_count, sizeof *w->target_least);
    w->lone = scrut_arena_calloc(w->scratch, w->m->target_count * places, sizeof *w->lone);
    if (w->target_least == NULL || w->lone == NULL)
        return scrut_fail_memory(w->err);
    for (size_t n = 0; n < w->m->target_count * places; n++)
        w->lone[n] =
            (lone_way){.least = WEIGHED_MAX, .most = WEIGHED_MAX, .add_least = WEIGHED_MAX, .add_most = WEIGHED_MAX};
    for (size_t i = 0; i < w->m->target_count && st == SCRUT_OK; i++)
        st = weigh_target(w, &w->m->targets[i]);
    return st;
}
