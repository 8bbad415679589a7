/* SPDX-License-Identifier: Apache-2.0 */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/simulate.h"
#include "scrutineer/verdict.h"

#include <string.h>

static scrut_arena *arena;
static case_folder folder;

static void set_up(void)
{
    arena = scrut_arena_new();
    ck_assert_ptr_nonnull(arena);
    folder = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
    scrut_arena_free(arena);
}

static const scrut_model *model_named(const char *id)
{
    size_t length;
    const char *text = scrut_model_text(id, &length);
    const scrut_model *model;
    scrut_problems problems = {.limit = 1};
    ck_assert_int_eq(scrut_model_parse(text, length, id, arena, &problems, &model, NULL), SCRUT_OK);
    return model;
}

static scrut_simulation *simulated(const char *id, const scrut_simulate_options *options, int threads)
{
    scrut_pool *pool = scrut_pool_new(threads);
    scrut_simulation *simulation;
    scrut_error err;
    ck_assert_int_eq(scrut_simulate(model_named(id), options, pool, &simulation, &err), SCRUT_OK);
    scrut_pool_free(pool);
    return simulation;
}

static scrut_case *written(const char *id, const scrut_simulate_options *options)
{
    scrut_simulation *simulation = simulated(id, options, 1);
    scrut_error err;
    ck_assert_int_eq(scrut_simulation_write(simulation, folder.path, &err), SCRUT_OK);
    scrut_simulation_free(simulation);
    return case_folder_load(&folder, 2);
}

static int64_t figure(const scrut_case *c, size_t version, size_t unit, const char *party)
{
    return scrut_tally_votes(&c->announcements[version], unit, scrut_case_find_party(c, party))->value;
}

/* ---- the preset of 2013 --------------------------------------------------------------------------------------------
 */

/* As cases/cambodia-2013/announced has them. */
static const struct {
    const char *party;
    int64_t votes;
} NATION[] = {{"CNP", 38123},  {"FUNCINPEC", 242413}, {"RDP", 19152},    {"CPP", 3235969},
              {"KEDP", 33715}, {"KAPP", 43222},       {"CNRP", 2946176}, {"LDP", 68389}};
static const int64_t SEATS[24][2] = {{4, 2}, {5, 3}, {8, 10}, {2, 2}, {3, 3}, {3, 3}, {3, 3}, {5, 6},
                                     {1, 0}, {2, 1}, {1, 0},  {5, 7}, {1, 0}, {5, 6}, {3, 1}, {1, 0},
                                     {4, 2}, {1, 0}, {1, 0},  {3, 2}, {4, 4}, {1, 0}, {1, 0}, {1, 0}};

enum { EARLY, PRELIMINARY, OFFICIAL };

static void check_published(const scrut_case *c)
{
    const scrut_tally *official = &c->announcements[OFFICIAL];
    uint32_t cpp = scrut_case_find_party(c, "CPP"), cnrp = scrut_case_find_party(c, "CNRP");
    for (size_t p = 0; p < sizeof NATION / sizeof NATION[0]; p++)
        ck_assert_int_eq(figure(c, OFFICIAL, 0, NATION[p].party), NATION[p].votes);
    for (size_t u = 0; u < 24; u++) {
        ck_assert_int_eq(scrut_tally_seats(official, 1 + u, cpp)->value, SEATS[u][0]);
        ck_assert_int_eq(scrut_tally_seats(official, 1 + u, cnrp)->value, SEATS[u][1]);
    }
    ck_assert_int_eq(scrut_tally_field(official, 0, SCRUT_FIELD_REGISTERED)->value, 9675453);
    ck_assert_int_eq(scrut_tally_field(official, 0, SCRUT_FIELD_VALID)->value, 6627159);
    ck_assert_int_eq(scrut_tally_field(official, 0, SCRUT_FIELD_INVALID)->value, 108085);
}

/* Ballots of CNRP that give it one seat more for certain, while CPP's last quotient is the one that falls. */
static int64_t margin_by_hand(const scrut_case *c, size_t unit, int64_t seats_cpp, int64_t seats_cnrp)
{
    int64_t cpp = figure(c, OFFICIAL, unit, "CPP"), cnrp = figure(c, OFFICIAL, unit, "CNRP");
    return (seats_cnrp + 1) * cpp / seats_cpp + 1 - cnrp;
}

START_TEST(the_model_of_2013_has_every_published_figure)
{
    scrut_case *c = written("cambodia-2013", &(scrut_simulate_options){.seed = 1, .slips = -1});
    ck_assert(c->model);
    ck_assert_uint_eq(c->registry->row_count, 19009);
    ck_assert_uint_eq(c->returns[0].row_count, 19009);
    ck_assert_uint_eq(c->returns[1].row_count, 19009);
    ck_assert_uint_eq(c->returns[2].row_count, 18012);
    ck_assert_uint_eq(c->returns[3].row_count, 407);
    check_published(c);
    ck_assert_int_eq(margin_by_hand(c, 8, 5, 6), 166);
    ck_assert_int_eq(margin_by_hand(c, 17, 4, 2), 4083);
    ck_assert_int_eq(margin_by_hand(c, 2, 5, 3), 16459);
    ck_assert_int_eq(margin_by_hand(c, 12, 5, 7), 28882);
    scrut_case_free(c);
}
END_TEST

START_TEST(another_seed_gives_other_stations_and_the_same_provinces)
{
    scrut_simulate_options options = {.seed = 1, .slips = 0};
    scrut_case *first = written("cambodia-2013", &options);
    options.seed = 2;
    scrut_case *second = written("cambodia-2013", &options);
    for (size_t u = 0; u <= 24; u++)
        for (size_t p = 0; p < 8; p++)
            ck_assert_int_eq(scrut_tally_votes(&first->announcements[OFFICIAL], u, p)->value,
                             scrut_tally_votes(&second->announcements[OFFICIAL], u, p)->value);
    ck_assert_int_ne(figure(first, EARLY, 0, "CPP"), figure(second, EARLY, 0, "CPP"));
    scrut_case_free(first);
    scrut_case_free(second);
}
END_TEST

START_TEST(without_slips_and_injections_every_claim_holds_and_nothing_is_found)
{
    const char *id = _i == 0 ? "cambodia-2013" : "plain";
    scrut_case *c = written(id, &(scrut_simulate_options){.seed = 5, .slips = 0});
    scrut_verdict *verdict;
    ck_assert_int_eq(scrut_verify(c, NULL, &verdict, NULL), SCRUT_OK);
    ck_assert(!verdict->contradicted);
    for (size_t i = 0; i < verdict->findings.count; i++)
        ck_assert_msg(verdict->findings.items[i].check->severity == SCRUT_SEVERITY_NOTE, "found: %s",
                      verdict->findings.items[i].id);
    ck_assert_uint_eq(verdict->claims.count, _i == 0 ? 7 : 2);
    for (size_t i = 0; i < verdict->claims.count; i++)
        ck_assert_msg(verdict->claims.items[i].verdict == SCRUT_CLAIM_HOLDS, "claim %zu: verdict %d", i,
                      (int)verdict->claims.items[i].verdict);
    scrut_verdict_free(verdict);
    scrut_case_free(c);
}
END_TEST

/* ---- any model ----------------------------------------------------------------------------------------------------
 */

static char *file_text(const char *name)
{
    char *text;
    size_t length;
    ck_assert_int_eq(scrut_read_file(case_folder_path(&folder, name), (size_t)1 << 26, &text, &length, NULL), SCRUT_OK);
    return text;
}

START_TEST(the_same_seed_gives_the_same_bytes_on_any_number_of_threads)
{
    static const char *const FILES[] = {
        "election.yaml",   "stations.csv",     "returns/commission.csv",     "returns/b-copies.csv",
        "truth/truth.csv", "truth/truth.json", "announced/early-nation.csv", "claims.csv"};
    scrut_injections injections;
    ck_assert_int_eq(scrut_injections_parse_list("moved:2%,copied:3,batch:5", arena, &injections, NULL), SCRUT_OK);
    scrut_simulate_options options = {.seed = 3, .slips = -1, .injections = injections};
    enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };
    char *texts[2][FILE_COUNT];
    for (int i = 0; i < 2; i++) {
        scrut_simulation *simulation = simulated("plain", &options, i == 0 ? 1 : 4);
        ck_assert_int_eq(scrut_simulation_write(simulation, folder.path, NULL), SCRUT_OK);
        scrut_simulation_free(simulation);
        for (size_t f = 0; f < FILE_COUNT; f++)
            texts[i][f] = file_text(FILES[f]);
    }
    for (size_t f = 0; f < FILE_COUNT; f++) {
        ck_assert_str_eq(texts[0][f], texts[1][f]);
        free(texts[0][f]);
        free(texts[1][f]);
    }
}
END_TEST

START_TEST(every_model_that_ships_gives_each_constituency_a_square)
{
    scrut_simulate_options options = {.seed = 3, .stations = 240};
    scrut_case *c = written(scrut_model_id((size_t)_i), &options);
    ck_assert_uint_gt(c->constituency_count, 1);
    for (size_t k = 0; k < c->constituency_count; k++)
        ck_assert(c->constituencies[k].tile_known);
    scrut_case_free(c);
}
END_TEST

START_TEST(figures_of_another_number_of_stations_are_in_proportion)
{
    scrut_simulation *simulation =
        simulated("plain", &(scrut_simulate_options){.seed = 1, .stations = 250, .slips = 0}, 1);
    ck_assert_uint_eq(simulation->station_count, 250);
    ck_assert_int_ge(simulation->registered, 583465 / 4 - 20); /* a constituency each is rounded down */
    ck_assert_int_le(simulation->registered, 583465 / 4);
    ck_assert_int_eq(simulation->cast, simulation->valid + simulation->invalid);
    scrut_simulation_free(simulation);
    scrut_case *c = written("plain", &(scrut_simulate_options){.seed = 1, .stations = 20, .slips = 0});
    ck_assert_uint_eq(c->registry->row_count, 20);
    ck_assert_uint_eq(c->constituency_count, 20);
    scrut_case_free(c);
}
END_TEST

START_TEST(of_a_constituency_that_has_not_reported_neither_votes_nor_seats_are_known)
{
    /* with a station each, a quarter of the constituencies have not reported in the first night */
    scrut_case *c = written("plain", &(scrut_simulate_options){.seed = 1, .stations = 20, .slips = 0});
    const scrut_tally *early = &c->announcements[EARLY], *official = &c->announcements[OFFICIAL];
    size_t silent = 0;
    int64_t votes = 0;
    for (size_t u = 1; u <= c->constituency_count; u++) {
        const scrut_figure *valid = scrut_tally_field(early, u, SCRUT_FIELD_VALID);
        silent += valid->known == 0;
        ck_assert(valid->known == 0 || valid->value > 0);
        for (size_t p = 0; p < c->party_count; p++) {
            ck_assert_int_eq(scrut_tally_votes(early, u, p)->known, valid->known);
            votes += scrut_tally_votes(early, u, p)->value;
            ck_assert_int_eq(scrut_tally_votes(official, u, p)->known, 1);
        }
    }
    ck_assert_uint_gt(silent, 0);
    ck_assert_uint_lt(silent, c->constituency_count);
    ck_assert_int_eq(scrut_tally_field(early, 0, SCRUT_FIELD_VALID)->value, votes);
    scrut_case_free(c);
}
END_TEST

START_TEST(where_every_form_is_missing_no_seat_is_announced)
{
    scrut_injections injections;
    ck_assert_int_eq(scrut_injections_parse_list("missing:4", arena, &injections, NULL), SCRUT_OK);
    scrut_case *c =
        written("plain", &(scrut_simulate_options){.seed = 1, .stations = 20, .slips = 0, .injections = injections});
    const scrut_tally *official = &c->announcements[OFFICIAL];
    size_t silent = 0;
    for (size_t u = 1; u <= c->constituency_count; u++) {
        bool known = scrut_tally_field(official, u, SCRUT_FIELD_VALID)->known > 0;
        silent += !known;
        for (size_t p = 0; p < c->party_count; p++)
            ck_assert(known || scrut_tally_seats(official, u, p)->known == 0);
    }
    ck_assert_uint_eq(silent, 4);
    scrut_case_free(c);
}
END_TEST

START_TEST(fewer_stations_than_constituencies_are_refused)
{
    scrut_simulation *simulation;
    scrut_error err;
    ck_assert_int_eq(scrut_simulate(model_named("plain"), &(scrut_simulate_options){.stations = 19, .slips = -1}, NULL,
                                    &simulation, &err),
                     SCRUT_E_INPUT);
    ck_assert_str_eq(err.message, "the model has 20 constituencies: at least 20 stations");
}
END_TEST

START_TEST(an_injection_that_finds_no_station_is_refused)
{
    scrut_injections injections;
    scrut_simulation *simulation;
    scrut_error err;
    /* List A's agents have a copy of every form, so that theirs are missing nowhere. */
    ck_assert_int_eq(scrut_injections_parse_list("moved:1:no-agent", arena, &injections, NULL), SCRUT_OK);
    injections.items[0].agent = 1;
    scrut_simulate_options options = {.seed = 1, .slips = 0, .injections = injections};
    ck_assert_int_eq(scrut_simulate(model_named("plain"), &options, NULL, &simulation, &err), SCRUT_E_INPUT);
    ck_assert_str_eq(err.message, "injection 1 (moved) finds no station that it can alter");
}
END_TEST

START_TEST(sizes_and_shares_vary_as_the_model_says)
{
    scrut_case *c = written("plain", &(scrut_simulate_options){.seed = 1, .slips = 0});
    const scrut_returns *r = &c->returns[0];
    double sum = 0, squares = 0, least = 1, most = 0;
    for (uint32_t row = 0; row < r->row_count; row++) {
        const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
        int64_t registered, cast;
        ck_assert(scrut_returns_field(r, segment, row - segment->first_row, SCRUT_FIELD_REGISTERED, &registered));
        ck_assert(scrut_returns_field(r, segment, row - segment->first_row, SCRUT_FIELD_CAST, &cast));
        ck_assert_int_le(cast, registered);
        double turnout = (double)cast / (double)registered;
        sum += (double)registered;
        squares += (double)registered * (double)registered;
        least = turnout < least ? turnout : least;
        most = turnout > most ? turnout : most;
    }
    double mean = sum / r->row_count, variation = squares / r->row_count / (mean * mean) - 1;
    ck_assert_double_gt(variation, 0.25 * 0.25); /* the model's 0.3 and 3 % small stations */
    ck_assert_double_lt(variation, 0.4 * 0.4);
    ck_assert_double_lt(least, 0.5);
    ck_assert_double_gt(most, 0.72);
    scrut_case_free(c);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("election");
    TCase *tests = tcase_create("election");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_model_of_2013_has_every_published_figure);
    tcase_add_test(tests, another_seed_gives_other_stations_and_the_same_provinces);
    tcase_add_loop_test(tests, without_slips_and_injections_every_claim_holds_and_nothing_is_found, 0, 2);
    tcase_add_loop_test(tests, every_model_that_ships_gives_each_constituency_a_square, 0, (int)scrut_model_count());
    tcase_add_test(tests, figures_of_another_number_of_stations_are_in_proportion);
    tcase_add_test(tests, of_a_constituency_that_has_not_reported_neither_votes_nor_seats_are_known);
    tcase_add_test(tests, where_every_form_is_missing_no_seat_is_announced);
    tcase_add_test(tests, fewer_stations_than_constituencies_are_refused);
    tcase_add_test(tests, an_injection_that_finds_no_station_is_refused);
    tcase_add_test(tests, sizes_and_shares_vary_as_the_model_says);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, the_same_seed_gives_the_same_bytes_on_any_number_of_threads);
    return scrut_test_main(suite);
}
