/* SPDX-License-Identifier: Apache-2.0
 * Pictures of stations and constituencies whose figures are known: 260 stations of North with 505 of 1,000 voters and
 * 302 of 500 votes for the first list (one of them with 400 voters only), 40 of South with 804 voters and 160 of 800
 * votes for it (of one the voters are not given). */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/site.h"

#include <string.h>

#define NORTH 260
#define SOUTH 40

static const char CASE[] = "scrutineer: case/1\n"
                           "title: Two Halves\n"
                           "chamber: {seats: 5}\n"
                           "rules: {method: dhondt}\n"
                           "parties: {rows: [{party: A}, {party: B}]}\n"
                           "constituencies: {rows: [{constituency: N, name: North, seats: 3}, {constituency: S, name: "
                           "South, seats: 2}]}\n"
                           "returns:\n"
                           "  - source: board\n"
                           "    file: board.csv\n"
                           "    station: station\n"
                           "    constituency: constituency\n"
                           "    fields: {registered: registered, cast: cast, valid: valid, invalid: invalid}\n"
                           "    votes: {columns: {A: a, B: b}}\n";

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_verdict *v;
    scrut_reconciliation *sources;
    scrut_site *site;
    scrut_buf page;
} fixture;

static void write_stations(const case_folder *folder)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "station,constituency,registered,cast,valid,invalid,a,b\n");
    for (int i = 0; i < NORTH; i++)
        scrut_buf_printf(&csv, "N%03d,N,%s,505,500,5,302,198\n", i, i == 0 ? "400" : "1000");
    for (int i = 0; i < SOUTH; i++)
        scrut_buf_printf(&csv, "S%03d,S,%s,804,800,4,160,640\n", i, i == 0 ? "" : "1000");
    ck_assert(!scrut_buf_failed(&csv));
    case_folder_write(folder, "board.csv", csv.bytes);
    scrut_buf_free(&csv);
}

static void render(fixture *f, const char *wanted)
{
    scrut_buf path = {0};
    for (size_t i = 0; i < scrut_site_file_count(f->site); i++) {
        scrut_buf_clear(&path);
        scrut_site_path(f->site, i, &path);
        if (strcmp(path.bytes, wanted) == 0)
            ck_assert_int_eq(scrut_site_render(f->site, i, &f->page, NULL), SCRUT_OK);
    }
    ck_assert_ptr_nonnull(f->page.bytes);
    scrut_buf_free(&path);
}

static fixture fixture_new(const char *wanted)
{
    fixture f = {.folder = case_folder_new()};
    const scrut_site_options options = {.version = "1"};
    case_folder_write(&f.folder, "election.yaml", CASE);
    write_stations(&f.folder);
    f.c = case_folder_load(&f.folder, 0);
    ck_assert_int_eq(scrut_verify(f.c, NULL, &f.v, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_reconcile(f.c, NULL, 0, NULL, &f.sources, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_site_new(f.v, f.sources, &options, &f.site, NULL), SCRUT_OK);
    render(&f, wanted);
    return f;
}

static void fixture_free(fixture *f)
{
    scrut_buf_free(&f->page);
    scrut_site_free(f->site);
    scrut_reconciliation_free(f->sources);
    scrut_verdict_free(f->v);
    scrut_case_free(f->c);
    case_folder_remove(&f->folder);
}

/* The description of the picture whose ids begin with `id`. Free it. */
static char *description(const fixture *f, const char *id)
{
    char mark[64];
    snprintf(mark, sizeof mark, "<desc id=\"%s-d\">", id);
    const char *at = strstr(f->page.bytes, mark);
    ck_assert_msg(at != NULL, "no picture %s", id);
    at += strlen(mark);
    return strndup(at, strcspn(at, "<"));
}

START_TEST(stations_are_counted_by_turnout_and_share)
{
    fixture f = fixture_new("sources.html");
    char *words = description(&f, "fingerprint-0");
    ck_assert_str_eq(words, "stations: 299; turnout 50%–51%, share of the leading list 60%–61%: 259 stations; no "
                            "data: 1");
    free(words);
    fixture_free(&f);
}
END_TEST

START_TEST(more_ballots_than_voters_stand_at_a_hundred_percent)
{
    fixture f = fixture_new("sources.html");
    ck_assert_ptr_nonnull(strstr(f.page.bytes, "more than 100 % stands at 100 %"));
    fixture_free(&f);
}
END_TEST

START_TEST(small_bars_have_the_shares_of_every_constituency)
{
    fixture f = fixture_new("constituencies.html");
    char *words = description(&f, "shares");
    ck_assert_str_eq(words, "North: B 39.6%, A 60.4%; South: B 80%, A 20%");
    free(words);
    fixture_free(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("station pictures");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, stations_are_counted_by_turnout_and_share);
    tcase_add_test(tests, more_ballots_than_voters_stand_at_a_hundred_percent);
    tcase_add_test(tests, small_bars_have_the_shares_of_every_constituency);
    return scrut_test_main(suite);
}
