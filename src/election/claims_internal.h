/* SPDX-License-Identifier: Apache-2.0
 * claims_internal.h: what the parser of claims shares between its grammar (claim_parse.c) and the
 * functions with their arguments (claim_call.c). */
#ifndef SCRUT_CLAIMS_INTERNAL_H
#define SCRUT_CLAIMS_INTERNAL_H

#include "scrutineer/claims.h"

typedef enum {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_WORD,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES,
    TOKEN_OVER,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_LESS,
    TOKEN_AT_MOST,
    TOKEN_GREATER,
    TOKEN_AT_LEAST,
    TOKEN_ABOUT,
    TOKEN_OTHER, /* no token of the language */
} claim_token_kind;

typedef struct {
    claim_token_kind kind;
    size_t from, to; /* bytes of the text */
    int64_t mantissa;
    int decimals;
    bool percent;
} claim_token;

typedef struct {
    const scrut_case *c;
    scrut_arena *arena;
    const char *text;
    size_t length;
    claim_token token; /* looked at, not yet taken */
    int depth;
    size_t node_count;
    const scrut_claim_node *tolerance; /* of "~="; NULL: none given */
    bool tolerance_used;
    scrut_status status; /* the first failure */
    scrut_error *err;
} claim_parser;

/* Keeps the first failure; `at` is a byte of the text. Always NULL. */
scrut_claim_node *claim_fail(claim_parser *p, scrut_status status, size_t at, const char *fmt, ...) SCRUT_PRINTF(4, 5);
/* Reads the token that begins at or after byte `at`. */
void claim_next(claim_parser *p, size_t at);
/* A zeroed node with party, other SCRUT_NONE; NULL after a failure. */
scrut_claim_node *claim_node(claim_parser *p, scrut_claim_op op);
/* A call: the token is the function's name. */
const scrut_claim_node *claim_call(claim_parser *p);

#endif
