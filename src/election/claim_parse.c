/* SPDX-License-Identifier: Apache-2.0
 * claim_parse.c: the grammar of claims (docs/formats/claims.md), by recursive descent.
 *
 *   claim      = and { "or" and }            comparison = sum [ relation sum [ "within" sum ] ]
 *   and        = not { "and" not }           sum        = product { ( "+" | "-" ) product }
 *   not        = "not" not | comparison      product    = sign { ( "*" | "/" ) sign }
 *   sign       = "-" sign | primary          primary    = number | call | "(" claim ")"
 *
 * One ladder for truths and numbers: a parenthesis may hold either, so each operation checks its
 * operands. Recursion is bounded by the depth, loops by the number of nodes. */
#include "claims_internal.h"
#include "scrutineer/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DECIMALS_MAX 9 /* of a number */

/* --- failures ------------------------------------------------------------------------------------------ */

static int64_t column_of(const claim_parser *p, size_t at)
{
    int64_t column = 1;
    for (size_t i = 0; i < at && i < p->length; i++)
        column += ((unsigned char)p->text[i] & 0xC0) != 0x80;
    return column;
}

scrut_claim_node *claim_fail(claim_parser *p, scrut_status status, size_t at, const char *fmt, ...)
{
    if (p->status != SCRUT_OK)
        return NULL;
    char message[sizeof p->err->message];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    p->status = scrut_fail(p->err, status, NULL, -1, column_of(p, at), -1, "%s", message);
    return NULL;
}

/* "expected X, found Y" at the token that was looked at. */
static const scrut_claim_node *unexpected(claim_parser *p, const char *expected)
{
    size_t from = p->token.from, length = p->token.to - from;
    if (p->token.kind == TOKEN_END)
        return claim_fail(p, SCRUT_E_INPUT, from, "expected %s, but the expression ends", expected);
    return claim_fail(p, SCRUT_E_INPUT, from, "expected %s, found \"%.*s\"", expected, (int)(length < 60 ? length : 60),
                      p->text + from);
}

scrut_claim_node *claim_node(claim_parser *p, scrut_claim_op op)
{
    if (p->status != SCRUT_OK)
        return NULL;
    if (p->node_count == SCRUT_CLAIM_NODES_MAX)
        return claim_fail(p, SCRUT_E_LIMIT, p->token.from, "the expression has more than %d parts",
                          SCRUT_CLAIM_NODES_MAX);
    scrut_claim_node *node = scrut_arena_calloc(p->arena, 1, sizeof *node);
    if (node == NULL)
        return claim_fail(p, SCRUT_E_MEMORY, 0, "out of memory");
    p->node_count++;
    node->op = op;
    node->party = node->other = SCRUT_NONE;
    return node;
}

/* --- tokens -------------------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Digits into the mantissa; false when it becomes too large. */
static bool take_digits(claim_parser *p, claim_token *t)
{
    for (; t->to < p->length && is_digit(p->text[t->to]); t->to++) {
        if (!scrut_multiply(t->mantissa, 10, &t->mantissa) ||
            !scrut_add(t->mantissa, p->text[t->to] - '0', &t->mantissa) || t->mantissa > INT64_C(1000000000000000000))
            return false;
    }
    return true;
}

static void number_token(claim_parser *p, claim_token *t)
{
    bool fits = take_digits(p, t);
    t->kind = TOKEN_NUMBER;
    if (fits && t->to + 1 < p->length && p->text[t->to] == '.' && is_digit(p->text[t->to + 1])) {
        size_t first = ++t->to;
        fits = take_digits(p, t) && t->to - first <= DECIMALS_MAX;
        t->decimals = (int)(t->to - first);
    }
    if (!fits) {
        claim_fail(p, SCRUT_E_RANGE, t->from, "a number may have 18 digits, 9 of them after the point");
        return;
    }
    size_t after = t->to;
    while (after < p->length && is_space(p->text[after]))
        after++;
    if (after < p->length && p->text[after] == '%') {
        t->percent = true;
        t->to = after + 1;
    }
}

static void symbol_token(claim_parser *p, claim_token *t)
{
    static const struct {
        const char *text;
        claim_token_kind kind;
    } SYMBOLS[] = {{"!=", TOKEN_NOT_EQUAL}, {"<=", TOKEN_AT_MOST}, {">=", TOKEN_AT_LEAST}, {"~=", TOKEN_ABOUT},
                   {"=", TOKEN_EQUAL},      {"<", TOKEN_LESS},     {">", TOKEN_GREATER},   {"(", TOKEN_OPEN},
                   {")", TOKEN_CLOSE},      {"+", TOKEN_PLUS},     {"-", TOKEN_MINUS},     {"*", TOKEN_TIMES},
                   {"/", TOKEN_OVER}};
    for (size_t i = 0; i < sizeof SYMBOLS / sizeof SYMBOLS[0]; i++) {
        size_t length = strlen(SYMBOLS[i].text);
        if (p->length - t->from >= length && memcmp(p->text + t->from, SYMBOLS[i].text, length) == 0) {
            t->kind = SYMBOLS[i].kind;
            t->to = t->from + length;
            return;
        }
    }
    uint32_t code_point;
    t->kind = TOKEN_OTHER;
    t->to = t->from + scrut_utf8_decode(p->text + t->from, p->length - t->from, &code_point);
}

void claim_next(claim_parser *p, size_t at)
{
    while (at < p->length && is_space(p->text[at]))
        at++;
    claim_token t = {.kind = TOKEN_END, .from = at, .to = at};
    if (at < p->length && is_digit(p->text[at])) {
        number_token(p, &t);
    } else if (at < p->length && is_word(p->text[at])) {
        t.kind = TOKEN_WORD;
        while (t.to < p->length && is_word(p->text[t.to]))
            t.to++;
    } else if (at < p->length) {
        symbol_token(p, &t);
    }
    p->token = t;
}

static bool at_word(const claim_parser *p, const char *word)
{
    size_t length = strlen(word);
    return p->status == SCRUT_OK && p->token.kind == TOKEN_WORD && p->token.to - p->token.from == length &&
           memcmp(p->text + p->token.from, word, length) == 0;
}

static bool at_kind(const claim_parser *p, claim_token_kind kind)
{
    return p->status == SCRUT_OK && p->token.kind == kind;
}

static void skip(claim_parser *p)
{
    claim_next(p, p->token.to);
}

/* --- numbers ------------------------------------------------------------------------------------------- */

static const scrut_claim_node *parse_claim(claim_parser *p);
static const scrut_claim_node *parse_sign(claim_parser *p);

static const scrut_claim_node *binary(claim_parser *p, scrut_claim_op op, const scrut_claim_node *a,
                                      const scrut_claim_node *b)
{
    scrut_claim_node *node = a != NULL && b != NULL ? claim_node(p, op) : NULL;
    if (node != NULL) {
        node->a = a;
        node->b = b;
    }
    return node;
}

static const scrut_claim_node *number(claim_parser *p)
{
    scrut_claim_node *node = claim_node(p, SCRUT_CLAIM_NUMBER);
    if (node == NULL)
        return NULL;
    node->mantissa = p->token.mantissa;
    node->decimals = p->token.decimals;
    node->percent = p->token.percent;
    skip(p);
    return node;
}

static const scrut_claim_node *parenthesis(claim_parser *p)
{
    skip(p);
    const scrut_claim_node *inner = parse_claim(p);
    if (inner == NULL)
        return NULL;
    if (!at_kind(p, TOKEN_CLOSE))
        return unexpected(p, "\")\"");
    skip(p);
    return inner;
}

static bool enter(claim_parser *p)
{
    if (++p->depth <= SCRUT_CLAIM_DEPTH_MAX)
        return true;
    claim_fail(p, SCRUT_E_LIMIT, p->token.from, "the expression is nested more than %d times", SCRUT_CLAIM_DEPTH_MAX);
    return false;
}

static const scrut_claim_node *parse_primary(claim_parser *p)
{
    if (at_kind(p, TOKEN_NUMBER))
        return number(p);
    if (at_kind(p, TOKEN_WORD))
        return claim_call(p);
    if (!at_kind(p, TOKEN_OPEN))
        return unexpected(p, "a number, a function or \"(\"");
    const scrut_claim_node *node = enter(p) ? parenthesis(p) : NULL;
    p->depth--;
    return node;
}

/* The operand must be a number; `at` is where it begins. */
static const scrut_claim_node *numeric(claim_parser *p, const scrut_claim_node *node, size_t at)
{
    if (node != NULL && scrut_claim_is_truth(node))
        return claim_fail(p, SCRUT_E_INPUT, at, "expected a number here, found a comparison");
    return node;
}

static const scrut_claim_node *truth(claim_parser *p, const scrut_claim_node *node, size_t at)
{
    if (node != NULL && !scrut_claim_is_truth(node))
        return claim_fail(p, SCRUT_E_INPUT, at, "expected a comparison here, such as seats(P) = 3, found a number");
    return node;
}

static const scrut_claim_node *parse_sign(claim_parser *p)
{
    if (!at_kind(p, TOKEN_MINUS))
        return parse_primary(p);
    const scrut_claim_node *operand = NULL;
    if (enter(p)) {
        skip(p);
        size_t at = p->token.from;
        operand = numeric(p, parse_sign(p), at);
    }
    p->depth--;
    scrut_claim_node *node = operand != NULL ? claim_node(p, SCRUT_CLAIM_NEGATE) : NULL;
    if (node != NULL)
        node->a = operand;
    return node;
}

static const scrut_claim_node *parse_product(claim_parser *p)
{
    size_t at = p->token.from;
    const scrut_claim_node *left = parse_sign(p);
    while (left != NULL && (at_kind(p, TOKEN_TIMES) || at_kind(p, TOKEN_OVER))) {
        scrut_claim_op op = p->token.kind == TOKEN_TIMES ? SCRUT_CLAIM_MULTIPLY : SCRUT_CLAIM_DIVIDE;
        left = numeric(p, left, at);
        skip(p);
        size_t right_at = p->token.from;
        left = binary(p, op, left, numeric(p, parse_sign(p), right_at));
    }
    return left;
}

static const scrut_claim_node *parse_sum(claim_parser *p)
{
    size_t at = p->token.from;
    const scrut_claim_node *left = parse_product(p);
    while (left != NULL && (at_kind(p, TOKEN_PLUS) || at_kind(p, TOKEN_MINUS))) {
        scrut_claim_op op = p->token.kind == TOKEN_PLUS ? SCRUT_CLAIM_ADD : SCRUT_CLAIM_SUBTRACT;
        left = numeric(p, left, at);
        skip(p);
        size_t right_at = p->token.from;
        left = binary(p, op, left, numeric(p, parse_product(p), right_at));
    }
    return left;
}

/* --- truths -------------------------------------------------------------------------------------------- */

static bool relation(const claim_parser *p, scrut_claim_op *ret_op)
{
    static const struct {
        claim_token_kind kind;
        scrut_claim_op op;
    } RELATIONS[] = {{TOKEN_EQUAL, SCRUT_CLAIM_EQUAL},     {TOKEN_NOT_EQUAL, SCRUT_CLAIM_NOT_EQUAL},
                     {TOKEN_LESS, SCRUT_CLAIM_LESS},       {TOKEN_AT_MOST, SCRUT_CLAIM_AT_MOST},
                     {TOKEN_GREATER, SCRUT_CLAIM_GREATER}, {TOKEN_AT_LEAST, SCRUT_CLAIM_AT_LEAST},
                     {TOKEN_ABOUT, SCRUT_CLAIM_WITHIN}};
    for (size_t i = 0; i < sizeof RELATIONS / sizeof RELATIONS[0]; i++) {
        if (!at_kind(p, RELATIONS[i].kind))
            continue;
        *ret_op = RELATIONS[i].op;
        return true;
    }
    return false;
}

/* Half a unit of the last digit of a number as it was written: what rounding can hide. */
static const scrut_claim_node *half_unit(claim_parser *p, const scrut_claim_node *written, size_t at)
{
    if (written->decimals == DECIMALS_MAX)
        return claim_fail(p, SCRUT_E_RANGE, at, "\"~=\" needs a number with at most %d digits after the point",
                          DECIMALS_MAX - 1);
    scrut_claim_node *node = claim_node(p, SCRUT_CLAIM_NUMBER);
    if (node == NULL)
        return NULL;
    node->mantissa = 5;
    node->decimals = written->decimals + 1;
    node->percent = written->percent;
    return node;
}

static const scrut_claim_node *implied_tolerance(claim_parser *p, const scrut_claim_node *a, const scrut_claim_node *b,
                                                 size_t at)
{
    if (p->tolerance != NULL) {
        p->tolerance_used = true;
        return p->tolerance;
    }
    if (b->op == SCRUT_CLAIM_NUMBER)
        return half_unit(p, b, at);
    if (a->op == SCRUT_CLAIM_NUMBER)
        return half_unit(p, a, at);
    return claim_fail(p, SCRUT_E_INPUT, at, "\"~=\" needs a number on one side, the claim's tolerance, or \"within\"");
}

static const scrut_claim_node *parse_comparison(claim_parser *p)
{
    size_t at = p->token.from;
    const scrut_claim_node *a = parse_sum(p), *tolerance = NULL;
    scrut_claim_op op;
    if (a == NULL || !relation(p, &op))
        return a;
    size_t relation_at = p->token.from;
    a = numeric(p, a, at);
    skip(p);
    at = p->token.from;
    const scrut_claim_node *b = numeric(p, parse_sum(p), at);
    if (a == NULL || b == NULL)
        return NULL;
    if ((op == SCRUT_CLAIM_EQUAL || op == SCRUT_CLAIM_WITHIN) && at_word(p, "within")) {
        op = SCRUT_CLAIM_WITHIN;
        skip(p);
        at = p->token.from;
        tolerance = numeric(p, parse_sum(p), at);
    } else if (op == SCRUT_CLAIM_WITHIN) {
        tolerance = implied_tolerance(p, a, b, relation_at);
    }
    if (relation(p, &(scrut_claim_op){0}))
        return claim_fail(p, SCRUT_E_INPUT, p->token.from, "write two comparisons joined by \"and\"");
    scrut_claim_node *node = op != SCRUT_CLAIM_WITHIN || tolerance != NULL ? claim_node(p, op) : NULL;
    if (node != NULL) {
        node->a = a;
        node->b = b;
        node->c = tolerance;
    }
    return node;
}

static const scrut_claim_node *parse_not(claim_parser *p)
{
    if (!at_word(p, "not"))
        return parse_comparison(p);
    const scrut_claim_node *operand = NULL;
    if (enter(p)) {
        skip(p);
        size_t at = p->token.from;
        operand = truth(p, parse_not(p), at);
    }
    p->depth--;
    scrut_claim_node *node = operand != NULL ? claim_node(p, SCRUT_CLAIM_NOT) : NULL;
    if (node != NULL)
        node->a = operand;
    return node;
}

static const scrut_claim_node *parse_and(claim_parser *p)
{
    size_t at = p->token.from;
    const scrut_claim_node *left = parse_not(p);
    while (left != NULL && at_word(p, "and")) {
        left = truth(p, left, at);
        skip(p);
        size_t right_at = p->token.from;
        left = binary(p, SCRUT_CLAIM_AND, left, truth(p, parse_not(p), right_at));
    }
    return left;
}

static const scrut_claim_node *parse_claim(claim_parser *p)
{
    size_t at = p->token.from;
    const scrut_claim_node *left = parse_and(p);
    while (left != NULL && at_word(p, "or")) {
        left = truth(p, left, at);
        skip(p);
        size_t right_at = p->token.from;
        left = binary(p, SCRUT_CLAIM_OR, left, truth(p, parse_and(p), right_at));
    }
    return left;
}

/* --- the whole ----------------------------------------------------------------------------------------- */

static const scrut_claim_node *parse_tolerance(claim_parser *p, const char *text)
{
    claim_parser own = {.c = p->c, .arena = p->arena, .text = text, .length = strlen(text), .err = NULL};
    if (scrut_utf8_check(text, own.length) == own.length)
        claim_next(&own, 0);
    const scrut_claim_node *node = at_kind(&own, TOKEN_NUMBER) ? number(&own) : NULL;
    if (node != NULL && own.token.kind == TOKEN_END)
        return node;
    if (own.status == SCRUT_E_MEMORY)
        p->status = scrut_fail_memory(p->err);
    else
        p->status = scrut_fail(p->err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                               "the tolerance \"%.40s\" is not a number such as 2, 0.5 or 0.1%%", text);
    return NULL;
}

static const scrut_claim_node *parse_all(claim_parser *p)
{
    claim_next(p, 0);
    const scrut_claim_node *root = parse_claim(p);
    if (root != NULL && p->token.kind != TOKEN_END)
        return unexpected(p, "an operator or the end");
    root = truth(p, root, 0);
    if (root != NULL && p->tolerance != NULL && !p->tolerance_used) {
        p->status = scrut_fail(p->err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                               "a tolerance is given, but no \"~=\" in the expression uses it");
        return NULL;
    }
    return p->status == SCRUT_OK ? root : NULL;
}

scrut_status scrut_claim_parse(const scrut_case *c, const char *text, size_t length, const char *tolerance,
                               scrut_arena *arena, const scrut_claim_node **ret_root, scrut_error *err)
{
    claim_parser p = {.c = c, .arena = arena, .text = text, .length = length, .err = err};
    if (length > SCRUT_CLAIM_BYTES_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, 1, -1, "the expression is longer than %d bytes",
                          SCRUT_CLAIM_BYTES_MAX);
    size_t bad = scrut_utf8_check(text, length);
    if (bad < length) {
        claim_fail(&p, SCRUT_E_INPUT, bad, "a byte here is not UTF-8");
        return p.status;
    }
    if (tolerance != NULL)
        p.tolerance = parse_tolerance(&p, tolerance);
    const scrut_claim_node *root = p.status == SCRUT_OK ? parse_all(&p) : NULL;
    if (root == NULL)
        return p.status;
    *ret_root = root;
    return SCRUT_OK;
}
