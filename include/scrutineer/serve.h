/* SPDX-License-Identifier: Apache-2.0
 * serve.h: a site over HTTP to this machine alone: 127.0.0.1, GET and HEAD, pages made when they are asked for.
 *
 * Nothing is ever looked up on a disk: a request names a file of the site's list or none. */
#ifndef SCRUTINEER_SERVE_H
#define SCRUTINEER_SERVE_H

#include "scrutineer/site.h"

/* ---- the front: what a request asks for, without a network ---- */

typedef struct scrut_front scrut_front;

/* SCRUT_E_MEMORY. The site must outlive it. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_front_new(const scrut_site *site, scrut_front **ret_front,
                                                        scrut_error *err);
SCRUT_API void scrut_front_free(scrut_front *front);

/* Longer paths are refused; the site's own are shorter. */
#define SCRUT_FRONT_PATH_MAX 512

/* As received; texts may hold any bytes but NUL. */
typedef struct {
    const char *method;
    const char *path; /* of the request's first line, before any "?", as sent: nothing is decoded */
    const char *host; /* the Host header; NULL: none */
    size_t hosts;     /* how many of them there were */
    uint16_t port;    /* that the server listens on */
} scrut_request;

/* 200 with the file; 400, 404, 405, 414, 421 (asked for under another name than this machine's own: a page of a
 * stranger whose name was bent to 127.0.0.1 must not read the report). */
SCRUT_API unsigned scrut_front_answer(const scrut_front *front, const scrut_request *request, size_t *ret_file);
/* Whether an If-None-Match header (NULL: none) names this entity tag, which is given with its quotation marks. */
SCRUT_API bool scrut_front_unchanged(const char *if_none_match, const char *tag);

/* ---- the server ---- */

typedef struct scrut_server scrut_server;

/* Listens on 127.0.0.1; port 0 takes a free one. Answers on a thread of its own until it is stopped. The site must
 * outlive it. SCRUT_E_IO: the port is taken or not allowed; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_server_start(const scrut_site *site, uint16_t port,
                                                           scrut_server **ret_server, scrut_error *err);
SCRUT_API uint16_t scrut_server_port(const scrut_server *server);
/* Finishes answers under way. NULL is fine. */
SCRUT_API void scrut_server_stop(scrut_server *server);

#endif
