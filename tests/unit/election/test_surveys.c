/* SPDX-License-Identifier: Apache-2.0 */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/survey.h"

#include <string.h>

#define HEAD "scrutineer: case/1\ntitle: T\nsurveys:\n"

START_TEST(published_figures_are_read_with_what_they_measure)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml",
                      HEAD
                      "  - id: audit\n"
                      "    by: Observers\n"
                      "    respondents: 4900\n"
                      "    clusters: 414\n"
                      "    margin: 2.5\n"
                      "    figures:\n"
                      "      - {id: gone, direction: list-to-people, question: Q, share: 10.4, size: 1000,\n"
                      "         denominator: names, search: at the door}\n"
                      "      - {id: missing, direction: people-to-list, question: Q, hits: 198, base: 2250,\n"
                      "         counts: fine, size: {about: 100, low: 90, high: 120}, words: nine in a hundred}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_uint_eq(c->survey_count, 1);
    const scrut_survey *s = &c->surveys[0];
    ck_assert_str_eq(s->by, "Observers");
    ck_assert_int_eq(s->respondents, 4900);
    ck_assert_int_eq(s->clusters, 414);
    ck_assert_double_eq_tol(scrut_decimal_value(s->margin), 2.5, 1e-15);
    ck_assert_uint_eq(s->figure_count, 2);
    const scrut_survey_figure *gone = &s->figures[0], *missing = &s->figures[1];
    ck_assert_int_eq(gone->direction, SCRUT_LIST_TO_PEOPLE);
    ck_assert_int_eq(gone->counts, SCRUT_OUTCOME_DEFECT);
    ck_assert_double_eq_tol(scrut_decimal_value(gone->share), 10.4, 1e-15);
    ck_assert(gone->size.known && gone->size.low == 1000 && gone->size.high == 1000);
    ck_assert_str_eq(gone->search, "at the door");
    ck_assert_ptr_null(gone->frame);
    ck_assert_int_eq(gone->where.line, 10);
    ck_assert_int_eq(missing->direction, SCRUT_PEOPLE_TO_LIST);
    ck_assert_int_eq(missing->counts, SCRUT_OUTCOME_FINE);
    ck_assert(missing->hits == 198 && missing->base == 2250 && missing->share.denominator == 0);
    ck_assert(missing->size.low == 90 && missing->size.about == 100 && missing->size.high == 120);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(responses_are_read_with_their_design)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "r.csv",
                      "province,commune,communes,weight,outcome,sex\n"
                      "N,a,20,1.5,found,f\nN,b,20,2,moved,m\nS,a,30,0.25,n/a,f\nS,c,30,1,refused,f\n");
    case_folder_write(&folder, "election.yaml",
                      HEAD "  - id: audit\n"
                           "    responses:\n"
                           "      {file: r.csv, missing: [n/a], stratum: province, weight: weight,\n"
                           "       stages: [{unit: commune, of: communes}, {of: 400}]}\n"
                           "    figures:\n"
                           "      - {id: all, direction: list-to-people, question: Q, outcome: outcome, fine: found,\n"
                           "         defect: [moved, dead], unresolved: refused}\n"
                           "      - {id: women, direction: list-to-people, question: Q, outcome: outcome,\n"
                           "         fine: [found], defect: [moved], unresolved: [refused], domain: {sex: f}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    const scrut_survey *s = &c->surveys[0];
    const scrut_survey_rows *rows = &s->rows;
    ck_assert_uint_eq(rows->row_count, 4);
    ck_assert_uint_eq(rows->stage_count, 2);
    ck_assert(rows->stratum[0] == rows->stratum[1] && rows->stratum[1] != rows->stratum[2]);
    ck_assert(rows->unit[0][0] != rows->unit[0][1] && rows->unit[1] == NULL);
    ck_assert_double_eq(rows->weight[2], 0.25);
    ck_assert(rows->of[0][0] == 20 && rows->of[0][3] == 30 && rows->of[1][3] == 400);
    const scrut_survey_figure *all = &s->figures[0], *women = &s->figures[1];
    ck_assert_uint_eq(all->outcome_count, 4);
    ck_assert(all->in_domain[0] && all->in_domain[1] && !all->in_domain[2] && all->in_domain[3]);
    ck_assert_str_eq(all->outcomes[all->outcome[1]].word, "moved");
    ck_assert_int_eq(all->outcomes[all->outcome[1]].role, SCRUT_OUTCOME_DEFECT);
    ck_assert_int_eq(all->outcomes[all->outcome[3]].role, SCRUT_OUTCOME_UNRESOLVED);
    ck_assert(women->in_domain[0] && !women->in_domain[1] && !women->in_domain[2] && women->in_domain[3]);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(names_people_and_forms_are_drawn_and_looked_for_in_four_directions)
{
    static const struct {
        const char *word;
        scrut_survey_direction direction;
    } KNOWN[] = {{"list-to-people", SCRUT_LIST_TO_PEOPLE},
                 {"people-to-list", SCRUT_PEOPLE_TO_LIST},
                 {"list-to-forms", SCRUT_LIST_TO_FORMS},
                 {"forms-to-list", SCRUT_FORMS_TO_LIST}};
    ck_assert_uint_eq(sizeof KNOWN / sizeof KNOWN[0], SCRUT_SURVEY_DIRECTIONS);
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        case_folder folder = case_folder_new();
        scrut_buf yaml = {0};
        scrut_buf_printf(&yaml,
                         HEAD "  - id: a\n    figures: [{id: x, question: Q, direction: %s, hits: 3, base: 40, "
                              "size: 900}]\n",
                         KNOWN[i].word);
        case_folder_write(&folder, "election.yaml", yaml.bytes);
        scrut_case *c = case_folder_load(&folder, 0);
        ck_assert_int_eq(c->surveys[0].figures[0].direction, KNOWN[i].direction);
        ck_assert_str_eq(scrut_survey_direction_name(KNOWN[i].direction), KNOWN[i].word);
        scrut_case_free(c);
        scrut_buf_free(&yaml);
        case_folder_remove(&folder);
    }
}
END_TEST

START_TEST(what_is_wrong_in_a_survey_is_named_at_its_place)
{
    case_folder folder = case_folder_new();
    case_folder_check_problems(
        &folder,
        HEAD "  - id: a\n"
             "    margin: ^many\n"
             "    figures:\n"
             "      - {id: x, question: Q, direction: ^sideways, share: ^110}\n"
             "      - ^{id: x, question: Q, direction: list-to-people}\n"
             "      - {id: y, question: Q, direction: list-to-people, share: 1,\n"
             "         size: ^{about: 5, low: 9}}\n"
             "      - {id: z, question: Q, direction: list-to-people, hits: ^9, base: 5}\n"
             "      - {id: w, question: Q, direction: list-to-people, outcome: ^o}\n",
        "election.yaml:^: \"margin\" must be a number of percent...\n"
        "election.yaml:^: \"direction\" must be list-to-people, people-to-list, list-to-forms or "
        "forms-to-list\n"
        "election.yaml:^: \"share\" must be a number of percent...\n"
        "election.yaml:^: a figure needs a \"share\"...\n"
        "election.yaml:8:9: the figure \"x\" is given twice\n"
        "election.yaml:^: \"size\" must be a whole number...\n"
        "election.yaml:^: \"hits\" needs a \"base\"...\n"
        "election.yaml:^: \"outcome\" is a column of \"responses\"...\n");
    case_folder_remove(&folder);
}
END_TEST

/* The cells may be names of people, when a wrong column is named. */
START_TEST(no_cell_of_the_responses_is_in_a_message)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "r.csv", "commune,of,weight,name\na,0,x,Sok Chan\n,3,1,found\n");
    case_folder_write(&folder, "election.yaml",
                      HEAD "  - id: a\n"
                           "    responses: {file: r.csv, weight: weight, stages: [{unit: commune, of: of}]}\n"
                           "    figures:\n"
                           "      - {id: x, question: Q, direction: list-to-people, outcome: name, fine: found,\n"
                           "         defect: moved}\n");
    scrut_status status;
    char *problems = case_folder_problems(&folder, &status);
    ck_assert_int_eq(status, SCRUT_E_INPUT);
    ck_assert_ptr_null(strstr(problems, "Sok"));
    ck_assert_ptr_nonnull(strstr(problems, "r.csv:2:3: column \"weight\": expected a weight above 0"));
    ck_assert_ptr_nonnull(strstr(problems, "r.csv:2:2: column \"of\": expected a whole number of units"));
    ck_assert_ptr_nonnull(strstr(problems, "r.csv:3:1: column \"commune\": expected a name"));
    ck_assert_ptr_nonnull(strstr(problems, "r.csv:2:4: column \"name\": expected one of the outcomes"));
    free(problems);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(stages_that_cannot_be_are_refused)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "r.csv", "commune,village,outcome\na,b,found\n");
    case_folder_check_problems(
        &folder,
        HEAD "  - id: a\n"
             "    responses:\n"
             "      file: r.csv\n"
             "      weight: ^heavy\n"
             "      stages:\n"
             "        - {unit: commune, chosen: by-size, of: ^9}\n"
             "        - {unit: village, chosen: ^by-size}\n"
             "        - {unit: village, chosen: ^badly}\n"
             "    figures:\n"
             "      - ^{id: x, question: Q, direction: list-to-people, outcome: outcome, defect: found}\n",
        "election.yaml:^: \"heavy\" is not a column of r.csv...\n"
        "election.yaml:^: units chosen by size...\n"
        "election.yaml:^: only the first stage can be chosen by-size\n"
        "election.yaml:^: \"chosen\" must be random or by-size\n"
        "election.yaml:^: a figure of responses needs lists \"fine\" and \"defect\"...\n");
    case_folder_remove(&folder);
}
END_TEST

START_TEST(a_file_of_surveys_stands_alone)
{
    case_folder folder = case_folder_new();
    case_folder_write(
        &folder, "in/survey.yaml",
        "surveys:\n"
        "  - id: a\n"
        "    responses: {file: r.csv}\n"
        "    figures: [{id: x, question: Q, direction: list-to-people, outcome: o, fine: y, defect: n}]\n");
    case_folder_write(&folder, "in/r.csv", "o\ny\nn\n");
    case_folder_write(&folder, "in/wrong.yaml", "survey: []\n");
    scrut_arena *arena = scrut_arena_new();
    scrut_problems problems = {.limit = 10};
    scrut_surveys surveys;
    ck_assert_int_eq(
        scrut_surveys_load(case_folder_path(&folder, "in/survey.yaml"), NULL, arena, &problems, &surveys, NULL),
        SCRUT_OK);
    ck_assert_uint_eq(surveys.count, 1);
    ck_assert_uint_eq(surveys.items[0].rows.row_count, 2);
    ck_assert_int_eq(
        scrut_surveys_load(case_folder_path(&folder, "in/wrong.yaml"), NULL, arena, &problems, &surveys, NULL),
        SCRUT_E_INPUT);
    ck_assert_ptr_nonnull(strstr(problems.items[0].message, "unknown key \"survey\""));
    ck_assert_int_eq(
        scrut_surveys_load(case_folder_path(&folder, "in/none.yaml"), NULL, arena, &problems, &surveys, NULL),
        SCRUT_E_IO);
    scrut_problems_free(&problems);
    scrut_arena_free(arena);
    case_folder_remove(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("surveys");
    TCase *tcase = tcase_create("surveys");
    tcase_add_test(tcase, published_figures_are_read_with_what_they_measure);
    tcase_add_test(tcase, responses_are_read_with_their_design);
    tcase_add_test(tcase, names_people_and_forms_are_drawn_and_looked_for_in_four_directions);
    tcase_add_test(tcase, what_is_wrong_in_a_survey_is_named_at_its_place);
    tcase_add_test(tcase, no_cell_of_the_responses_is_in_a_message);
    tcase_add_test(tcase, stages_that_cannot_be_are_refused);
    tcase_add_test(tcase, a_file_of_surveys_stands_alone);
    suite_add_tcase(suite, tcase);
    return scrut_test_main(suite);
}
