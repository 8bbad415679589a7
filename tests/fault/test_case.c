/* SPDX-License-Identifier: Apache-2.0
 * A case is loaded, verified and reported while the n-th allocation fails, for n = 1, 2, ... until none fails any more.
 * Each time there is an error, or the very same report: never another one, and (with AddressSanitizer) no leak. */
#include "allocations.h"
#include "extent.h"
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/report.h"
#include "scrutineer/site.h"

#include <string.h>

static case_folder folder;

static const case_file WIDE[] = {
    {"election.yaml",
     "scrutineer: case/1\ntitle: T\nchamber: {seats: 5, facts: [{name: majority, seats: 3}]}\n"
     "rules: {method: dhondt, thresholds: [{share: 1%, base: valid, scope: nation}]}\nareas: [town]\n"
     "definitions: {expected-in-box: issued, received: issued + unused, polls-open: \"07:00\", polls-close: "
     "\"15:00\",\n"
     "  excess-voids-form: yes}\n"
     "parties: {rows: [{party: A, aliases: x|y}, {party: B, name: Bee, alliance: z}, {party: R, aggregate: yes, "
     "split-by: p}]}\n"
     "constituencies: {rows: [{constituency: N, seats: 3, aliases: [n1, n2]}, {constituency: S, seats: 2}]}\n"
     "stations: {file: list.csv, station: code, constituency: place, fields: {registered: reg}}\n"
     "returns:\n"
     "  - {source: s, file: r.csv, station: [st, part], constituency: c, areas: {town: town}, votes: {prefix: v_},\n"
     "     fields: {cast: k, valid: k, issued: [k, m]}, tolerate: [numbers, duplicates], empty-rows: exclude,\n"
     "     status-column: {column: state, counted: ok}, times: {opened: op, closed: cl},\n"
     "     twice: [{check: A04, fields: {valid: m}}, {check: X04, place: p, votes: {columns: {A: v_B}}}],\n"
     "     candidates: {columns: {A: [v_B, v_R]}}}\n"
     "  - {source: t, file: q.csv, station: st, votes: {party: list, votes: n}, where: {use: \"1\"}}\n"
     "announcements:\n"
     "  - {version: o, rests-on: [s], tables: [{level: constituency, constituency: c, votes: {columns: {A: a, B: b, R: "
     "r}},\n"
     "     seats: {columns: {A: sa, B: sb}}, rows: [{c: N, a: 1, b: 2, r: 3, sa: 2, sb: 1}, {c: S, a: 1, b: 2, r: 0, "
     "sa: 2, sb: 1}]}]}\n"
     "  - {version: p, replaces: o, tables: [{level: nation, rows: [{p: A, v: 2}, {p: B, v: 4}], votes: {party: p, "
     "votes: v}}]}\n"
     "previous:\n  - {version: e, tables: [{level: nation, rows: [{p: A, v: 2}], votes: {party: p, votes: v}}]}\n"
     "voter-reports: {rows: [{station: 1/a, party: A, voters: 9}, {station: 1/a, party: y, voters: 3}]}\n"
     "notes: [{text: n}]\n"},
    {"r.csv",
     "st,part,c,town,state,v_A,v_B,v_R,k,m,op,cl\n1,a,N,X,ok,4,2,1,7,0,07:30,14:00\n1,b,n1,Y,ok,x,2,3,4,1,,31:00\n"
     "2,a,S,X,void,1,1,1,3,0,,\n2,b,S,X,ok,5,1,1,6,0,07:00,15:00\n1,a,N,X,ok,1,1,1,9,0,,\n3,a,S,X,ok,,,,,,,\n"},
    {"q.csv", "st,list,n,use\n1/a,A,4,1\n1/a,y,4,0\n1/a,Bee,2,1\n1/b,A,2,1\n2/b,,9,1\n2/b,A,4,1\n"},
    {"list.csv", "code,place,reg\n1/a,N,20\n1/b,N,20\n2/b,S,5\n9/z,S,30\n"},
    {NULL, NULL},
};

static scrut_status report(const scrut_verdict *v, scrut_buf *text, scrut_error *err)
{
    scrut_status status = scrut_report_json(v, "0", text, err);
    if (status == SCRUT_OK)
        status = scrut_site_single(v, scrut_language_named("km"), "0", text, err);
    if (status == SCRUT_OK)
        status = scrut_report_findings_csv(v, text, err);
    if (status == SCRUT_OK)
        status = scrut_report_text(v, scrut_language_named("km"), false, 80, text, err);
    if (status == SCRUT_OK)
        status = scrut_report_seats_text(v, true, text, err);
    return status;
}

static scrut_status run(int what, scrut_buf *text)
{
    (void)what;
    scrut_problems problems = {.limit = 100};
    scrut_error err;
    scrut_case *c = NULL;
    scrut_verdict *v = NULL;
    scrut_status status = scrut_case_load(folder.path, NULL, &problems, &c, &err);
    if (status == SCRUT_OK)
        status = scrut_case_hash_files(c, NULL, &err);
    if (status == SCRUT_OK)
        status = scrut_verify(c, NULL, &v, &err);
    if (status == SCRUT_OK)
        status = report(v, text, &err);
    scrut_verdict_free(v);
    scrut_case_free(c);
    scrut_problems_free(&problems);
    return status;
}

static fault_trial trial(void)
{
    return (fault_trial){.run = run, .step = (long)test_extent(13, 3, 1), .hashes = true};
}

static void set_up(void)
{
    folder = case_folder_new();
    case_folder_write_all(&folder, WIDE);
}

static void tear_down(void)
{
    left = -1;
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
    Suite *suite = suite_create("case without memory");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, one_failed_allocation_is_an_error_and_nothing_else);
    tcase_add_test(tests, when_memory_is_gone_for_good_everything_ends_in_an_error);
    return scrut_test_main(suite);
}
