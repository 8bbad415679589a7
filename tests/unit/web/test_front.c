/* SPDX-License-Identifier: Apache-2.0
 * What a request gets, without a network. Statuses are those of RFC 9110, sections 15.5 and 13.1.2. */
#include "../report/fixture.h"
#include "harness.h"
#include "scrutineer/serve.h"

#include <string.h>

static const char *const LABELS[FIXTURE_PARTIES] = {"A", "B", "C"};

static fixture *f;
static scrut_site *site;
static scrut_front *front;

static void set_up(void)
{
    scrut_site_options options = {.version = "test"};
    scrut_error err;
    options.languages[options.language_count++] = scrut_language_at(0);
    options.languages[options.language_count++] = scrut_language_named("km");
    ck_assert_ptr_nonnull(options.languages[1]);
    f = fixture_new(LABELS, "text");
    ck_assert_int_eq(scrut_site_new(&f->v, NULL, &options, &site, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_front_new(site, &front, &err), SCRUT_OK);
}

static void tear_down(void)
{
    scrut_front_free(front);
    scrut_site_free(site);
    fixture_free(f);
}

static unsigned ask(const char *method, const char *path, const char *host, size_t *ret_file)
{
    scrut_request request = {.method = method, .path = path, .host = host, .hosts = host != NULL, .port = 8080};
    return scrut_front_answer(front, &request, ret_file);
}

static unsigned get(const char *path)
{
    size_t file = SIZE_MAX;
    return ask("GET", path, "127.0.0.1:8080", &file);
}

START_TEST(every_file_of_the_site_is_found_under_its_path)
{
    ck_assert_uint_gt(scrut_site_file_count(site), 20);
    for (size_t file = 0; file < scrut_site_file_count(site); file++) {
        scrut_buf path = {0};
        size_t found = SIZE_MAX;
        scrut_buf_putc(&path, '/');
        scrut_site_path(site, file, &path);
        ck_assert_uint_eq(ask("GET", path.bytes, "127.0.0.1:8080", &found), 200);
        ck_assert_uint_eq(found, file);
        scrut_buf_free(&path);
    }
}
END_TEST

START_TEST(a_folder_with_a_front_page_is_that_page)
{
    size_t file = SIZE_MAX, named = SIZE_MAX;
    ck_assert_uint_eq(ask("GET", "/", "127.0.0.1:8080", &file), 200);
    ck_assert_uint_eq(file, 0);
    ck_assert_uint_eq(ask("GET", "/km/", "127.0.0.1:8080", &file), 200);
    ck_assert_uint_eq(ask("GET", "/km/index.html", "127.0.0.1:8080", &named), 200);
    ck_assert_uint_eq(file, named);
    ck_assert_uint_eq(get("/constituency/"), 404);
}
END_TEST

START_TEST(pages_can_only_be_read)
{
    static const char *const METHODS[] = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "", "GETS"};
    size_t file;
    ck_assert_uint_eq(ask("HEAD", "/style.css", "127.0.0.1:8080", &file), 200);
    for (size_t i = 0; i < sizeof METHODS / sizeof METHODS[0]; i++)
        ck_assert_uint_eq(ask(METHODS[i], "/style.css", "127.0.0.1:8080", &file), 405);
}
END_TEST

START_TEST(no_path_leads_out_of_the_site)
{
    static const char *const PATHS[] = {
        "/../etc/passwd",      "/..",           "/./index.html",    "//index.html",      "/constituency/../index.html",
        "/%2e%2e/etc/passwd",  "/%69ndex.html", "/index.html/",     "/index.html%00",    "/etc/passwd",
        "/constituency/..%2f", "/INDEX.HTML",   "/index.html/../.", "/km/../index.html", "/SHA256SUMS",
    };
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++)
        ck_assert_msg(get(PATHS[i]) == 404, "%s: %u", PATHS[i], get(PATHS[i]));
}
END_TEST

START_TEST(what_is_no_path_of_ours_is_a_bad_request)
{
    static const char *const PATHS[] = {"", "*", "index.html", "http://127.0.0.1:8080/index.html", "\\index.html"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++)
        ck_assert_uint_eq(get(PATHS[i]), 400);
}
END_TEST

START_TEST(a_path_longer_than_any_of_the_site_is_not_looked_up)
{
    char path[SCRUT_FRONT_PATH_MAX + 2];
    memset(path, 'a', sizeof path);
    path[0] = '/';
    path[SCRUT_FRONT_PATH_MAX] = '\0';
    ck_assert_uint_eq(get(path), 404);
    path[SCRUT_FRONT_PATH_MAX - 1] = '/';
    ck_assert_uint_eq(get(path), 404);
    path[SCRUT_FRONT_PATH_MAX] = 'a';
    path[SCRUT_FRONT_PATH_MAX + 1] = '\0';
    ck_assert_uint_eq(get(path), 414);
}
END_TEST

START_TEST(only_this_machine_s_own_names_are_answered)
{
    static const char *const OWN[] = {"127.0.0.1:8080", "localhost:8080", "LocalHost:8080"};
    static const char *const OTHERS[] = {
        "evil.example:8080",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost",
        "localhost:8080.evil.example",
        "",
        "127.0.0.1:8080 ",
        "127.0.0.2:8080",
        "127.0.0.1:080",
        "127.0.0.1:8081",
        "localhost.:8080",
        ":",
        "localhost:8080/",
        "@localhost:8080",
        "[::1]:8080",
        "0.0.0.0:8080",
    };
    size_t file;
    for (size_t i = 0; i < sizeof OWN / sizeof OWN[0]; i++)
        ck_assert_uint_eq(ask("GET", "/", OWN[i], &file), 200);
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        ck_assert_msg(ask("GET", "/", OTHERS[i], &file) == 421, "%s", OTHERS[i]);
}
END_TEST

START_TEST(the_port_may_be_left_out_where_it_is_that_of_http)
{
    size_t file;
    scrut_request request = {.method = "GET", .path = "/", .host = "localhost", .hosts = 1, .port = 80};
    ck_assert_uint_eq(scrut_front_answer(front, &request, &file), 200);
    request.host = "127.0.0.1:80";
    ck_assert_uint_eq(scrut_front_answer(front, &request, &file), 200);
    request.host = "localhost:";
    ck_assert_uint_eq(scrut_front_answer(front, &request, &file), 421);
}
END_TEST

START_TEST(a_request_with_no_host_or_with_two_is_bad)
{
    size_t file;
    ck_assert_uint_eq(ask("GET", "/", NULL, &file), 400);
    scrut_request request = {.method = "GET", .path = "/", .host = "localhost:8080", .hosts = 2, .port = 8080};
    ck_assert_uint_eq(scrut_front_answer(front, &request, &file), 400);
}
END_TEST

START_TEST(a_reader_who_has_the_page_is_told_so)
{
    const char *tag = "\"abc\"";
    ck_assert(scrut_front_unchanged("\"abc\"", tag));
    ck_assert(scrut_front_unchanged("W/\"abc\"", tag));
    ck_assert(scrut_front_unchanged("\"x\", \"abc\"", tag));
    ck_assert(scrut_front_unchanged("*", tag));
    ck_assert(!scrut_front_unchanged(NULL, tag));
    ck_assert(!scrut_front_unchanged("", tag));
    ck_assert(!scrut_front_unchanged("abc", tag));
    ck_assert(!scrut_front_unchanged("\"abcd\"", tag));
    ck_assert(!scrut_front_unchanged("\"ab\", ,", tag));
    ck_assert(!scrut_front_unchanged("W/", tag));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("front");
    TCase *t = tcase_create("front");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, every_file_of_the_site_is_found_under_its_path);
    tcase_add_test(t, a_folder_with_a_front_page_is_that_page);
    tcase_add_test(t, pages_can_only_be_read);
    tcase_add_test(t, no_path_leads_out_of_the_site);
    tcase_add_test(t, what_is_no_path_of_ours_is_a_bad_request);
    tcase_add_test(t, a_path_longer_than_any_of_the_site_is_not_looked_up);
    tcase_add_test(t, only_this_machine_s_own_names_are_answered);
    tcase_add_test(t, the_port_may_be_left_out_where_it_is_that_of_http);
    tcase_add_test(t, a_request_with_no_host_or_with_two_is_bad);
    tcase_add_test(t, a_reader_who_has_the_page_is_told_so);
    suite_add_tcase(suite, t);
    return scrut_test_main(suite);
}
