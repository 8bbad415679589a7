/* SPDX-License-Identifier: Apache-2.0
 * A seal and files that are, or are not, the ones that were sealed. Sizes and hashes were made with sha256sum. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/seal.h"
#include "scrutineer/verdict.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RETURNS "st,k,v_A,v_B\n1,N,10,7\n2,N,5,8\n"
#define RETURNS_SHA256 "019406672ba8ee7f83770f9ea5618fbf1dd304b0d7c0508cb3a45519a59a8621"
#define SWAPPED "st,k,v_A,v_B\n1,N,10,7\n2,N,8,5\n" /* as many bytes */
#define SWAPPED_SHA256 "8d1eff65b231451cd96c36c0494e0402e1ae369bf0a7bf1a78a1a0cd7d1bb5ae"

static case_folder folder;
static scrut_case *c;

static void set_up(void)
{
    static const case_file FILES[] = {{"election.yaml", "scrutineer: case/1\ntitle: T\nid: My Case 1\n"
                                                        "parties: {file: parties.csv}\n"
                                                        "returns:\n  - {source: s, file: r.csv, station: st, "
                                                        "constituency: k, votes: {prefix: v_}}\n"},
                                      {"parties.csv", "party\nA\nB\n"},
                                      {"r.csv", RETURNS},
                                      {NULL, NULL}};
    folder = case_folder_new();
    case_folder_write_all(&folder, FILES);
    c = NULL;
}

static void tear_down(void)
{
    scrut_case_free(c);
    case_folder_remove(&folder);
}

static void load(void)
{
    scrut_error err = {.message = ""};
    scrut_case_free(c);
    c = case_folder_load(&folder, 0);
    ck_assert_msg(scrut_case_hash_files(c, NULL, &err) == SCRUT_OK, "%s", err.message);
}

static const scrut_seal *check(void)
{
    scrut_error err = {.message = ""};
    load();
    ck_assert_msg(scrut_seal_check(c, &err) == SCRUT_OK, "%s", err.message);
    return c->seal;
}

static void seal(void)
{
    scrut_buf text = {0};
    load();
    ck_assert_int_eq(scrut_seal_write(c, &text, NULL), SCRUT_OK);
    case_folder_write_bytes(&folder, SCRUT_SEAL_FILE, text.bytes, text.length);
    scrut_buf_free(&text);
}

/* The sentence, then a line a file that is not equal. */
static const char *said(const scrut_seal *s)
{
    static char kept[2048];
    scrut_buf text = {0};
    scrut_seal_say(NULL, s, &text);
    for (size_t i = 0; s != NULL && i < s->count; i++)
        if (s->files[i].state != SCRUT_SEALED_EQUAL) {
            scrut_buf_putc(&text, '\n');
            scrut_seal_say_file(&s->files[i], &text);
        }
    ck_assert_uint_lt(text.length, sizeof kept);
    memcpy(kept, text.bytes, text.length + 1);
    scrut_buf_free(&text);
    return kept;
}

/* "E01 E03": the codes of the case's findings about the seal, in the order in which they are found. */
static const char *codes(void)
{
    static char kept[256];
    scrut_findings findings = {0};
    kept[0] = '\0';
    size_t length = 0;
    ck_assert_int_eq(scrut_seal_find(c, c->arena, &findings, NULL), SCRUT_OK);
    for (size_t i = 0; i < findings.count; i++) {
        length += (size_t)snprintf(kept + length, sizeof kept - length, "%s%s", i > 0 ? " " : "",
                                   findings.items[i].check->code);
        ck_assert(!findings.items[i].at_stake_known);
        ck_assert_uint_eq(findings.items[i].cell_count, 1);
    }
    scrut_findings_free(&findings);
    return kept;
}

static void write_seal(const char *text)
{
    case_folder_write(&folder, SCRUT_SEAL_FILE, text);
}

START_TEST(the_seal_of_unaltered_files_holds)
{
    seal();
    const scrut_seal *s = check();
    ck_assert(scrut_seal_holds(s));
    ck_assert(!scrut_seal_is_contradicted(s));
    ck_assert_str_eq(said(s), "Sealed: 3 files, all equal.");
    ck_assert_str_eq(codes(), "");
}
END_TEST

START_TEST(a_seal_names_every_file_with_its_size_and_sha256)
{
    scrut_buf text = {0};
    load();
    ck_assert_int_eq(scrut_seal_write(c, &text, NULL), SCRUT_OK);
    ck_assert_ptr_nonnull(strstr(text.bytes, "\"name\": \"my-case-1\""));
    ck_assert_ptr_nonnull(strstr(text.bytes, "\"bytes\": 30,\n   \"hash\": \"sha256:" RETURNS_SHA256 "\""));
    ck_assert_ptr_nonnull(strstr(text.bytes, "\"path\": \"election.yaml\""));
    ck_assert_ptr_nonnull(strstr(text.bytes, "\"path\": \"parties.csv\""));
    ck_assert_ptr_null(strstr(text.bytes, "\"path\": \"datapackage.json\""));
    scrut_buf_free(&text);
}
END_TEST

START_TEST(a_case_without_a_seal_is_not_sealed)
{
    ck_assert_ptr_null(check());
    ck_assert(!scrut_seal_is_contradicted(NULL));
    ck_assert_str_eq(said(NULL), "Not sealed.");
    ck_assert_str_eq(codes(), "");
}
END_TEST

START_TEST(an_altered_file_of_the_same_size_is_named_with_both_hashes)
{
    seal();
    case_folder_write(&folder, "r.csv", SWAPPED);
    const scrut_seal *s = check();
    ck_assert(scrut_seal_is_contradicted(s));
    ck_assert_str_eq(said(s), "Sealed: 3 files, 1 differs from the seal.\n"
                              "r.csv: sealed with 30 bytes, SHA-256 " RETURNS_SHA256
                              "; found 30 bytes, SHA-256 " SWAPPED_SHA256);
    ck_assert_str_eq(codes(), "E01");
}
END_TEST

START_TEST(a_sealed_file_that_the_case_no_longer_names_and_that_is_gone_is_missing)
{
    seal();
    ck_assert_int_eq(unlink(case_folder_path(&folder, "parties.csv")), 0);
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nreturns:\n  - {source: s, file: r.csv, station: st, "
                      "constituency: k, votes: {prefix: v_}}\n");
    const scrut_seal *s = check();
    ck_assert_uint_eq(s->states[SCRUT_SEALED_DIFFERENT], 1);
    ck_assert_uint_eq(s->states[SCRUT_SEALED_MISSING], 1);
    ck_assert_uint_eq(s->states[SCRUT_SEALED_EQUAL], 1);
    ck_assert_ptr_nonnull(strstr(said(s), "parties.csv: sealed with 10 bytes, SHA-256 "));
    ck_assert_ptr_nonnull(strstr(said(s), "; no such file in the case"));
    ck_assert_str_eq(codes(), "E01 E02");
}
END_TEST

START_TEST(a_sealed_file_that_the_case_no_longer_names_is_still_compared)
{
    seal();
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nreturns:\n  - {source: s, file: r.csv, station: st, "
                      "constituency: k, votes: {prefix: v_}}\n");
    ck_assert_uint_eq(check()->states[SCRUT_SEALED_EQUAL], 2);
    case_folder_write(&folder, "parties.csv", "party\nA\nC\n");
    ck_assert_uint_eq(check()->states[SCRUT_SEALED_DIFFERENT], 2);
}
END_TEST

START_TEST(a_file_that_the_case_names_and_the_seal_does_not_is_new_and_contradicts_nothing)
{
    scrut_buf text = {0};
    load();
    c->file_count--; /* all but the last */
    ck_assert_int_eq(scrut_seal_write(c, &text, NULL), SCRUT_OK);
    case_folder_write_bytes(&folder, SCRUT_SEAL_FILE, text.bytes, text.length);
    scrut_buf_free(&text);
    const scrut_seal *s = check();
    ck_assert(!scrut_seal_holds(s));
    ck_assert(!scrut_seal_is_contradicted(s));
    ck_assert_str_eq(said(s), "Sealed: 2 files, 1 is not in the seal.\n"
                              "r.csv: not in the seal; found 30 bytes, SHA-256 " RETURNS_SHA256);
    ck_assert_str_eq(codes(), "E03");
}
END_TEST

START_TEST(another_package_is_no_seal)
{
    static const char *const OTHERS[] = {"{\"name\": \"x\", \"resources\": [{\"path\": \"r.csv\", \"hash\": \"0\"}]}",
                                         "{\"format\": \"other/1\"}", "[]", "not JSON: [", ""};
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        write_seal(OTHERS[i]);
        const scrut_seal *s = check();
        ck_assert_msg(s->foreign, "%s", OTHERS[i]);
        ck_assert(!scrut_seal_holds(s));
        ck_assert_str_eq(said(s), "Not sealed: the datapackage.json of the case is no seal.");
        ck_assert_str_eq(codes(), "");
    }
}
END_TEST

#define HEAD "{\"format\": \"scrutineer-seal/1\", \"resources\": ["
#define ONE(path) "{\"path\": \"" path "\", \"bytes\": 30, \"hash\": \"sha256:" RETURNS_SHA256 "\"}"

START_TEST(a_seal_that_cannot_be_read_is_a_finding)
{
    static const struct {
        const char *text, *fault;
    } SEALS[] = {
        {HEAD, "line 2: not readable"},
        {"{\"format\": \"scrutineer-seal/2\"}", "line 1, column 1: the format is not \"scrutineer-seal/1\""},
        {"{\"format\": \"scrutineer-seal/1\"}", "line 1, column 1: a seal needs \"resources\", an array"},
        {HEAD "{\"bytes\": 1}]}", "line 1, column 47: a resource of a seal needs \"path\", one text"},
        {HEAD "{\"path\": [\"r.csv\"]}]}", "line 1, column 47: a resource of a seal needs \"path\", one text"},
        {HEAD "{\"path\": \"r.csv\", \"bytes\": 30, \"hash\": \"" RETURNS_SHA256 "\"}]}",
         "line 1, column 47: a resource of a seal needs \"hash\": \"sha256:\" and 64 digits"},
        {HEAD "{\"path\": \"r.csv\", \"bytes\": -1, \"hash\": \"sha256:" RETURNS_SHA256 "\"}]}",
         "line 1, column 47: a resource of a seal needs \"bytes\", a whole number"},
        {HEAD ONE("r.csv") ",\n" ONE("r.csv") "]}", "line 2, column 1: the path stands in the seal twice"},
    };
    for (size_t i = 0; i < sizeof SEALS / sizeof SEALS[0]; i++) {
        write_seal(SEALS[i].text);
        const scrut_seal *s = check();
        ck_assert_msg(s->fault != NULL, "%s", SEALS[i].text);
        ck_assert_msg(strncmp(s->fault, SEALS[i].fault, strlen(SEALS[i].fault)) == 0, "%s", s->fault);
        ck_assert(scrut_seal_is_contradicted(s));
        ck_assert_str_eq(codes(), "E04");
    }
}
END_TEST

START_TEST(a_path_that_leads_out_of_the_case_is_never_opened)
{
    case_folder other = case_folder_new();
    char text[1024];
    case_folder_write(&other, "r.csv", RETURNS);
    snprintf(text, sizeof text, HEAD ONE("../%s/r.csv") ", " ONE("%s/r.csv") ", " ONE("link.csv") "]}",
             strrchr(other.path, '/') + 1, other.path);
    ck_assert_int_eq(symlink(case_folder_path(&other, "r.csv"), case_folder_path(&folder, "link.csv")), 0);
    write_seal(text);
    const scrut_seal *s = check();
    ck_assert_uint_eq(s->states[SCRUT_SEALED_MISSING], 3);
    ck_assert_uint_eq(s->states[SCRUT_SEALED_EQUAL], 0);
    case_folder_remove(&other);
}
END_TEST

START_TEST(a_seal_that_is_a_link_out_of_the_case_is_not_read)
{
    ck_assert_int_eq(symlink("/etc/hostname", case_folder_path(&folder, SCRUT_SEAL_FILE)), 0);
    const scrut_seal *s = check();
    ck_assert_str_eq(s->fault, "\"datapackage.json\" leads out of the case folder");
    ck_assert_str_eq(codes(), "E04");
}
END_TEST

START_TEST(files_of_a_case_that_cannot_be_loaded_are_compared_too)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_seal *s = NULL;
    seal();
    ck_assert_int_eq(unlink(case_folder_path(&folder, "r.csv")), 0);
    ck_assert_int_eq(scrut_seal_compare(folder.path, NULL, 0, arena, &s, NULL), SCRUT_OK);
    ck_assert_uint_eq(s->states[SCRUT_SEALED_EQUAL], 2);
    ck_assert_uint_eq(s->states[SCRUT_SEALED_MISSING], 1);
    ck_assert_uint_eq(s->states[SCRUT_SEALED_NEW], 0);
    scrut_arena_free(arena);
}
END_TEST

START_TEST(a_verdict_is_contradicted_by_a_file_that_was_altered)
{
    scrut_verdict *v = NULL;
    seal();
    (void)check();
    ck_assert_int_eq(scrut_verify(c, NULL, &v, NULL), SCRUT_OK);
    ck_assert(!v->contradicted);
    scrut_verdict_free(v);
    case_folder_write(&folder, "r.csv", SWAPPED);
    (void)check();
    ck_assert_int_eq(scrut_verify(c, NULL, &v, NULL), SCRUT_OK);
    ck_assert(v->contradicted && v->seal_contradicted && !v->announcement_contradicted);
    ck_assert_str_eq(v->findings.items[0].id, "E01/r.csv");
    scrut_verdict_free(v);
}
END_TEST

START_TEST(a_name_for_packages_has_only_letters_that_all_readers_take)
{
    static const char *const NAMES[][2] = {
        {"Kandal 2013!", "kandal-2013-"}, {"\xE1\x9E\x80", "case"}, {"a.b_c/D", "a.b_c-d"}, {"--x", "x"}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        scrut_case named = {.id = NAMES[i][0]};
        scrut_buf text = {0};
        scrut_package_name(&named, &text);
        ck_assert_str_eq(text.bytes, NAMES[i][1]);
        scrut_buf_free(&text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seal");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, the_seal_of_unaltered_files_holds);
    tcase_add_test(tests, a_seal_names_every_file_with_its_size_and_sha256);
    tcase_add_test(tests, a_case_without_a_seal_is_not_sealed);
    tcase_add_test(tests, an_altered_file_of_the_same_size_is_named_with_both_hashes);
    tcase_add_test(tests, a_sealed_file_that_the_case_no_longer_names_and_that_is_gone_is_missing);
    tcase_add_test(tests, a_sealed_file_that_the_case_no_longer_names_is_still_compared);
    tcase_add_test(tests, a_file_that_the_case_names_and_the_seal_does_not_is_new_and_contradicts_nothing);
    tcase_add_test(tests, another_package_is_no_seal);
    tcase_add_test(tests, a_seal_that_cannot_be_read_is_a_finding);
    tcase_add_test(tests, a_path_that_leads_out_of_the_case_is_never_opened);
    tcase_add_test(tests, a_seal_that_is_a_link_out_of_the_case_is_not_read);
    tcase_add_test(tests, files_of_a_case_that_cannot_be_loaded_are_compared_too);
    tcase_add_test(tests, a_verdict_is_contradicted_by_a_file_that_was_altered);
    tcase_add_test(tests, a_name_for_packages_has_only_letters_that_all_readers_take);
    return scrut_test_main(suite);
}
