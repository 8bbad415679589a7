/* SPDX-License-Identifier: Apache-2.0
 * The server over a real connection, read by a client on other threads. */
#include "../report/fixture.h"
#include "harness.h"
#include "scrutineer/serve.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS 4
#define ROUNDS 10

static const char *const LABELS[FIXTURE_PARTIES] = {"A", "B", "C"};

static fixture *f;
static scrut_site *site;
static scrut_server *server;

static void set_up(void)
{
    scrut_site_options options = {.version = "test"};
    scrut_error err;
    f = fixture_new(LABELS, "text");
    ck_assert_int_eq(scrut_site_new(&f->v, NULL, &options, &site, &err), SCRUT_OK);
    ck_assert_msg(scrut_server_start(site, 0, &server, &err) == SCRUT_OK, "%s", err.message);
}

static void tear_down(void)
{
    scrut_server_stop(server);
    scrut_site_free(site);
    fixture_free(f);
}

/* Sends `request` with our Host (unless it has one) and reads the whole answer (free it). NULL: no connection. */
static char *exchange(const char *request)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
    } address = {.in = {.sin_family = AF_INET, .sin_port = htons(scrut_server_port(server))}};
    address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    scrut_buf text = {0};
    if (s < 0 || connect(s, &address.any, sizeof address.in) != 0)
        return NULL;
    scrut_buf_puts(&text, request);
    if (strstr(request, "Host:") == NULL)
        scrut_buf_printf(&text, "Host: 127.0.0.1:%u\r\n", (unsigned)scrut_server_port(server));
    scrut_buf_puts(&text, "Connection: close\r\n\r\n");
    bool sent = send(s, text.bytes, text.length, MSG_NOSIGNAL) == (ssize_t)text.length;
    scrut_buf_clear(&text);
    char piece[4096];
    for (ssize_t got; sent && (got = recv(s, piece, sizeof piece, 0)) > 0;)
        scrut_buf_append(&text, piece, (size_t)got);
    close(s);
    return text.bytes;
}

static void expect(const char *request, const char *status)
{
    char *answer = exchange(request);
    ck_assert_ptr_nonnull(answer);
    ck_assert_msg(strncmp(answer, status, strlen(status)) == 0, "%.60s instead of %s", answer, status);
    free(answer);
}

START_TEST(a_page_comes_whole_with_its_type_and_its_safeguards)
{
    scrut_buf page = {0};
    char *answer = exchange("GET /index.html HTTP/1.1\r\n");
    ck_assert_ptr_nonnull(answer);
    ck_assert_int_eq(scrut_site_render(site, 0, &page, NULL), SCRUT_OK);
    const char *body = strstr(answer, "\r\n\r\n");
    ck_assert_ptr_nonnull(body);
    ck_assert_str_eq(body + 4, page.bytes);
    ck_assert_ptr_nonnull(strstr(answer, "Content-Type: text/html; charset=utf-8\r\n"));
    ck_assert_ptr_nonnull(strstr(answer, "Content-Security-Policy: default-src 'none';"));
    ck_assert_ptr_nonnull(strstr(answer, "frame-ancestors 'none'"));
    ck_assert_ptr_nonnull(strstr(answer, "X-Content-Type-Options: nosniff\r\n"));
    ck_assert_ptr_nonnull(strstr(answer, "Referrer-Policy: no-referrer\r\n"));
    ck_assert_ptr_nonnull(strstr(answer, "Cross-Origin-Resource-Policy: same-origin\r\n"));
    scrut_buf_free(&page);
    free(answer);
}
END_TEST

START_TEST(a_page_that_the_reader_has_is_not_sent_again)
{
    char *answer = exchange("HEAD /style.css HTTP/1.1\r\n"), request[256], tag[80];
    ck_assert_ptr_nonnull(answer);
    ck_assert_str_eq(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
    ck_assert_int_eq(sscanf(strstr(answer, "ETag: "), "ETag: %79s", tag), 1);
    ck_assert_uint_eq(strlen(tag), 66);
    snprintf(request, sizeof request, "GET /style.css HTTP/1.1\r\nIf-None-Match: %s\r\n", tag);
    expect(request, "HTTP/1.1 304");
    expect("GET /style.css HTTP/1.1\r\nIf-None-Match: \"other\"\r\n", "HTTP/1.1 200");
    free(answer);
}
END_TEST

START_TEST(what_the_front_refuses_is_refused_on_the_wire)
{
    expect("GET /../../etc/passwd HTTP/1.1\r\n", "HTTP/1.1 404");
    expect("GET /%2e%2e/index.html HTTP/1.1\r\n", "HTTP/1.1 404");
    expect("GET /index.html HTTP/1.1\r\nHost: evil.example\r\n", "HTTP/1.1 421");
    expect("GET http://127.0.0.1/index.html HTTP/1.1\r\n", "HTTP/1.1 400");
    expect("POST /index.html HTTP/1.1\r\nContent-Length: 0\r\n", "HTTP/1.1 405");
    expect("GET /index.html?language=km HTTP/1.1\r\n", "HTTP/1.1 200");
}
END_TEST

START_TEST(a_taken_port_is_said_to_be_taken)
{
    scrut_server *second = NULL;
    scrut_error err;
    ck_assert_int_eq(scrut_server_start(site, scrut_server_port(server), &second, &err), SCRUT_E_IO);
    ck_assert_ptr_null(second);
    ck_assert_msg(strstr(err.message, "another program uses this port") != NULL, "%s", err.message);
}
END_TEST

static void *read_all(void *context)
{
    size_t *whole = context;
    for (int round = 0; round < ROUNDS; round++) {
        char *answer = exchange("GET /constituencies.html HTTP/1.1\r\n");
        *whole += answer != NULL && strstr(answer, "</html>") != NULL;
        free(answer);
    }
    return NULL;
}

START_TEST(several_readers_get_whole_pages_at_the_same_time)
{
    pthread_t threads[CLIENTS];
    size_t whole[CLIENTS] = {0};
    for (int i = 0; i < CLIENTS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_all, &whole[i]), 0);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < CLIENTS; i++)
        ck_assert_uint_eq(whole[i], ROUNDS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server");
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, a_page_comes_whole_with_its_type_and_its_safeguards);
    tcase_add_test(threaded, a_page_that_the_reader_has_is_not_sent_again);
    tcase_add_test(threaded, what_the_front_refuses_is_refused_on_the_wire);
    tcase_add_test(threaded, a_taken_port_is_said_to_be_taken);
    tcase_add_test(threaded, several_readers_get_whole_pages_at_the_same_time);
    return scrut_test_main(suite);
}
