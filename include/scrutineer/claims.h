/* SPDX-License-Identifier: Apache-2.0
 * claims.h: the expression of a claim: text to tree and back. The language is specified in
 * docs/formats/claims.md. What an expression is worth under the evidence is in verdict.h.
 *
 * A tree belongs to the arena it was parsed into and names parties and constituencies of one case by
 * index. Numbers are exact: a decimal is a whole number over a power of ten. */
#ifndef SCRUTINEER_CLAIMS_H
#define SCRUTINEER_CLAIMS_H

#include "scrutineer/buf.h"
#include "scrutineer/election.h"

#define SCRUT_CLAIM_BYTES_MAX 4096 /* of an expression */
#define SCRUT_CLAIM_DEPTH_MAX 64   /* of parentheses, "not" and signs */
#define SCRUT_CLAIM_NODES_MAX 512

typedef enum {
    SCRUT_CLAIM_NUMBER,
    SCRUT_CLAIM_CALL,
    SCRUT_CLAIM_NEGATE, /* -a */
    SCRUT_CLAIM_ADD,
    SCRUT_CLAIM_SUBTRACT,
    SCRUT_CLAIM_MULTIPLY,
    SCRUT_CLAIM_DIVIDE,
    /* from here on the value is a truth */
    SCRUT_CLAIM_EQUAL,
    SCRUT_CLAIM_NOT_EQUAL,
    SCRUT_CLAIM_LESS,
    SCRUT_CLAIM_AT_MOST,
    SCRUT_CLAIM_GREATER,
    SCRUT_CLAIM_AT_LEAST,
    SCRUT_CLAIM_WITHIN, /* a = b within c: |a - b| <= c */
    SCRUT_CLAIM_NOT,
    SCRUT_CLAIM_AND,
    SCRUT_CLAIM_OR,
} scrut_claim_op;

typedef enum {
    SCRUT_CLAIM_SEATS,
    SCRUT_CLAIM_VOTES,
    SCRUT_CLAIM_SHARE,
    SCRUT_CLAIM_LEAD,
    SCRUT_CLAIM_TURNOUT,
    SCRUT_CLAIM_REGISTERED,
    SCRUT_CLAIM_CAST,
    SCRUT_CLAIM_VALID,
    SCRUT_CLAIM_INVALID,
    SCRUT_CLAIM_BLANK,
    SCRUT_CLAIM_LED,
    SCRUT_CLAIM_MAJORITIES,
    SCRUT_CLAIM_SWING,
    SCRUT_CLAIM_SEATS_BEFORE,
    SCRUT_CLAIM_MAJORITY,
    SCRUT_CLAIM_SEATS_TOTAL,
    SCRUT_CLAIM_STATIONS,
    SCRUT_CLAIM_PARTIES,
    SCRUT_CLAIM_AT_STAKE,
    SCRUT_CLAIM_MARGIN,
    SCRUT_CLAIM_FUNCTION_COUNT
} scrut_claim_function;

typedef struct scrut_claim_node scrut_claim_node;
struct scrut_claim_node {
    scrut_claim_op op;
    const scrut_claim_node *a, *b, *c; /* operands, NULL where the operation has none */
    /* NUMBER: mantissa / 10^decimals, over 100 for a percentage; not negative */
    int64_t mantissa;
    int decimals;
    bool percent;
    /* CALL; what a function does not take is SCRUT_NONE, 0 or NULL */
    scrut_claim_function function;
    uint32_t party, other; /* indices */
    uint32_t unit;         /* 0: the nation; else 1 + index of the constituency */
    int64_t count;         /* margin: seats */
    const char *word;      /* at_stake: code; seats_before: version; margin: metric */
};

/* "seats", ... */
SCRUT_API const char *scrut_claim_function_name(scrut_claim_function function);
/* True for operations whose value is a truth, not a number. */
static inline bool scrut_claim_is_truth(const scrut_claim_node *node)
{
    return node->op >= SCRUT_CLAIM_EQUAL;
}

/* Parses a claim's expression; `tolerance` (NULL: none) is that of every "~=" in it. The tree lives in `arena`.
 * SCRUT_E_INPUT: with err->column in the expression (characters from 1; -1: it is the tolerance) and what was
 * expected; SCRUT_E_RANGE: a number is too large; SCRUT_E_LIMIT: too long or too deep; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_claim_parse(const scrut_case *c, const char *text, size_t length,
                                                          const char *tolerance, scrut_arena *arena,
                                                          const scrut_claim_node **ret_root, scrut_error *err);

/* Appends the expression as text. Parsed again it gives the same tree. */
SCRUT_API void scrut_claim_print(const scrut_case *c, const scrut_claim_node *node, scrut_buf *out);
/* Whether two trees are the same. */
SCRUT_API bool scrut_claim_equal(const scrut_claim_node *a, const scrut_claim_node *b);

#endif
