/* SPDX-License-Identifier: Apache-2.0
 * server.c: the one place that knows libmicrohttpd. Requests are read by it and judged by the front. */
#include "scrutineer/hash.h"
#include "scrutineer/serve.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64u
#define IDLE_SECONDS 15u
#define REQUEST_BYTES_MAX ((size_t)16 * 1024) /* first line and headers of one connection */
#define WAITING_MAX 64
#define TAG_BYTES (SCRUT_SHA256_HEX + 2) /* with quotation marks */

struct scrut_server {
    const scrut_site *site;
    scrut_front *front;
    struct MHD_Daemon *daemon;
    uint16_t port;
};

/* ---- answers ---- */

/* What the pages say of themselves (src/site/page.c), and that no other page may frame or read them. */
static const struct {
    const char *name, *value;
} HEADERS[] = {
    {"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src "
                                "'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "no-cache"},
};

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_headers(struct MHD_Response *response, const char *media_type, const char *tag)
{
    bool fine = add(response, "Content-Type", media_type);
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++)
        fine = add(response, HEADERS[i].name, HEADERS[i].value) && fine;
    return (tag == NULL || add(response, "ETag", tag)) && fine;
}

/* Takes the response (NULL: there is none), and drops the connection when it is not whole. */
static enum MHD_Result send_answer(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response,
                                   bool whole)
{
    enum MHD_Result sent = whole ? MHD_queue_response(connection, status, response) : MHD_NO;
    if (response != NULL)
        MHD_destroy_response(response);
    return sent;
}

static const char *reason_of(unsigned status)
{
    switch (status) {
    case 400: return "The request is not one that this server takes.\n";
    case 404: return "The report has no such page.\n";
    case 405: return "Pages can only be read: GET or HEAD.\n";
    case 414: return "The address is longer than any of the report.\n";
    case 421: return "This server answers only to 127.0.0.1 and localhost, with its port.\n";
    default: return "The page could not be made: no memory.\n";
    }
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status)
{
    char reason[128];
    int length = snprintf(reason, sizeof reason, "%s", reason_of(status));
    struct MHD_Response *response = MHD_create_response_from_buffer((size_t)length, reason, MHD_RESPMEM_MUST_COPY);
    bool fine = response != NULL && add_headers(response, "text/plain; charset=utf-8", NULL) &&
                (status != 405 || add(response, "Allow", "GET, HEAD"));
    return send_answer(connection, status, response, fine);
}

static void tag_of(const scrut_buf *bytes, char tag[TAG_BYTES])
{
    scrut_sha256_hex(bytes->length > 0 ? bytes->bytes : "", bytes->length, tag + 1);
    tag[0] = tag[TAG_BYTES - 2] = '"';
    tag[TAG_BYTES - 1] = '\0';
}

static enum MHD_Result send_file(const scrut_server *server, struct MHD_Connection *connection, size_t file)
{
    char tag[TAG_BYTES];
    scrut_buf bytes = {0}, path = {0};
    scrut_site_path(server->site, file, &path);
    if (scrut_buf_failed(&path) || scrut_site_render(server->site, file, &bytes, NULL) != SCRUT_OK) {
        scrut_buf_free(&path);
        scrut_buf_free(&bytes);
        return refuse(connection, 500);
    }
    tag_of(&bytes, tag);
    const char *held = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    unsigned status = scrut_front_unchanged(held, tag) ? 304 : 200;
    if (status == 304)
        scrut_buf_free(&bytes);
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(bytes.length, bytes.bytes, free);
    bool fine = response != NULL && add_headers(response, scrut_site_media_type(path.bytes), tag);
    scrut_buf_free(&path);
    if (response == NULL)
        scrut_buf_free(&bytes);
    return send_answer(connection, status, response, fine);
}

/* ---- requests ---- */

static enum MHD_Result count_host(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
    (void)kind;
    scrut_request *request = context;
    if (strcasecmp(key, "Host") == 0) {
        request->hosts++;
        request->host = value;
    }
    return MHD_YES;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_bytes, void **own)
{
    scrut_server *server = context;
    scrut_request request = {.method = method, .path = url, .port = server->port};
    size_t file = 0;
    bool first = *own == NULL, asks = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    (void)version;
    (void)upload;
    /* An answer to the first of two calls closes the connection, which is right for those that send something. */
    if (first && asks) {
        *own = server;
        return MHD_YES;
    }
    *upload_bytes = 0;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, count_host, &request);
    unsigned status = scrut_front_answer(server->front, &request, &file);
    return status == 200 ? send_file(server, connection, file) : refuse(connection, status);
}

/* Paths are compared as they were sent. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* The library's remarks about bad requests are nobody's concern. */
static void say_nothing(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

/* ---- listening ---- */

static scrut_status fail_listening(int descriptor, uint16_t port, scrut_error *err)
{
    int why = errno;
    if (descriptor >= 0)
        close(descriptor);
    const char *hint = why == EADDRINUSE ? "; another program uses this port, choose another or 0 for a free one"
                       : why == EACCES   ? "; choose a port above 1023"
                                         : "";
    return scrut_fail(err, SCRUT_E_IO, NULL, -1, -1, -1, "cannot listen on 127.0.0.1:%u: %s%s", (unsigned)port,
                      strerror(why), hint);
}

/* Our own socket, so that the reason is known when the port is taken. */
static scrut_status listen_here(uint16_t port, int *ret_descriptor, uint16_t *ret_port, scrut_error *err)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
    } address = {.in = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}}};
    socklen_t length = sizeof address.in;
    int yes = 1, descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0 || setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(descriptor, &address.any, length) != 0 || listen(descriptor, WAITING_MAX) != 0 ||
        getsockname(descriptor, &address.any, &length) != 0)
        return fail_listening(descriptor, port, err);
    *ret_descriptor = descriptor;
    *ret_port = ntohs(address.in.sin_port);
    return SCRUT_OK;
}

static struct MHD_Daemon *start_daemon(scrut_server *server, int descriptor)
{
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, descriptor, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)REQUEST_BYTES_MAX, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    /* Callbacks stand here, as a pointer to a function is no pointer to data in C. */
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | MHD_USE_ERROR_LOG, server->port, NULL,
                            NULL, answer, server, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
                            MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_ARRAY, options,
                            MHD_OPTION_END);
}

scrut_status scrut_server_start(const scrut_site *site, uint16_t port, scrut_server **ret_server, scrut_error *err)
{
    int descriptor = -1;
    scrut_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return scrut_fail_memory(err);
    server->site = site;
    scrut_status status = scrut_front_new(site, &server->front, err);
    if (status == SCRUT_OK)
        status = listen_here(port, &descriptor, &server->port, err);
    if (status == SCRUT_OK) {
        server->daemon = start_daemon(server, descriptor);
        if (server->daemon == NULL) {
            status = scrut_fail(err, SCRUT_E_IO, NULL, -1, -1, -1, "cannot start the server: %s", strerror(errno));
            close(descriptor);
        }
    }
    if (status == SCRUT_OK)
        *ret_server = server;
    else
        scrut_server_stop(server);
    return status;
}

uint16_t scrut_server_port(const scrut_server *server)
{
    return server->port;
}

void scrut_server_stop(scrut_server *server)
{
    if (server == NULL)
        return;
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    scrut_front_free(server->front);
    free(server);
}
