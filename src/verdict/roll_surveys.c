/* SPDX-License-Identifier: Apache-2.0
 * roll_surveys.c: surveys of the roll: what each says, a finding for each that speaks of defects (Q01 to Q04), and the
 * names as ballots that nobody can place, set against the margins. A survey is about names, people and forms; it is
 * never weighed as if it were ballots that were found somewhere. */
#include "scrutineer/catalog.h"
#include "scrutineer/materiality.h"
#include "verdict_internal.h"

enum { PERCENT = 100 };

/* What the defects of a direction are called, what they could mean for votes, and whether as many votes are set against
 * the margins. A name without a person could have been voted with, and a person without a name could not vote. A form
 * whose name is not on the list stands for such a person. A name whose form is not found says nothing of its person
 * and so nothing of votes. */
static const struct {
    const char *code;
    scrut_direction votes;
    bool weighed;
} DIRECTIONS[SCRUT_SURVEY_DIRECTIONS] = {
    [SCRUT_LIST_TO_PEOPLE] = {"Q01", SCRUT_DIRECTION_UNKNOWN, true},
    [SCRUT_PEOPLE_TO_LIST] = {"Q02", SCRUT_DIRECTION_RESTORE, true},
    [SCRUT_LIST_TO_FORMS] = {"Q03", SCRUT_DIRECTION_UNKNOWN, false},
    [SCRUT_FORMS_TO_LIST] = {"Q04", SCRUT_DIRECTION_RESTORE, true},
};

const char *scrut_survey_check(scrut_survey_direction direction)
{
    return DIRECTIONS[direction].code;
}

static const char *percent(scrut_arena *arena, double share)
{
    return scrut_arena_printf(arena, "%.2f %%", PERCENT * share);
}

/* What the survey says of the share, with its interval where there is one. */
static const char *share_of(scrut_verdict *v, const scrut_survey_answer *a)
{
    scrut_interval interval;
    const char *share = percent(v->arena, scrut_survey_defects(a, &interval));
    const char *low = percent(v->arena, interval.low), *high = percent(v->arena, interval.high);
    if (share == NULL || low == NULL || high == NULL || a->basis == SCRUT_ERROR_NONE)
        return share;
    return scrut_sentence(v->arena, SCRUT_KEY("{1f} ({2f} to {3f})"), share, low, high);
}

static const char *message_of(scrut_verdict *v, const scrut_survey_answer *a)
{
    const char *by = a->survey->by != NULL ? a->survey->by : a->survey->id, *share = share_of(v, a);
    const char *of = a->figure->denominator != NULL ? a->figure->denominator : SCRUT_KEY("a whole that is not named");
    if (share == NULL)
        return NULL;
    if (!a->names_known)
        return scrut_sentence(v->arena, SCRUT_KEY("{1p}, “{2p}”: {3w} of “{4w}” are not as they should be"), by,
                              a->figure->question, share, of);
    return scrut_sentence(v->arena,
                          SCRUT_KEY("{1p}, “{2p}”: {3w} of “{4w}” are not as they should be, {5n} to {6n} of {7n}"), by,
                          a->figure->question, share, of, a->names.low, a->names.high, a->figure->size.about);
}

static scrut_status add_finding(scrut_verdict *v, const scrut_survey_answer *a, scrut_error *err)
{
    scrut_survey_direction direction = a->figure->direction;
    scrut_finding *f = scrut_findings_add(&v->findings, scrut_survey_check(direction));
    if (f == NULL)
        return scrut_fail_memory(err);
    f->subject_id = "";
    f->constituency = SCRUT_NONE;
    f->direction = DIRECTIONS[direction].votes;
    /* no set of figures is called so: it bears on none of them */
    f->sources = scrut_arena_printf(v->arena, "survey %s", a->survey->id);
    f->id = scrut_arena_printf(v->arena, "%s/%s/%s", f->check->code, a->survey->id, a->figure->id);
    f->message = message_of(v, a);
    f->cells = scrut_arena_calloc(v->arena, 1, sizeof *f->cells);
    if (f->sources == NULL || f->id == NULL || f->message == NULL || f->cells == NULL)
        return scrut_fail_memory(err);
    f->cells[f->cell_count++] = a->figure->where;
    return SCRUT_OK;
}

scrut_status find_roll_surveys(scrut_verdict *v, scrut_error *err)
{
    scrut_status status = scrut_surveys_evaluate(v->c->surveys, v->c->survey_count, v->arena, &v->surveys, err);
    for (size_t i = 0; i < v->surveys.answer_count && status == SCRUT_OK; i++) {
        const scrut_survey_answer *a = &v->surveys.answers[i];
        scrut_interval interval;
        if (a->why == NULL && scrut_survey_defects(a, &interval) > 0)
            status = add_finding(v, a, err);
    }
    return status;
}

size_t tally_with_margins(const scrut_verdict *v)
{
    size_t t = 0;
    while (t < v->tally_count && v->margins[t] == NULL)
        t++;
    return t;
}

scrut_status weigh_roll_surveys(scrut_verdict *v, scrut_error *err)
{
    size_t tally = tally_with_margins(v);
    v->survey_stakes = scrut_arena_calloc(v->arena, v->surveys.answer_count, sizeof(struct scrut_stake_result *));
    if (v->survey_stakes == NULL)
        return scrut_fail_memory(err);
    v->survey_tally = tally;
    for (size_t i = 0; i < v->surveys.answer_count && tally < v->tally_count; i++) {
        const scrut_survey_answer *a = &v->surveys.answers[i];
        const scrut_what_if_stake stake = {.ballots = scrut_survey_most(a), .party = SCRUT_NONE};
        if (!a->names_known || stake.ballots == 0 || !DIRECTIONS[a->figure->direction].weighed)
            continue;
        scrut_stake_result *result = scrut_arena_calloc(v->arena, 1, sizeof *result);
        if (result == NULL)
            return scrut_fail_memory(err);
        scrut_status status = scrut_what_if_at_stake(v, tally, &stake, v->arena, result, err);
        if (status == SCRUT_OK)
            v->survey_stakes[i] = result;
        else if (status != SCRUT_E_RANGE) /* figures beyond all elections: nothing is set against them */
            return status;
    }
    return SCRUT_OK;
}
