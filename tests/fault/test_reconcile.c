/* SPDX-License-Identifier: Apache-2.0
 * Two sources are compared while the n-th allocation fails, for n = 1, 2, ... until none fails any more. Each time
 * there is an error, or the very same answer; and (with AddressSanitizer) no leak. */
#include "allocations.h"
#include "extent.h"
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/reconcile.h"

#include <string.h>

static case_folder folder;
static scrut_case *c;

/* Every kind of part: rows that slipped, a lost column, a version that replaced another, a station counted twice, one
 * that does not count, stations that one source holds alone, and keys that only look different. */
static const case_file FILES[] = {
    {"election.yaml",
     "scrutineer: case/1\ntitle: T\nrules: {method: dhondt}\nareas: [v]\n"
     "constituencies: {rows: [{constituency: N, seats: 2}, {constituency: S, seats: 1}]}\n"
     "stations: {file: list.csv, station: st, constituency: c, areas: {v: v}, fields: {registered: reg}}\n"
     "returns:\n"
     "  - {source: a, file: a.csv, station: st, votes: {prefix: v_}, tolerate: [duplicates]}\n"
     "  - {source: b, file: b.csv, station: st, votes: {prefix: v_}, tolerate: [duplicates],\n"
     "     status-column: {column: state, counted: ok}}\n"
     "announcements:\n"
     "  - {version: o, tables: [{level: constituency, constituency: c, votes: {columns: {A: a, B: b, C: d}},\n"
     "     rows: [{c: N, a: 90, b: 80, d: 25}, {c: S, a: 41, b: 40, d: 9}]}]}\n"},
    {"list.csv", "st,c,v,reg\n1,N,x,100\n2,N,x,100\n3,N,y,100\n4,S,z,100\n5,S,z,100\n6,S,z,90\n7,S,w,50\n8,S,w,60\n"
                 "K-9,S,w,60\nk9,S,w,60\n"},
    {"a.csv", "st,v_A,v_B,v_C\n1,50,20,10\n2,30,20,10\n3,10,40,5\n4,30,29,1\n5,10,10,2\n5,10,9,0\n6,8,8,8\n7,4,5,6\n"
              "8,1,2,3\nK-9,9,8,7\n"},
    {"b.csv", "st,v_A,v_B,v_C,state\n1,10,40,5,ok\n2,50,20,10,ok\n3,30,20,10,ok\n4,30,25,0,ok\n5,10,9,0,ok\n"
              "6,8,8,0,ok\n6,8,8,0,ok\n7,4,5,0,void\nk9,9,8,7,ok\n"},
    {NULL, NULL},
};

static void describe(const scrut_reconciliation *r, const scrut_match matches[], size_t match_count, scrut_buf *text)
{
    const scrut_reconcile_pair *p = &r->pairs[0];
    for (size_t i = 0; i < p->part_count; i++)
        scrut_buf_printf(text, "%s %lld/%lld %zu; ", scrut_reason_name(p->parts[i].reason),
                         (long long)p->parts[i].stations, (long long)p->parts[i].gross, p->parts[i].place_count);
    for (size_t i = 0; i < p->station_count; i++)
        scrut_buf_printf(text, "%u %s; ", p->stations[i].station, scrut_reason_name(p->stations[i].reason));
    for (size_t s = 0; s < r->source_count; s++)
        for (size_t u = 0; u < r->coverage[s].unit_count; u++)
            scrut_buf_printf(text, "%lld %d; ", (long long)r->coverage[s].units[u].missing_voters,
                             r->coverage[s].units[u].decided);
    for (size_t i = 0; i < r->outcomes[0].unit_count; i++)
        scrut_buf_printf(text, "%zu; ", r->outcomes[0].units[i].station_count);
    for (size_t i = 0; i < r->announced_count; i++)
        for (size_t k = 0; k < r->announced[i].explanations.count; k++)
            scrut_buf_printf(text, "%s; ", scrut_reason_name(r->announced[i].explanations.items[k].reason));
    for (size_t i = 0; i < match_count; i++)
        scrut_buf_printf(text, "%u=%u; ", matches[i].row_a, matches[i].row_b);
}

static scrut_status run(int what, scrut_buf *text)
{
    (void)what;
    scrut_error err;
    scrut_reconciliation *r = NULL;
    scrut_match *matches = NULL;
    size_t match_count = 0;
    scrut_arena *arena = scrut_arena_new();
    scrut_status status = arena != NULL ? scrut_reconcile(c, NULL, 0, NULL, &r, &err) : SCRUT_E_MEMORY;
    if (status == SCRUT_OK)
        status = scrut_reconcile_propose(r, 0, arena, &matches, &match_count, &err);
    if (status == SCRUT_OK)
        describe(r, matches, match_count, text);
    if (scrut_buf_failed(text))
        status = SCRUT_E_MEMORY;
    scrut_reconciliation_free(r);
    scrut_arena_free(arena);
    return status;
}

static fault_trial trial(void)
{
    return (fault_trial){.run = run, .step = (long)test_extent(7, 1, 1)};
}

START_TEST(the_case_has_every_kind_of_part)
{
    static const char *const PARTS[] = {"elsewhere", "lost-b", "replaced-a", "repeated-b", "not-counted-b", "only-a"};
    scrut_buf text = {0};
    ck_assert_int_eq(run(0, &text), SCRUT_OK);
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
        ck_assert_msg(strstr(text.bytes, PARTS[i]) != NULL, "no %s in %s", PARTS[i], text.bytes);
    scrut_buf_free(&text);
}
END_TEST

static void set_up(void)
{
    left = -1;
    folder = case_folder_new();
    case_folder_write_all(&folder, FILES);
    c = case_folder_load(&folder, 0);
}

static void tear_down(void)
{
    left = -1;
    scrut_case_free(c);
    case_folder_remove(&folder);
}

START_TEST(one_failed_allocation_is_an_error_and_nothing_else)
{
    fail_every_allocation(trial(), false);
}
END_TEST

START_TEST(when_memory_is_gone_for_good_everything_ends_in_an_error)
{
    fail_every_allocation(trial(), true);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reconcile without memory");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, the_case_has_every_kind_of_part);
    tcase_add_test(tests, one_failed_allocation_is_an_error_and_nothing_else);
    tcase_add_test(tests, when_memory_is_gone_for_good_everything_ends_in_an_error);
    return scrut_test_main(suite);
}
