/* SPDX-License-Identifier: Apache-2.0
 * What is exported as our tables and read again as a case has the same figures, cell by cell: what is known, how many
 * cells there are, what was announced. And the number of threads does not change a byte. Random elections; a failure
 * names its seed. */
#include "extent.h"
#include "harness.h"
#include "random_case.h"
#include "scrutineer/export.h"

#include <stdio.h>
#include <string.h>

/* Names of which a table must keep every letter. */
static const char *const LABELS[] = {"A b", "C'D", "0012", "e=f+g", "\xE1\x9E\x80\xE1\x9E\x98\xE1\x9F\x92"};

static const char AGAIN[] =
    "scrutineer: case/1\ntitle: T\nareas: [town]\nparties: {file: parties.csv}\n"
    "constituencies: {file: units.csv, where: {level: constituency}}\nreturns:\n"
    "  - {source: r0, file: stations.csv, where: {source: r0}, station: station, constituency: constituency,\n"
    "     areas: {town: area_town}, votes: {prefix: votes_}, status-column: {column: counted, counted: [\"yes\"]},\n"
    "     fields: {valid: valid, invalid: invalid, cast: cast, registered: registered}}\n"
    "  - {source: r1, file: stations.csv, where: {source: r1}, station: station, constituency: constituency,\n"
    "     areas: {town: area_town}, votes: {prefix: votes_}, status-column: {column: counted, counted: [\"yes\"]},\n"
    "     fields: {valid: valid, invalid: invalid, cast: cast, registered: registered}}\n"
    "announcements:\n"
    "  - version: first\n    tables:\n"
    "      - {level: constituency, file: announcements.csv, constituency: constituency, votes: {party: name, votes: "
    "value},\n         where: {version: first, level: constituency, item: votes}}\n"
    "      - {level: constituency, file: announcements.csv, constituency: constituency, seats: {party: name, seats: "
    "value},\n         where: {version: first, level: constituency, item: seats}}\n";

typedef struct {
    scrut_case *c;
    scrut_verdict *v;
} loaded;

static case_folder folder, again;

static void set_up(void)
{
    folder = case_folder_new();
    again = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
    case_folder_remove(&again);
}

static loaded load(const case_folder *from, int threads)
{
    loaded l = {.c = case_folder_load(from, threads)};
    scrut_pool *pool = threads > 0 ? scrut_pool_new(threads) : NULL;
    scrut_error err = {.message = ""};
    ck_assert_msg(scrut_verify(l.c, pool, &l.v, &err) == SCRUT_OK, "%s", err.message);
    scrut_pool_free(pool);
    return l;
}

static void unload(loaded *l)
{
    scrut_verdict_free(l->v);
    scrut_case_free(l->c);
}

static scrut_export_summary export_as(const loaded *l, scrut_export_format format)
{
    scrut_export_summary summary;
    scrut_error err = {.message = ""};
    scrut_export_options options = {.format = format, .folder = again.path, .of = &l->v->tallies[0], .version = "0"};
    ck_assert_msg(scrut_export_write(l->v, &options, &summary, &err) == SCRUT_OK, "%s", err.message);
    return summary;
}

static void compare_figures(const scrut_figure *a, const scrut_figure *b, const char *what, size_t place, uint64_t seed)
{
    ck_assert_msg(a->known == b->known && a->cells == b->cells && a->value == b->value,
                  "seed %llu, %s, cell %zu: %s, read again %s", (unsigned long long)seed, what, place, figure_text(a),
                  figure_text(b));
}

static void compare_tallies(const scrut_tally *a, const scrut_tally *b, uint64_t seed)
{
    ck_assert_str_eq(a->about.id, b->about.id);
    ck_assert_uint_eq(a->unit_count, b->unit_count);
    ck_assert_uint_eq(a->column_count, b->column_count);
    for (size_t i = 0; i < a->unit_count * a->column_count; i++)
        compare_figures(&a->figures[i], &b->figures[i], a->about.id, i, seed);
    size_t seats = a->seats != NULL ? a->unit_count * (a->column_count - SCRUT_FIELD_COUNT) : 0;
    ck_assert((a->seats != NULL) == (b->seats != NULL));
    for (size_t i = 0; i < seats; i++)
        compare_figures(&a->seats[i], &b->seats[i], "seats", i, seed);
}

static void compare_names(const scrut_case *a, const scrut_case *b)
{
    ck_assert_uint_eq(a->party_count, b->party_count);
    for (size_t p = 0; p < a->party_count; p++)
        ck_assert_str_eq(a->parties[p].id, b->parties[p].id);
    ck_assert_uint_eq(a->constituency_count, b->constituency_count);
    for (size_t k = 0; k < a->constituency_count; k++) {
        ck_assert_str_eq(a->constituencies[k].id, b->constituencies[k].id);
        ck_assert_int_eq(a->constituencies[k].seats, b->constituencies[k].seats);
    }
    ck_assert_uint_eq(a->area_count, b->area_count);
    for (size_t i = 0; i < a->area_count; i++)
        ck_assert_str_eq(a->areas[i].name, b->areas[i].name);
}

START_TEST(tables_read_again_give_the_same_figures)
{
    for (uint64_t seed = 1; seed <= (uint64_t)test_extent(6, 25, 1000); seed++) {
        random_case_write(&folder, seed, &(random_case_options){.labels = LABELS, .stations = 60});
        loaded l = load(&folder, 0);
        scrut_export_summary summary = export_as(&l, SCRUT_EXPORT_CSV);
        case_folder_write(&again, "election.yaml", AGAIN);
        loaded m = load(&again, 0);
        compare_names(l.c, m.c);
        for (size_t t = 0; t < 3; t++)
            compare_tallies(&l.v->tallies[t], &m.v->tallies[t], seed);
        scrut_export_summary_free(&summary);
        unload(&l);
        unload(&m);
    }
}
END_TEST

START_TEST(the_number_of_threads_does_not_change_a_byte)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        random_case_write(&folder, seed, &(random_case_options){.labels = LABELS, .stations = 3000});
        loaded one = load(&folder, 0), four = load(&folder, 4);
        for (int format = SCRUT_EXPORT_DATAPACKAGE; format <= SCRUT_EXPORT_OPENELECTIONS; format++) {
            scrut_export_summary a = export_as(&one, (scrut_export_format)format);
            scrut_export_summary b = export_as(&four, (scrut_export_format)format);
            ck_assert_uint_eq(a.file_count, b.file_count);
            for (size_t i = 0; i < a.file_count; i++)
                ck_assert_msg(strcmp(a.files[i].sha256, b.files[i].sha256) == 0, "%s, seed %llu", a.files[i].name,
                              (unsigned long long)seed);
            scrut_export_summary_free(&a);
            scrut_export_summary_free(&b);
        }
        unload(&one);
        unload(&four);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("export round trip");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, tables_read_again_give_the_same_figures);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, the_number_of_threads_does_not_change_a_byte);
    return scrut_test_main(suite);
}
