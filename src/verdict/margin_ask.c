/* SPDX-License-Identifier: Apache-2.0
 * margin_ask.c: one question about seats put to the margins of one set of figures. */
#include "verdict_internal.h"

typedef struct {
    const scrut_margins *m;
    const scrut_seats_margin *question;
    scrut_metric metric;
    scrut_arena *arena, *scratch;
    margin_answer *answer;
    scrut_error *err;
} asking;

static scrut_status no_margin(margin_answer *answer, const char *why)
{
    *answer = (margin_answer){.note = why};
    return SCRUT_OK;
}

/* Notes may live in the scratch arena. */
static scrut_status keep_note(const asking *a, const char *note)
{
    if (note == NULL)
        return SCRUT_OK;
    a->answer->note = scrut_sentence_copy(a->arena, a->scratch, note);
    return a->answer->note != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
}

static scrut_ballots ballots(bool possible, bool exact, int64_t at_least, int64_t at_most)
{
    return (scrut_ballots){possible, exact, at_least, possible ? at_most : 0};
}

static bool is_meant(const scrut_seats_margin *q, uint32_t party)
{
    for (size_t i = 0; i < q->coalition_count; i++)
        if (q->coalition[i] == party)
            return true;
    return q->party == party;
}

static scrut_status ask_nation(const asking *a)
{
    size_t parties = a->m->house.nation.party_count;
    bool *members = scrut_arena_calloc(a->scratch, parties, sizeof *members);
    scrut_margin_nation_result r;
    if (members == NULL)
        return scrut_fail_memory(a->err);
    for (uint32_t p = 0; p < parties; p++)
        members[p] = is_meant(a->question, p);
    scrut_status st = scrut_margin_house_find(&a->m->house, members, a->question->at_least, a->question->seats,
                                              a->metric, a->scratch, &r, a->err);
    if (st != SCRUT_OK)
        return st;
    a->answer->weighed = true;
    a->answer->could = ballots(r.could.possible, r.could.exact, r.could.at_least, r.could.at_most);
    a->answer->would = ballots(r.would.possible, r.would.exact, r.would.at_least, r.would.at_most);
    return keep_note(a, r.note);
}

static scrut_status ask_target(const asking *a, const scrut_target *target)
{
    scrut_margin margin;
    scrut_status st = scrut_margin_house_unit(&a->m->house, a->question->unit - 1, target, a->metric, NULL, a->scratch,
                                              &margin, a->err);
    if (st != SCRUT_OK)
        return st;
    if (margin.no_allocation)
        return no_margin(a->answer, "its votes give no allocation");
    a->answer->weighed = true;
    a->answer->could = ballots(margin.could.possible, margin.could.exact, margin.could.at_least, margin.could.at_most);
    a->answer->would = ballots(margin.would.possible, margin.would.exact, margin.would.at_least, margin.would.at_most);
    return keep_note(a, margin.note);
}

static scrut_status ask_constituency(const asking *a)
{
    const scrut_margin_unit *u = &a->m->house.nation.units[a->question->unit - 1];
    const scrut_seats_margin *q = a->question;
    if (u->closed != NULL)
        return no_margin(a->answer, u->closed);
    if (q->party == SCRUT_NONE && q->coalition == NULL)
        return ask_target(a, &(scrut_target){.kind = SCRUT_TARGET_ANY});
    bool *members = scrut_arena_calloc(a->scratch, u->contest.list_count, sizeof *members);
    if (members == NULL)
        return scrut_fail_memory(a->err);
    bool stands = false;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        members[i] = is_meant(q, u->party[i]);
        stands = stands || members[i];
    }
    if (!stands)
        return no_margin(a->answer, "the list does not stand there"); /* nor do any of a coalition */
    return ask_target(a, &(scrut_target){.kind = q->at_least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST,
                                         .members = members,
                                         .seats = q->seats});
}

scrut_status ask_margin(const scrut_margins *m, const scrut_seats_margin *question, scrut_metric metric,
                        scrut_arena *arena, margin_answer *ret_answer, scrut_error *err)
{
    margin_answer answer = {.weighed = false};
    asking a = {m, question, metric, arena, scrut_arena_new(), &answer, err};
    if (a.scratch == NULL)
        return scrut_fail_memory(err);
    scrut_status st = question->unit == 0 ? ask_nation(&a) : ask_constituency(&a);
    scrut_arena_free(a.scratch);
    if (st == SCRUT_E_RANGE)
        st = no_margin(&answer, "its figures are beyond those that are weighed");
    if (st == SCRUT_OK)
        *ret_answer = answer;
    return st;
}
