/* SPDX-License-Identifier: Apache-2.0
 * Adding up returns, against a plain sum in the test over the same random cells, on 1 to 4 threads. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/count.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 60000, CONSTITUENCIES = 3, TOWNS = 5, LISTS = 3, VALUES = LISTS + 2 };

static case_folder folder;
static scrut_figure expected[1 + CONSTITUENCIES + CONSTITUENCIES * TOWNS][VALUES];
static uint32_t counted;

static uint64_t state;

static uint32_t next_below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % n;
}

static void add_cell(scrut_figure *f, bool known, int64_t value)
{
    f->cells++;
    f->known += known;
    f->value += known ? value : 0;
}

/* One station: its cells are written, and added to its town, constituency and nation. */
static void write_station(scrut_buf *text, int number)
{
    uint32_t k = next_below(CONSTITUENCIES), town = next_below(TOWNS);
    bool counts = next_below(10) > 0;
    scrut_buf_printf(text, "%08d,K%u,T%u,%s", number, k, town, counts ? "ok" : "void");
    int64_t parts[2] = {0, 0};
    bool parts_known = true;
    for (int v = 0; v < VALUES + 1; v++) { /* lists, a field of one column, a field of two */
        bool known = next_below(50) > 0;
        int64_t value = next_below(20) == 0 ? SCRUT_VOTES_MAX - (int64_t)next_below(9) : (int64_t)next_below(900);
        scrut_buf_putc(text, ',');
        if (known)
            scrut_buf_int(text, value);
        if (v > LISTS) {
            parts[v - LISTS - 1] = value;
            parts_known = parts_known && known;
            if (v == LISTS + 1)
                continue;
            known = parts_known;
            value = parts[0] + parts[1];
        }
        int at = v > LISTS ? LISTS + 1 : v;
        size_t units[] = {0, 1 + k, 1 + CONSTITUENCIES + k * TOWNS + town};
        for (size_t i = 0; counts && i < 3; i++)
            add_cell(&expected[units[i]][at], known, value);
    }
    counted += counts;
    scrut_buf_putc(text, '\n');
}

static void write_case(uint64_t seed, bool wide_rows)
{
    state = seed;
    counted = 0;
    memset(expected, 0, sizeof expected);
    scrut_buf text = {0};
    scrut_buf_puts(&text, "st,c,town,state,v_A,v_B,v_C,cast,early,day\n");
    for (int i = 0; i < (wide_rows ? ROWS : 500); i++)
        write_station(&text, i);
    case_folder_write_bytes(&folder, "r.csv", text.bytes, text.length);
    scrut_buf_free(&text);
    case_folder_write(
        &folder, "election.yaml",
        "scrutineer: case/1\ntitle: T\nareas: [town]\nreturns:\n  - source: s\n    file: r.csv\n    station: st\n"
        "    constituency: c\n    areas: {town: town}\n    fields: {cast: cast, issued: [early, day]}\n"
        "    votes: {prefix: v_}\n    status-column: {column: state, counted: ok}\n");
}

static scrut_figure *figure_of(const scrut_tally *t, size_t unit, size_t value)
{
    if (value < LISTS)
        return scrut_tally_votes(t, unit, value);
    return scrut_tally_field(t, unit, value == LISTS ? SCRUT_FIELD_CAST : SCRUT_FIELD_ISSUED);
}

static void check_against_plain_sum(const scrut_case *c, const scrut_tally *t)
{
    char name[16], outer[16];
    for (size_t k = 0; k <= CONSTITUENCIES; k++)
        for (size_t town = 0; town <= TOWNS; town++) {
            if (k == 0 && town > 0)
                continue;
            snprintf(outer, sizeof outer, "K%zu", k - 1);
            snprintf(name, sizeof name, "T%zu", town - 1);
            size_t unit = k == 0 ? 0 : town == 0 ? constituency_unit(c, outer) : area_unit(c, name, outer);
            size_t at = k == 0 ? 0 : town == 0 ? k : 1 + CONSTITUENCIES + (k - 1) * TOWNS + town - 1;
            for (size_t v = 0; v < VALUES; v++) {
                const scrut_figure *got = figure_of(t, unit, v), *want = &expected[at][v];
                ck_assert_msg(got->value == want->value && got->known == want->known && got->cells == want->cells,
                              "unit %zu value %zu: %s, not %s", unit, v, figure_text(got), figure_text(want));
            }
        }
    ck_assert_uint_eq(t->stations_counted, counted);
    ck_assert_uint_eq(t->stations_excluded, t->stations - counted);
}

static void set_up(void)
{
    folder = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

START_TEST(sums_are_those_of_a_plain_loop_on_any_number_of_threads)
{
    write_case(20130728, true);
    size_t bytes = 0;
    scrut_figure *first = NULL;
    for (int threads = 1; threads <= 4; threads++) {
        scrut_case *c = case_folder_load(&folder, threads);
        scrut_pool *pool = scrut_pool_new(threads);
        scrut_tally tally;
        scrut_error err;
        ck_assert_uint_gt(c->returns[0].table->segment_count, 2);
        ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], pool, c->arena, &tally, &err), SCRUT_OK);
        check_against_plain_sum(c, &tally);
        if (first == NULL) {
            bytes = tally.unit_count * tally.column_count * sizeof *first;
            first = malloc(bytes);
            ck_assert_ptr_nonnull(first);
            memcpy(first, tally.figures, bytes);
        }
        ck_assert_mem_eq(first, tally.figures, bytes);
        scrut_pool_free(pool);
        scrut_case_free(c);
    }
    free(first);
}
END_TEST

START_TEST(sums_are_right_for_many_small_random_cases)
{
    for (uint64_t seed = 1; seed <= 30; seed++) {
        write_case(seed, false);
        scrut_case *c = case_folder_load(&folder, 2);
        scrut_tally tally;
        scrut_error err;
        ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], NULL, c->arena, &tally, &err), SCRUT_OK);
        check_against_plain_sum(c, &tally);
        scrut_case_free(c);
    }
}
END_TEST

START_TEST(a_constituency_without_returns_makes_the_nation_incomplete)
{
    case_folder_write(&folder, "r.csv", "st,c,v_A\n1,N,5\n");
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nconstituencies: {rows: [{constituency: N}, {constituency: S}]}\n"
                      "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    scrut_tally tally;
    scrut_error err;
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], NULL, c->arena, &tally, &err), SCRUT_OK);
    ck_assert_str_eq(figure_text(scrut_tally_votes(&tally, 0, 0)), "5 of 1/2");
    ck_assert_str_eq(figure_text(scrut_tally_votes(&tally, constituency_unit(c, "S"), 0)), "-");
    ck_assert(tally.has_votes && tally.has_constituency_votes && tally.from_returns);
    scrut_case_free(c);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tabulate");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, sums_are_right_for_many_small_random_cases);
    tcase_add_test(tests, a_constituency_without_returns_makes_the_nation_incomplete);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, sums_are_those_of_a_plain_loop_on_any_number_of_threads);
    return scrut_test_main(suite);
}
