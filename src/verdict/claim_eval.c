/* SPDX-License-Identifier: Apache-2.0
 * claim_eval.c: what an expression is worth to one witness, in three values: it holds, it does not, or
 * the figures leave both open. */
#include "claim_internal.h"

claim_interval claim_number(claim_witness *w, const scrut_claim_node *node)
{
    switch (node->op) {
    case SCRUT_CLAIM_NUMBER: return interval_exact(fraction_of_number(node));
    case SCRUT_CLAIM_CALL: return claim_leaf_value(w, node).value;
    case SCRUT_CLAIM_NEGATE: return interval_negate(claim_number(w, node->a));
    case SCRUT_CLAIM_ADD: return interval_add(claim_number(w, node->a), claim_number(w, node->b));
    case SCRUT_CLAIM_SUBTRACT: return interval_add(claim_number(w, node->a), interval_negate(claim_number(w, node->b)));
    case SCRUT_CLAIM_MULTIPLY: return interval_multiply(claim_number(w, node->a), claim_number(w, node->b));
    default: return interval_divide(claim_number(w, node->a), claim_number(w, node->b));
    }
}

static claim_truth compare(claim_witness *w, const scrut_claim_node *node)
{
    claim_interval a = claim_number(w, node->a), b = claim_number(w, node->b);
    switch (node->op) {
    case SCRUT_CLAIM_EQUAL: return truth_equal(&a, &b);
    case SCRUT_CLAIM_NOT_EQUAL: return truth_not(truth_equal(&a, &b));
    case SCRUT_CLAIM_LESS: return truth_less(&a, &b);
    case SCRUT_CLAIM_AT_MOST: return truth_at_most(&a, &b);
    case SCRUT_CLAIM_GREATER: return truth_less(&b, &a);
    case SCRUT_CLAIM_AT_LEAST: return truth_at_most(&b, &a);
    default: {
        claim_interval distance = interval_absolute(interval_add(a, interval_negate(b)));
        claim_interval tolerance = claim_number(w, node->c);
        return truth_at_most(&distance, &tolerance);
    }
    }
}

claim_truth claim_evaluate(claim_witness *w, const scrut_claim_node *node)
{
    switch (node->op) {
    case SCRUT_CLAIM_NOT: return truth_not(claim_evaluate(w, node->a));
    case SCRUT_CLAIM_AND: return truth_and(claim_evaluate(w, node->a), claim_evaluate(w, node->b));
    case SCRUT_CLAIM_OR: return truth_or(claim_evaluate(w, node->a), claim_evaluate(w, node->b));
    default: return compare(w, node);
    }
}
