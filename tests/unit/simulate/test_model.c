/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/simulate.h"

#include <string.h>

static scrut_arena *arena;

static void set_up(void)
{
    arena = scrut_arena_new();
    ck_assert_ptr_nonnull(arena);
}

static void tear_down(void)
{
    scrut_arena_free(arena);
}

static const char SMALL[] = "scrutineer: model/1\n"
                            "id: small\n"
                            "title: Small\n"
                            "chamber: {name: House, seats: 3}\n"
                            "rules: pt\n"
                            "areas: [ward]\n"
                            "parties: [{party: A, name: List A}, {party: B, name: List B, turnout-slope: -0.5}]\n"
                            "variation: {size: 0.2, turnout: [0.1, 0.2], support: [0.1, 0.2]}\n"
                            "sources: [{source: forms, title: Forms}, {source: b, title: B, party: B, stations: 2}]\n"
                            "constituencies:\n"
                            "  - {constituency: N, seats: 3, stations: 4, registered: 900, invalid: 5, areas: [2], "
                            "votes: [300, 200]}\n";

/* The first problem, "" when there is none. Overwritten by the next call. */
static const char *problem_of(const char *text, const scrut_model **ret_model)
{
    static char message[600];
    scrut_problems problems = {.limit = 10};
    const scrut_model *model = NULL;
    scrut_error err = {.status = SCRUT_OK};
    scrut_status status = scrut_model_parse(text, strlen(text), "m.yaml", arena, &problems, &model, &err);
    ck_assert_int_eq(status == SCRUT_OK, model != NULL);
    ck_assert_int_eq(status == SCRUT_OK, problems.total == 0);
    message[0] = '\0';
    if (problems.count > 0)
        scrut_error_format(&problems.items[0], message, sizeof message);
    scrut_problems_free(&problems);
    if (ret_model != NULL)
        *ret_model = model;
    return message;
}

/* SMALL with its first `from` replaced. */
static const char *changed(const char *from, const char *to)
{
    const char *at = strstr(SMALL, from);
    ck_assert_ptr_nonnull(at);
    return scrut_arena_printf(arena, "%.*s%s%s", (int)(at - SMALL), SMALL, to, at + strlen(from));
}

START_TEST(every_model_that_ships_can_be_read)
{
    ck_assert_uint_eq(scrut_model_count(), 2);
    for (size_t i = 0; i < scrut_model_count(); i++) {
        size_t length;
        const char *text = scrut_model_text(scrut_model_id(i), &length);
        ck_assert_ptr_nonnull(text);
        ck_assert_uint_eq(strlen(text), length);
        ck_assert_str_eq(problem_of(text, NULL), "");
    }
    size_t length;
    ck_assert_ptr_null(scrut_model_text("atlantis", &length));
    ck_assert_ptr_null(scrut_model_id(2));
}
END_TEST

START_TEST(a_small_model_can_be_read)
{
    ck_assert_str_eq(problem_of(SMALL, NULL), "");
}
END_TEST

#define SECOND "  - {constituency: S, seats: 3, stations: 4, registered: 900, areas: [2], votes: [30, 20]"

static const struct {
    const char *from, *to, *problem; /* NULL: none */
} WRONG[] = {
    {"model/1", "model/2", "\"scrutineer: model/1\" is required"},
    {"id: small\n", "", "\"id\" must be a text"},
    {"title:", "titel:", "unknown key \"titel\" in the model"},
    {"chamber: {name: House, seats: 3}\n", "", "\"chamber\" is required"},
    {"rules: pt", "rules: atlantis", "there is no preset \"atlantis\""},
    {"{party: B, name: List B,", "{party: A, name: List B,", "party \"A\" is listed twice"},
    {"-0.5", "-3", "\"turnout-slope\" must be a decimal number of at most 2"},
    {"turnout: [0.1, 0.2]", "turnout: [0.1]", "\"turnout\" must list 2 numbers"},
    {"{source: b,", "{source: forms,", "source \"forms\" is listed twice"},
    {"{source: b,", "{source: ../b,", "a source's id is made of a-z, 0-9 and -"},
    {"party: B, stations", "party: C, stations", "\"C\" is not a listed party"},
    {"votes: [300, 200]", "votes: [300]", "\"votes\" must list 2 whole numbers"},
    {"votes: [300, 200]", "votes: [800, 200]", "more ballots than registered voters"},
    {"areas: [2]", "areas: [5]", "\"areas\" must not fall"},
    {"stations: 4", "stations: 0", "a constituency has at least one station"},
    {"registered: 900", "registered: 400004", "more than 100000 registered voters a station"},
    {"votes: [300, 200]}", "votes: [300, 200], tile: [1]}", "\"tile\" must list 2 whole numbers"},
    {"votes: [300, 200]}", "votes: [300, 200], tile: [1, 1000]}", "\"tile\" must be a whole number from 0 to 999"},
    {"votes: [300, 200]}", "votes: [300, 200]}\n" SECOND "}", NULL},
    {"votes: [300, 200]}", "votes: [300, 200], tile: [0, 1]}\n" SECOND "}",
     "every constituency has a \"tile\", or none"},
    {"votes: [300, 200]}", "votes: [300, 200], tile: [0, 1]}\n" SECOND ", tile: [1, 1]}", NULL},
    {"votes: [300, 200]}", "votes: [300, 200], tile: [0, 1]}\n" SECOND ", tile: [0, 1]}",
     "constituency \"N\" has the same tile"},
    {"registered: 900", "registered: many", "\"registered\" must be a whole number"},
    {"rules: pt\n", "rules: pt\nroll: {missing: -0.1}\n", "\"missing\" must not be negative"},
    {"rules: pt\n", "rules: pt\nsurveys: {draws: 60, each: 12, absent: 0.1}\n", NULL},
    {"rules: pt\n", "rules: pt\nsurveys: {clusters: 60}\n", "unknown key \"clusters\" in surveys"},
    {"rules: pt\n", "rules: pt\nsurveys: {draws: 1}\n", "\"draws\" must be at least 2"},
    {"rules: pt\n", "rules: pt\nsurveys: {absent: 0.6, refused: 0.5}\n", "are together at most 1"},
};

START_TEST(a_wrong_model_is_refused_with_what_was_expected)
{
    const char *problem = problem_of(changed(WRONG[_i].from, WRONG[_i].to), NULL);
    if (WRONG[_i].problem == NULL) {
        ck_assert_str_eq(problem, "");
        return;
    }
    ck_assert_msg(strstr(problem, WRONG[_i].problem) != NULL, "got: %s", problem);
    ck_assert_msg(strncmp(problem, "m.yaml:", 7) == 0, "no place: %s", problem);
}
END_TEST

/* ---- injections ----------------------------------------------------------------------------------------------- */

START_TEST(a_line_of_injections_is_read)
{
    scrut_injections list;
    ck_assert_int_eq(
        scrut_injections_parse_list("moved:0.5%,missing:12:clustered,copied:1:no-agent", arena, &list, NULL), SCRUT_OK);
    ck_assert_uint_eq(list.count, 3);
    ck_assert_str_eq(scrut_injection_kind_name(list.items[0].kind), "moved");
    ck_assert_int_eq(list.items[0].count, -1);
    ck_assert_int_eq(list.items[0].share[0] * 200, list.items[0].share[1]);
    ck_assert_int_eq(list.items[1].count, 12);
    ck_assert_int_eq(list.items[1].place, SCRUT_PLACE_CLUSTERED);
    ck_assert_int_eq(list.items[2].place, SCRUT_PLACE_NO_AGENT);
}
END_TEST

static const struct {
    const char *text, *message;
} WRONG_LISTS[] = {
    {"", "there is no kind \"\""},
    {"stolen:1%", "there is no kind \"stolen\"; known are: stuffed-box, "},
    {"moved", "expected KIND:SHARE"},
    {"moved:", "expected KIND:SHARE"},
    {"moved:0", "expected KIND:SHARE"},
    {"moved:101%", "expected KIND:SHARE"},
    {"moved:-1", "expected KIND:SHARE"},
    {"moved:1%:everywhere", "expected KIND:SHARE"},
    {"moved:1%:random:more", "expected KIND:SHARE"},
    {"moved:1%,", "there is no kind \"\""},
};

START_TEST(a_wrong_line_of_injections_is_refused)
{
    scrut_injections list;
    scrut_error err;
    ck_assert_int_eq(scrut_injections_parse_list(WRONG_LISTS[_i].text, arena, &list, &err), SCRUT_E_INPUT);
    ck_assert_msg(strstr(err.message, WRONG_LISTS[_i].message) != NULL, "got: %s", err.message);
}
END_TEST

static scrut_status read_file(const char *text, scrut_injections *ret_list, char message[], size_t size)
{
    const scrut_model *model;
    ck_assert_str_eq(problem_of(SMALL, &model), "");
    scrut_problems problems = {.limit = 10};
    scrut_error err;
    scrut_status status = scrut_injections_parse(model, text, strlen(text), "i.yaml", arena, &problems, ret_list, &err);
    message[0] = '\0';
    if (problems.count > 0)
        scrut_error_format(&problems.items[0], message, size);
    scrut_problems_free(&problems);
    return status;
}

START_TEST(a_file_of_injections_is_read)
{
    scrut_injections list;
    char message[600];
    ck_assert_int_eq(
        read_file("scrutineer: injections/1\n"
                  "injections:\n"
                  "  - {kind: moved, votes: 2%, strength: 30%, from: A, to: B, constituency: N, place: no-agent, "
                  "agent: b, sources: [forms, b]}\n",
                  &list, message, sizeof message),
        SCRUT_OK);
    const scrut_injection *i = &list.items[0];
    ck_assert_uint_eq(list.count, 1);
    ck_assert(i->of_votes);
    ck_assert_int_eq(i->share[0] * 50, i->share[1]);
    ck_assert_int_eq(i->strength[0] * 10, i->strength[1] * 3);
    ck_assert_uint_eq(i->from, 0);
    ck_assert_uint_eq(i->to, 1);
    ck_assert_uint_eq(i->constituency, 0);
    ck_assert_uint_eq(i->agent, 1);
    ck_assert_uint_eq(i->sources, 3);
    ck_assert_int_eq(i->place, SCRUT_PLACE_NO_AGENT);
}
END_TEST

static const struct {
    const char *item, *problem;
} WRONG_ITEMS[] = {
    {"{kind: stolen, stations: 1}", "there is no kind \"stolen\""},
    {"{kind: moved}", "either \"stations\""},
    {"{kind: moved, stations: 1, votes: 1%}", "either \"stations\""},
    {"{kind: moved, stations: 1, from: C}", "the model has no from \"C\""},
    {"{kind: moved, stations: 1, strength: 0%}", "\"strength\" must be a percentage above 0"},
    {"{kind: moved, stations: 1, place: here}", "\"place\" must be random"},
    {"{kind: moved, stations: 1, sources: [nobody]}", "not a source of the model"},
    {"{kind: moved, stations: 1, colour: red}", "unknown key \"colour\" in an injection"},
};

START_TEST(a_wrong_injection_is_refused_with_its_place)
{
    scrut_injections list;
    char message[600], text[300];
    snprintf(text, sizeof text, "scrutineer: injections/1\ninjections:\n  - %s\n", WRONG_ITEMS[_i].item);
    ck_assert_int_eq(read_file(text, &list, message, sizeof message), SCRUT_E_INPUT);
    ck_assert_msg(strstr(message, WRONG_ITEMS[_i].problem) != NULL, "got: %s", message);
    ck_assert_msg(strncmp(message, "i.yaml:3:", 9) == 0, "place: %s", message);
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

int main(void)
{
    Suite *suite = suite_create("model");
    TCase *tests = tcase_create("model");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_model_that_ships_can_be_read);
    tcase_add_test(tests, a_small_model_can_be_read);
    tcase_add_loop_test(tests, a_wrong_model_is_refused_with_what_was_expected, 0, COUNT(WRONG));
    tcase_add_test(tests, a_line_of_injections_is_read);
    tcase_add_loop_test(tests, a_wrong_line_of_injections_is_refused, 0, COUNT(WRONG_LISTS));
    tcase_add_test(tests, a_file_of_injections_is_read);
    tcase_add_loop_test(tests, a_wrong_injection_is_refused_with_its_place, 0, COUNT(WRONG_ITEMS));
    return scrut_test_main(suite);
}
