/* SPDX-License-Identifier: Apache-2.0
 * model_roll.c: what a model says of the list of voters and of the surveys of it. */
#include "model_internal.h"

/* What no model says otherwise. docs/internals/simulate.md says where the shares come from. */
static const model_roll USUAL_ROLL = {.before = 60,
                                      .interval = 365,
                                      .cleaned = 150,
                                      .duplicates = 5000,
                                      .corrected = 10000,
                                      .moved = 15000,
                                      .added = 12000,
                                      .left = 9000,
                                      .merged = 2000,
                                      .missing = 60000,
                                      .missed_marks = 5000,
                                      .wrong_marks = 2000,
                                      .without_number = 150000,
                                      .population_error = 20000,
                                      .deaths_recorded = 850000};

typedef struct {
    const char *key;
    int64_t *share;
} share_key;

static void read_shares(model_reader *r, const scrut_yaml *node, const share_key keys[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        *keys[i].share = model_share(r, node, keys[i].key, *keys[i].share);
}

void model_read_roll(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    enum { YEARS_10 = 3653 };
    const scrut_yaml *node = scrut_yaml_get(root, "roll");
    model_roll *roll = &m->roll;
    *roll = USUAL_ROLL;
    if (node == NULL ||
        !model_keys(r, node, "roll",
                    "before interval cleaned duplicates corrected moved added left merged missing missed-marks "
                    "wrong-marks without-number population-error deaths-recorded"))
        return;
    roll->before = model_whole(r, node, "before", YEARS_10, roll->before);
    roll->interval = model_whole(r, node, "interval", YEARS_10, roll->interval);
    roll->cleaned = model_whole(r, node, "cleaned", YEARS_10, roll->cleaned);
    if (roll->interval == 0)
        model_problem(r, node, "\"interval\" must be at least 1");
    const share_key shares[] = {{"duplicates", &roll->duplicates},
                                {"corrected", &roll->corrected},
                                {"moved", &roll->moved},
                                {"added", &roll->added},
                                {"left", &roll->left},
                                {"merged", &roll->merged},
                                {"missing", &roll->missing},
                                {"missed-marks", &roll->missed_marks},
                                {"wrong-marks", &roll->wrong_marks},
                                {"without-number", &roll->without_number},
                                {"population-error", &roll->population_error},
                                {"deaths-recorded", &roll->deaths_recorded}};
    read_shares(r, node, shares, COUNT_OF(shares));
}

/* The design of the audit of 2013 had 414 communes and about 4,900 people; the other shares are invented. */
static const model_surveys USUAL_SURVEYS = {
    .draws = 414, .each = 12, .variant = 30000, .elsewhere = 20000, .absent = 40000, .refused = 10000};

void model_read_surveys(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    enum { DRAWS_MAX = 10000, EACH_MAX = 100 };
    const scrut_yaml *node = scrut_yaml_get(root, "surveys");
    model_surveys *s = &m->surveys;
    *s = USUAL_SURVEYS;
    if (node == NULL || !model_keys(r, node, "surveys", "draws each variant elsewhere absent refused"))
        return;
    s->draws = model_whole(r, node, "draws", DRAWS_MAX, s->draws);
    s->each = model_whole(r, node, "each", EACH_MAX, s->each);
    if (s->draws < 2 || s->each == 0)
        model_problem(r, node, "\"draws\" must be at least 2 and \"each\" at least 1");
    const share_key shares[] = {
        {"variant", &s->variant}, {"elsewhere", &s->elsewhere}, {"absent", &s->absent}, {"refused", &s->refused}};
    read_shares(r, node, shares, COUNT_OF(shares));
    if (s->variant + s->elsewhere > 1000000 || s->absent + s->refused > 1000000)
        model_problem(r, node, "\"variant\" and \"elsewhere\", and \"absent\" and \"refused\", are together at most 1");
}
