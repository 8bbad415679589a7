/* SPDX-License-Identifier: Apache-2.0
 * claim_print.c: expressions as text, with the parentheses that the tree needs and no other. */
#include "scrutineer/claims.h"

#include <string.h>

/* How tightly an operation binds; an operand that binds less is put into parentheses. */
static int binding(scrut_claim_op op)
{
    switch (op) {
    case SCRUT_CLAIM_OR: return 1;
    case SCRUT_CLAIM_AND: return 2;
    case SCRUT_CLAIM_NOT: return 3;
    case SCRUT_CLAIM_ADD:
    case SCRUT_CLAIM_SUBTRACT: return 5;
    case SCRUT_CLAIM_MULTIPLY:
    case SCRUT_CLAIM_DIVIDE: return 6;
    case SCRUT_CLAIM_NEGATE: return 7;
    case SCRUT_CLAIM_NUMBER:
    case SCRUT_CLAIM_CALL: return 8;
    default: return 4; /* comparisons */
    }
}

static const char *sign_of(scrut_claim_op op)
{
    switch (op) {
    case SCRUT_CLAIM_ADD: return " + ";
    case SCRUT_CLAIM_SUBTRACT: return " - ";
    case SCRUT_CLAIM_MULTIPLY: return " * ";
    case SCRUT_CLAIM_DIVIDE: return " / ";
    case SCRUT_CLAIM_EQUAL:
    case SCRUT_CLAIM_WITHIN: return " = ";
    case SCRUT_CLAIM_NOT_EQUAL: return " != ";
    case SCRUT_CLAIM_LESS: return " < ";
    case SCRUT_CLAIM_AT_MOST: return " <= ";
    case SCRUT_CLAIM_GREATER: return " > ";
    case SCRUT_CLAIM_AT_LEAST: return " >= ";
    case SCRUT_CLAIM_AND: return " and ";
    default: return " or ";
    }
}

static void put_number(const scrut_claim_node *node, scrut_buf *out)
{
    char digits[32];
    size_t length = 0;
    int64_t rest = node->mantissa;
    do {
        digits[length++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0 || length <= (size_t)node->decimals);
    for (size_t i = length; i > 0; i--) {
        if (i == (size_t)node->decimals)
            scrut_buf_putc(out, '.');
        scrut_buf_putc(out, digits[i - 1]);
    }
    if (node->percent)
        scrut_buf_putc(out, '%');
}

/* Letters, digits and underscores of any script stand bare. */
static bool is_bare(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
                     *at == '_' || (unsigned char)*at >= 0x80;
        if (!plain)
            return false;
    }
    return *text != '\0';
}

static void put_name(const char *text, bool *first, scrut_buf *out)
{
    scrut_buf_puts(out, *first ? "" : ", ");
    *first = false;
    if (is_bare(text)) {
        scrut_buf_puts(out, text);
        return;
    }
    scrut_buf_putc(out, '"');
    for (; *text != '\0'; text++)
        scrut_buf_puts(out, *text == '"' ? "\"\"" : (const char[]){*text, '\0'});
    scrut_buf_putc(out, '"');
}

static void put_call(const scrut_case *c, const scrut_claim_node *node, scrut_buf *out)
{
    bool first = true, word_first = node->function == SCRUT_CLAIM_AT_STAKE;
    scrut_buf_printf(out, "%s(", scrut_claim_function_name(node->function));
    if (node->party != SCRUT_NONE)
        put_name(c->parties[node->party].id, &first, out);
    if (node->function == SCRUT_CLAIM_MARGIN)
        scrut_buf_printf(out, ", %lld", (long long)node->count);
    if (node->other != SCRUT_NONE)
        put_name(c->parties[node->other].id, &first, out);
    if (node->word != NULL && word_first)
        put_name(node->word, &first, out);
    if (node->unit > 0)
        put_name(c->constituencies[node->unit - 1].id, &first, out);
    if (node->word != NULL && !word_first)
        put_name(node->word, &first, out);
    scrut_buf_putc(out, ')');
}

static void put_operand(const scrut_case *c, const scrut_claim_node *node, int at_least, scrut_buf *out)
{
    bool parentheses = binding(node->op) < at_least;
    scrut_buf_puts(out, parentheses ? "(" : "");
    scrut_claim_print(c, node, out);
    scrut_buf_puts(out, parentheses ? ")" : "");
}

void scrut_claim_print(const scrut_case *c, const scrut_claim_node *node, scrut_buf *out)
{
    int own = binding(node->op);
    if (node->op == SCRUT_CLAIM_NUMBER) {
        put_number(node, out);
    } else if (node->op == SCRUT_CLAIM_CALL) {
        put_call(c, node, out);
    } else if (node->op == SCRUT_CLAIM_NEGATE || node->op == SCRUT_CLAIM_NOT) {
        scrut_buf_puts(out, node->op == SCRUT_CLAIM_NOT ? "not " : "-");
        put_operand(c, node->a, own, out);
    } else {
        /* left to right: a right operand of the same strength needs its parentheses */
        put_operand(c, node->a, own, out);
        scrut_buf_puts(out, sign_of(node->op));
        put_operand(c, node->b, own + 1, out);
        if (node->op == SCRUT_CLAIM_WITHIN) {
            scrut_buf_puts(out, " within ");
            put_operand(c, node->c, own + 1, out);
        }
    }
}

static bool same_word(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool scrut_claim_equal(const scrut_claim_node *a, const scrut_claim_node *b)
{
    if (a == b)
        return true;
    if (a == NULL || b == NULL || a->op != b->op)
        return false;
    return a->mantissa == b->mantissa && a->decimals == b->decimals && a->percent == b->percent &&
           a->function == b->function && a->party == b->party && a->other == b->other && a->unit == b->unit &&
           a->count == b->count && same_word(a->word, b->word) && scrut_claim_equal(a->a, b->a) &&
           scrut_claim_equal(a->b, b->b) && scrut_claim_equal(a->c, b->c);
}
