/* SPDX-License-Identifier: Apache-2.0
 * A case is sealed, compared with its seal, and exported in each format while the n-th allocation fails, for n = 1, 2,
 * ... until none fails any more. Each time there is an error, or the very same bytes; no temporary file stays, and
 * (with AddressSanitizer) nothing leaks. */
#include "allocations.h"
#include "extent.h"
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/export.h"
#include "scrutineer/seal.h"

#include <dirent.h>
#include <string.h>

static case_folder folder, out;

static const case_file FILES[] = {
    {"election.yaml",
     "scrutineer: case/1\ntitle: T\nid: t\ndate: 2020-05-17\ncountry: XX\nchamber: {seats: 3}\nrules: {method: "
     "dhondt}\n"
     "areas: [town]\nparties: {rows: [{party: A, name: =A, colour: \"#aabbcc\", alliance: z}, {party: B}]}\n"
     "constituencies: {rows: [{constituency: N, seats: 2}, {constituency: S, seats: 1}]}\n"
     "returns:\n"
     "  - {source: s, file: r.csv, station: st, constituency: c, areas: {town: town}, votes: {prefix: v_},\n"
     "     fields: {cast: k, blank: b}, status-column: {column: state, counted: ok}}\n"
     "announcements:\n"
     "  - {version: o, tables: [{level: constituency, constituency: c, votes: {columns: {A: a, B: b}},\n"
     "     seats: {columns: {A: sa, B: sb}}, rows: [{c: N, a: 9, b: 3, sa: 2, sb: 0}, {c: S, a: 1, b: 2, sa: 0, sb: "
     "1}]}]}\n"},
    {"r.csv", "st,c,town,state,v_A,v_B,k,b\n1,N,X,ok,4,2,7,1\n2,N,Y,ok,5,,6,0\n3,S,X,void,1,1,3,1\n4,S,X,ok,1,2,3,0\n"},
    {NULL, NULL},
};

static scrut_case *c;
static scrut_verdict *v;

/* Names and hashes of all files, and what is not held. */
static scrut_status export_as(scrut_export_format format, scrut_buf *text)
{
    scrut_export_options options = {.format = format, .folder = out.path, .of = &v->tallies[0], .version = "0"};
    scrut_export_summary summary;
    scrut_error err;
    scrut_status status = scrut_export_write(v, &options, &summary, &err);
    if (status != SCRUT_OK)
        return status;
    for (size_t i = 0; i < summary.file_count; i++)
        scrut_buf_printf(text, "%s %s\n", summary.files[i].name, summary.files[i].sha256);
    for (size_t i = 0; i < summary.not_held_count; i++)
        scrut_buf_printf(text, "%s\n", summary.not_held[i]);
    scrut_export_summary_free(&summary);
    return scrut_buf_failed(text) ? SCRUT_E_MEMORY : SCRUT_OK;
}

static scrut_status seal(scrut_buf *text)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_seal *compared = NULL;
    scrut_findings findings = {0};
    scrut_error err;
    scrut_status status = arena != NULL ? scrut_seal_write(c, text, &err) : SCRUT_E_MEMORY;
    if (status == SCRUT_OK && scrut_seal_is_there(folder.path))
        status = scrut_seal_compare(folder.path, c->files, c->file_count, arena, &compared, &err);
    if (status == SCRUT_OK) {
        c->seal = compared;
        status = scrut_seal_find(c, arena, &findings, &err);
        scrut_seal_say(NULL, compared, text);
        c->seal = NULL;
    }
    scrut_findings_free(&findings);
    scrut_arena_free(arena);
    return status == SCRUT_OK && scrut_buf_failed(text) ? SCRUT_E_MEMORY : status;
}

/* A format, or after the last one the seal. */
static scrut_status run(int what, scrut_buf *text)
{
    return what <= SCRUT_EXPORT_CSV ? export_as((scrut_export_format)what, text) : seal(text);
}

static size_t files_in_out(void)
{
    size_t count = 0;
    DIR *dir = opendir(out.path);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static fault_trial trial(int what)
{
    return (fault_trial){run, what, (long)test_extent(29, 7, 1), true, files_in_out};
}

static void set_up(void)
{
    scrut_buf text = {0};
    scrut_error err;
    folder = case_folder_new();
    out = case_folder_new();
    case_folder_write_all(&folder, FILES);
    c = case_folder_load(&folder, 0);
    ck_assert_int_eq(scrut_case_hash_files(c, NULL, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_seal_write(c, &text, &err), SCRUT_OK);
    text.bytes[text.length - 100]++; /* so that something differs */
    case_folder_write_bytes(&folder, SCRUT_SEAL_FILE, text.bytes, text.length);
    scrut_buf_free(&text);
    ck_assert_int_eq(scrut_verify(c, NULL, &v, &err), SCRUT_OK);
}

static void tear_down(void)
{
    left = -1;
    scrut_verdict_free(v);
    scrut_case_free(c);
    case_folder_remove(&folder);
    case_folder_remove(&out);
}

START_TEST(one_failed_allocation_is_an_error_and_nothing_else)
{
    fail_every_allocation(trial(_i), false);
}
END_TEST

START_TEST(when_memory_is_gone_for_good_everything_ends_in_an_error)
{
    fail_every_allocation(trial(_i), true);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("export without memory");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, one_failed_allocation_is_an_error_and_nothing_else, SCRUT_EXPORT_NIST,
                        SCRUT_EXPORT_CSV + 2);
    tcase_add_loop_test(tests, when_memory_is_gone_for_good_everything_ends_in_an_error, SCRUT_EXPORT_NIST,
                        SCRUT_EXPORT_CSV + 2);
    return scrut_test_main(suite);
}
