/* SPDX-License-Identifier: Apache-2.0
 * Surveys of the roll in the verdict. One constituency of 3 seats by D'Hondt with 60 and 31 votes: A has 2, B 1 (the
 * quotients are 60, 31 and 30). Every figure counts 8 of 40 and has a size of 10 for each step of its direction. */
#include "scrutineer/materiality.h"
#include "tested.h"

#include <string.h>

static const char CASE[] =
    "scrutineer: case/1\ntitle: T\nrules: {method: dhondt}\n"
    "chamber: {seats: 3, facts: [{name: majority, seats: 2}]}\n"
    "constituencies: {rows: [{constituency: N, seats: 3}]}\n"
    "returns: [{source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}]\n"
    "surveys:\n"
    "  - id: forms\n"
    "    figures:\n"
    "      - {id: form-lost, question: Q, direction: list-to-forms, hits: 8, base: 40, size: 30}\n"
    "      - {id: name-left-out, question: Q, direction: forms-to-list, hits: 8, base: 40, size: 40}\n"
    "      - {id: all-found, question: Q, direction: forms-to-list, hits: 0, base: 40, size: 40}\n"
    "  - id: people\n"
    "    figures:\n"
    "      - {id: nobody-there, question: Q, direction: list-to-people, hits: 8, base: 40, size: 10}\n"
    "      - {id: no-name, question: Q, direction: people-to-list, hits: 8, base: 40, size: 20}\n";

static tested open_case(void)
{
    return tested_open(CASE, "r.csv", "st,c,v_A,v_B\n1,N,60,31\n");
}

static const scrut_finding *finding(const tested *t, const char *id)
{
    for (size_t i = 0; i < t->v->findings.count; i++)
        if (strcmp(t->v->findings.items[i].id, id) == 0)
            return &t->v->findings.items[i];
    return NULL;
}

START_TEST(every_direction_with_defects_has_a_finding_of_its_own_check)
{
    static const struct {
        const char *id;
        scrut_direction votes;
    } KNOWN[] = {{"Q01/people/nobody-there", SCRUT_DIRECTION_UNKNOWN},
                 {"Q02/people/no-name", SCRUT_DIRECTION_RESTORE},
                 {"Q03/forms/form-lost", SCRUT_DIRECTION_UNKNOWN},
                 {"Q04/forms/name-left-out", SCRUT_DIRECTION_RESTORE}};
    tested t = open_case();
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        const scrut_finding *f = finding(&t, KNOWN[i].id);
        ck_assert_msg(f != NULL, "there is no finding %s", KNOWN[i].id);
        ck_assert_int_eq(f->direction, KNOWN[i].votes);
        ck_assert(!f->at_stake_known);
    }
    ck_assert_ptr_null(finding(&t, "Q04/forms/all-found"));
    tested_close(&t);
}
END_TEST

START_TEST(names_without_a_form_are_no_votes_that_could_be_set_against_the_margins)
{
    tested t = open_case();
    const scrut_survey_results *r = &t.v->surveys;
    ck_assert_ptr_nonnull(t.v->survey_stakes);
    for (size_t i = 0; i < r->answer_count; i++) {
        ck_assert(r->answers[i].names_known && scrut_survey_most(&r->answers[i]) > 0);
        if (r->answers[i].figure->direction == SCRUT_LIST_TO_FORMS)
            ck_assert_ptr_null(t.v->survey_stakes[i]);
        else
            ck_assert_ptr_nonnull(t.v->survey_stakes[i]);
    }
    tested_close(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("roll_surveys");
    TCase *tcase = tcase_create("roll_surveys");
    tcase_add_test(tcase, every_direction_with_defects_has_a_finding_of_its_own_check);
    tcase_add_test(tcase, names_without_a_form_are_no_votes_that_could_be_set_against_the_margins);
    suite_add_tcase(suite, tcase);
    return scrut_test_main(suite);
}
