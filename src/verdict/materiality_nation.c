/* SPDX-License-Identifier: Apache-2.0
 * materiality_nation.c: the ballots concerned in every constituency against the numbers of seats that matter: the
 * chamber's facts and claims of seats. A multiple-choice knapsack in which a constituency's concerned ballots are free.
 */
#include "materiality_internal.h"

#include <string.h>

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

/* ---- the fewest ballots beyond those concerned ---- */

typedef struct {
    const weighing *w;
    const scrut_target_effect *t;
    scrut_margin_curve *curves; /* a constituency */
    bool **members;             /* a constituency: its lists of the party */
    int64_t needed;
    int64_t *least; /* seats 0 .. needed: fewest further ballots */
    int64_t *next;
} campaign;

/* In a closed constituency anything may be had for nothing, as far as anybody knows. */
static void close_curve(const campaign *c, size_t k)
{
    const scrut_margin_unit *u = weighing_unit(c->w, k);
    c->curves[k] = (scrut_margin_curve){.rising = c->t->at_least,
                                        .held = c->t->at_least ? u->possible[c->t->party] : u->certain[c->t->party]};
}

static scrut_status draw_curve(const campaign *c, size_t k)
{
    const scrut_margin_unit *u = weighing_unit(c->w, k);
    /* a step dearer than the whole way without them is of use only as far as the ballots concerned pay it */
    int64_t free_ballots = tainted_high(&c->w->m->places[k].tainted);
    int64_t limit = c->t->could.possible ? add_ballots(c->t->could.at_most, free_ballots) : -1;
    if (u->closed != NULL) {
        close_curve(c, k);
        return SCRUT_OK;
    }
    c->members[k] = scrut_arena_calloc(c->w->scratch, u->contest.list_count, sizeof **c->members);
    if (c->members[k] == NULL)
        return scrut_fail_memory(c->w->err);
    bool stands = false;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        c->members[k][i] = u->party[i] == c->t->party;
        stands = stands || c->members[k][i];
    }
    return scrut_margin_steps(&u->contest, c->members[k], c->t->at_least, false, SCRUT_METRIC_CHANGE,
                              stands ? u->contest.seats : 0, limit, c->w->scratch, &c->curves[k], c->w->err);
}

static scrut_status draw_curves(campaign *c)
{
    size_t places = c->w->c->constituency_count;
    int64_t held = 0;
    c->curves = scrut_arena_calloc(c->w->scratch, places, sizeof *c->curves);
    c->members = scrut_arena_calloc(c->w->scratch, places, sizeof(bool *));
    if (c->curves == NULL || c->members == NULL)
        return scrut_fail_memory(c->w->err);
    for (size_t k = 0; k < places; k++) {
        scrut_status st = draw_curve(c, k);
        if (st != SCRUT_OK)
            return st;
        held += c->curves[k].held;
    }
    c->needed = c->t->at_least ? c->t->seats - held : held - c->t->seats;
    return SCRUT_OK;
}

/* One constituency more: of its first so many steps, those that the ballots concerned do not pay. */
static void add_place(campaign *c, size_t k)
{
    const scrut_margin_curve *curve = &c->curves[k];
    int64_t free_ballots = tainted_high(&c->w->m->places[k].tainted);
    memcpy(c->next, c->least, (size_t)(c->needed + 1) * sizeof *c->next);
    for (size_t g = 1; g <= curve->count; g++) {
        int64_t price = more_of(0, curve->steps[g - 1].at_least - free_ballots);
        for (int64_t j = 0; j <= c->needed; j++) {
            int64_t to = fewer_of(c->needed, j + (int64_t)g), sum = add_ballots(c->least[j], price);
            c->next[to] = fewer_of(c->next[to], sum);
        }
    }
    int64_t *kept = c->least;
    c->least = c->next;
    c->next = kept;
}

static scrut_status fill_knapsack(campaign *c)
{
    size_t room = (size_t)c->needed + 1;
    c->least = scrut_arena_calloc(c->w->scratch, room, sizeof *c->least);
    c->next = scrut_arena_calloc(c->w->scratch, room, sizeof *c->next);
    if (c->least == NULL || c->next == NULL)
        return scrut_fail_memory(c->w->err);
    for (int64_t j = 1; j <= c->needed; j++)
        c->least[j] = WEIGHED_MAX;
    for (size_t k = 0; k < c->w->c->constituency_count; k++)
        add_place(c, k);
    return SCRUT_OK;
}

/* Ballots of one constituency alone that reach it. */
static void scale_places(const campaign *c)
{
    for (size_t k = 0; k < c->w->c->constituency_count; k++) {
        const scrut_margin_curve *curve = &c->curves[k];
        place_scale *scale = &c->w->scales[k];
        int64_t *least = c->t->claim != NULL ? &scale->claims : &scale->facts;
        int64_t price = c->needed <= 0                       ? 0
                        : c->needed <= (int64_t)curve->count ? curve->steps[c->needed - 1].at_least
                                                             : WEIGHED_MAX;
        *least = fewer_of(*least, price);
    }
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

/* Fewest changed, added or removed ballots, where changed ones are not known to do most. */
static scrut_status ask_other_metrics(const weighing *w, const scrut_target_effect *t, int64_t *ret_least)
{
    static const scrut_metric METRICS[] = {SCRUT_METRIC_ADD, SCRUT_METRIC_REMOVE};
    const scrut_seats_margin question = {.party = t->party, .at_least = t->at_least, .seats = t->seats};
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < 2 && st == SCRUT_OK; i++) {
        margin_answer answer = {.weighed = false};
        st = ask_margin(w->margins, &question, METRICS[i], w->scratch, &answer, w->err);
        if (st == SCRUT_OK && (answer.could.possible || !answer.could.exact))
            *ret_least = fewer_of(*ret_least, answer.could.at_least);
    }
    return st;
}

static bool all_settled(const weighing *w)
{
    for (size_t k = 0; k < w->c->constituency_count; k++)
        if (tainted_high(&w->m->places[k].tainted) > 0 && weighing_unit(w, k)->closed == NULL &&
            !change_is_strongest(w, k))
            return false;
    return true;
}

/* "Cannot" was found for changed ballots; what added and removed ones can do is asked where they may do more. */
static scrut_status doubt(const weighing *w, scrut_target_effect *t)
{
    int64_t least = is_impossible(t) ? WEIGHED_MAX : t->could.at_least;
    if (t->effect_known != SCRUT_EFFECT_CANNOT || ballots_known(w) == 0 || all_settled(w))
        return SCRUT_OK;
    scrut_status st = ask_other_metrics(w, t, &least);
    if (st != SCRUT_OK || ballots_known(w) < least)
        return st;
    t->effect = t->effect_known = SCRUT_EFFECT_UNDECIDED;
    t->why = "added or removed ballots may carry a list over a threshold or alter a quota";
    return SCRUT_OK;
}

static scrut_effect judge_known(const weighing *w, scrut_target_effect *t)
{
    int64_t all = ballots_known(w);
    if (all == 0 || is_impossible(t) || all < t->could.at_least)
        return SCRUT_EFFECT_CANNOT;
    if (t->further > tainted_high(&w->m->unplaced)) {
        if (all < w->threshold_safe)
            return SCRUT_EFFECT_CANNOT;
        t->why = "so many ballots may carry a list over or under a national threshold";
        return SCRUT_EFFECT_UNDECIDED;
    }
    if (t->could.possible)
        return SCRUT_EFFECT_COULD;
    t->why = "no way to reach it is known, and none is excluded";
    return SCRUT_EFFECT_UNDECIDED;
}

static void judge(const weighing *w, scrut_target_effect *t)
{
    t->effect = t->effect_known = judge_known(w, t);
    if (t->effect == SCRUT_EFFECT_CANNOT && !is_impossible(t) && w->m->nation.unknown > 0) {
        t->effect = SCRUT_EFFECT_UNDECIDED;
        t->why = "the votes at stake of some findings are not known";
    }
}

/* Where the ballots concerned are not a tenth of the margin, it is enough to know that they leave the rest of it. */
static bool far_away(const weighing *w, const scrut_target_effect *t)
{
    return t->could.at_least / 10 > ballots_known(w);
}

static scrut_status count_further(const weighing *w, scrut_target_effect *t)
{
    campaign c = {.w = w, .t = t};
    scrut_status st = draw_curves(&c);
    if (st == SCRUT_OK && c.needed > 0)
        st = fill_knapsack(&c);
    if (st != SCRUT_OK)
        return st;
    bool known = c.needed <= 0 || c.least[c.needed] < WEIGHED_MAX;
    t->further_exact = known && t->could.exact;
    if (known)
        t->further = c.needed <= 0 ? 0 : c.least[c.needed];
    scale_places(&c);
    return SCRUT_OK;
}

static scrut_status weigh_target(const weighing *w, scrut_target_effect *t)
{
    t->further = more_of(0, t->could.at_least - ballots_known(w));
    scrut_status st = SCRUT_OK;
    if (ballots_known(w) == 0)
        t->further_exact = t->could.exact;
    else if (!is_impossible(t) && !far_away(w, t))
        st = count_further(w, t);
    if (st != SCRUT_OK)
        return st;
    judge(w, t);
    return doubt(w, t);
}

scrut_status weigh_nation(weighing *w)
{
    scrut_status st = list_targets(w);
    for (size_t i = 0; i < w->m->target_count && st == SCRUT_OK; i++)
        st = weigh_target(w, &w->m->targets[i]);
    return st;
}
