/* SPDX-License-Identifier: Apache-2.0
 * claim_test.c: asks every source and announcement about every claim. All claimants are tested by one
 * rule: a claim holds when some answer gives it and none contradicts it. An answer is only what a witness
 * can say by itself; figures of two witnesses are never mixed. */
#include "claim_internal.h"
#include "scrutineer/catalog.h"

#include "scrutineer/text.h"

#include <string.h>

#define MISSING_MAX 12
#define LEAVES_MAX 64 /* different functions in one expression that are shown with their values */

const char *scrut_claim_verdict_name(scrut_claim_verdict verdict)
{
    static const char *const NAMES[] = {
        [SCRUT_CLAIM_WORDS] = SCRUT_KEY("words only"),  [SCRUT_CLAIM_UNDECIDED] = SCRUT_KEY("undecided"),
        [SCRUT_CLAIM_HOLDS] = SCRUT_KEY("holds"),       [SCRUT_CLAIM_CONTRADICTED] = SCRUT_KEY("contradicted"),
        [SCRUT_CLAIM_DISPUTED] = SCRUT_KEY("disputed"),
    };
    return NAMES[verdict];
}

const char *scrut_claim_origin_name(scrut_claim_origin origin)
{
    static const char *const NAMES[] = {
        [SCRUT_CLAIM_FROM_CASE] = "case",
        [SCRUT_CLAIM_FROM_TALLY] = "tally",
        [SCRUT_CLAIM_FROM_CHAMBER] = "chamber",
        [SCRUT_CLAIM_FROM_SEATS] = "seats",
    };
    return NAMES[origin];
}

/* ---- the functions of an expression -------------------------------------------------------------------- */

typedef struct {
    const scrut_claim_node *items[LEAVES_MAX]; /* different from one another */
    size_t count;
    bool of_tally, of_seats, of_margins, of_led; /* some function is */
} leaf_list;

static void list_leaves(const scrut_claim_node *node, leaf_list *list)
{
    if (node == NULL)
        return;
    list_leaves(node->a, list);
    list_leaves(node->b, list);
    list_leaves(node->c, list);
    if (node->op != SCRUT_CLAIM_CALL)
        return;
    list->of_tally = list->of_tally || !claim_is_of_case(node);
    list->of_seats = list->of_seats || node->function == SCRUT_CLAIM_SEATS || node->function == SCRUT_CLAIM_SWING;
    list->of_margins = list->of_margins || node->function == SCRUT_CLAIM_MARGIN;
    list->of_led = list->of_led || node->function == SCRUT_CLAIM_LED;
    for (size_t i = 0; i < list->count; i++)
        if (scrut_claim_equal(list->items[i], node))
            return;
    if (list->count < LEAVES_MAX)
        list->items[list->count++] = node;
}

/* ---- one answer ---------------------------------------------------------------------------------------- */

typedef struct {
    const scrut_verdict *v;
    scrut_arena *arena;
    const scrut_case_claim *claim;
    leaf_list leaves;
    uint64_t known;                /* bits: leaves that a witness knows */
    uint64_t lacking[MISSING_MAX]; /* bits for each of result->missing: leaves that want it */
    scrut_claim_result *result;
    bool memory_failed;
} desk;

static bool is_ratio(const scrut_claim_node *call)
{
    return call->function == SCRUT_CLAIM_SHARE || call->function == SCRUT_CLAIM_TURNOUT;
}

static const char *call_text(desk *d, const scrut_claim_node *call)
{
    scrut_buf text = {0};
    scrut_claim_print(d->v->c, call, &text);
    const char *copy = scrut_buf_failed(&text) ? NULL : scrut_arena_strdup(d->arena, text.bytes);
    scrut_buf_free(&text);
    d->memory_failed = d->memory_failed || copy == NULL;
    return copy;
}

/* Ends that no figure of the witness stands behind are not its own. */
static scrut_claim_value value_of(desk *d, const scrut_claim_node *call, const claim_leaf *leaf, bool of_case)
{
    const claim_interval *i = &leaf->value;
    bool own = i->fault == NULL && !leaf->is_never && (leaf->informed || of_case);
    return (scrut_claim_value){.text = call_text(d, call),
                               .has_low = own && i->has_low,
                               .has_high = own && i->has_high,
                               .low = i->low,
                               .high = i->high,
                               .is_ratio = is_ratio(call),
                               .is_never = leaf->is_never};
}

/* The claimant published the figures itself. */
static bool is_own(const desk *d, const scrut_tally *tally)
{
    const char *by = tally->about.by, *claimant = d->claim->claimant;
    bool equal = false;
    if (by == NULL || claimant == NULL || tally->from_returns)
        return false;
    return scrut_text_equal_key(by, strlen(by), claimant, strlen(claimant), &equal, NULL) == SCRUT_OK && equal;
}

static void add_missing(desk *d, size_t leaf, const char *missing)
{
    scrut_claim_result *r = d->result;
    size_t i = 0;
    while (i < r->missing_count && strcmp(r->missing[i], missing) != 0)
        i++;
    if (i == MISSING_MAX)
        return;
    if (i == r->missing_count)
        r->missing[r->missing_count++] = missing;
    d->lacking[i] |= UINT64_C(1) << leaf;
}

/* What some witness knows need not be brought, unless each knows a part of it. */
static void drop_known(desk *d)
{
    scrut_claim_result *r = d->result;
    size_t kept = 0;
    for (size_t i = 0; i < r->missing_count; i++)
        if ((d->lacking[i] & ~d->known) != 0)
            r->missing[kept++] = r->missing[i];
    r->missing_count = kept > 0 ? kept : r->missing_count;
}

static scrut_claim_verdict verdict_of(claim_truth truth)
{
    if (truth == TRUTH_UNKNOWN)
        return SCRUT_CLAIM_UNDECIDED;
    return truth == TRUTH_YES ? SCRUT_CLAIM_HOLDS : SCRUT_CLAIM_CONTRADICTED;
}

static void count_answer(scrut_claim_result *r, scrut_claim_verdict verdict)
{
    r->holds += verdict == SCRUT_CLAIM_HOLDS;
    r->contradicts += verdict == SCRUT_CLAIM_CONTRADICTED;
    r->undecided += verdict == SCRUT_CLAIM_UNDECIDED;
}

/* Asks one witness. It answers when a figure of its own decides the claim or narrows it; what follows from the case
 * alone is the case's answer. */
static void ask(desk *d, claim_witness *w)
{
    scrut_claim_value *values = scrut_arena_calloc(d->arena, d->leaves.count, sizeof *values);
    bool informed = false;
    if (values == NULL) {
        d->memory_failed = true;
        return;
    }
    w->quiet = true;
    claim_truth truth = claim_evaluate(w, d->claim->expression);
    w->quiet = truth != TRUTH_UNKNOWN;
    for (size_t i = 0; i < d->leaves.count; i++) {
        claim_leaf leaf = claim_leaf_value(w, d->leaves.items[i]);
        values[i] = value_of(d, d->leaves.items[i], &leaf, w->origin == SCRUT_CLAIM_FROM_CASE);
        informed = informed || (leaf.informed && (!claim_is_of_case(d->leaves.items[i]) || !d->leaves.of_tally));
        d->known |= (uint64_t)interval_is_exact(&leaf.value) << i;
        if (truth == TRUTH_UNKNOWN && leaf.missing != NULL)
            add_missing(d, i, leaf.missing);
        else if (truth == TRUTH_UNKNOWN && leaf.value.fault != NULL)
            add_missing(d, i, leaf.value.fault);
    }
    d->memory_failed = d->memory_failed || w->memory_failed;
    if (!informed && (truth == TRUTH_UNKNOWN || w->origin != SCRUT_CLAIM_FROM_CASE))
        return;
    count_answer(d->result, verdict_of(truth));
    scrut_claim_answer *answer = &d->result->answers[d->result->answer_count++];
    *answer = (scrut_claim_answer){.origin = w->origin,
                                   .tally = w->tally,
                                   .verdict = verdict_of(truth),
                                   .restates = w->origin == SCRUT_CLAIM_FROM_TALLY && is_own(d, w->tally),
                                   .values = values,
                                   .value_count = d->leaves.count};
    claim_would_have_taken(w, d->claim->expression, LEAVES_MAX, answer);
    d->memory_failed = d->memory_failed || w->memory_failed;
}

/* A tally by its figures; by the seats made from its votes; by what its seats say about votes. */
static void ask_tally(desk *d, size_t index)
{
    const scrut_verdict *v = d->v;
    claim_witness w = {.v = v, .tally = &v->tallies[index], .origin = SCRUT_CLAIM_FROM_TALLY, .arena = d->arena};
    bool of_law = d->leaves.of_seats || d->leaves.of_margins;
    /* The seats that a part of the stations would give are nobody's. */
    bool chamber = of_law && v->chambers != NULL && v->chambers[index] != NULL && !w.tally->partial;
    if (!chamber || (w.tally->has_seats && d->leaves.of_seats))
        ask(d, &w);
    if (chamber) {
        w.origin = SCRUT_CLAIM_FROM_CHAMBER;
        w.chamber = v->chambers[index];
        ask(d, &w);
    }
    if (d->leaves.of_led && w.tally->has_seats && !w.tally->has_constituency_votes) {
        w.origin = SCRUT_CLAIM_FROM_SEATS;
        ask(d, &w);
    }
}

static scrut_claim_verdict overall(const scrut_claim_result *r)
{
    if (r->holds > 0)
        return r->contradicts > 0 ? SCRUT_CLAIM_DISPUTED : SCRUT_CLAIM_HOLDS;
    return r->contradicts > 0 ? SCRUT_CLAIM_CONTRADICTED : SCRUT_CLAIM_UNDECIDED;
}

static scrut_status test_claim(desk *d, scrut_error *err)
{
    scrut_claim_result *r = d->result;
    r->claim = d->claim;
    r->same_as = SCRUT_NONE;
    if (d->claim->expression == NULL)
        return SCRUT_OK;
    list_leaves(d->claim->expression, &d->leaves);
    r->expression = call_text(d, d->claim->expression);
    r->answers = scrut_arena_calloc(d->arena, 3 * d->v->tally_count + 1, sizeof *r->answers);
    r->missing = scrut_arena_calloc(d->arena, MISSING_MAX, sizeof *r->missing);
    if (r->expression == NULL || r->answers == NULL || r->missing == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < d->v->tally_count && d->leaves.of_tally; i++)
        ask_tally(d, i);
    claim_witness of_case = {.v = d->v, .origin = SCRUT_CLAIM_FROM_CASE, .arena = d->arena};
    ask(d, &of_case);
    r->verdict = overall(r);
    if (r->verdict != SCRUT_CLAIM_UNDECIDED)
        r->missing_count = 0;
    drop_known(d);
    return d->memory_failed ? scrut_fail_memory(err) : SCRUT_OK;
}

scrut_status scrut_claims_test(const scrut_verdict *verdict, scrut_arena *arena, scrut_claim_results *ret_results,
                               scrut_error *err)
{
    const scrut_case *c = verdict->c;
    scrut_claim_results results = {.count = c->claim_count};
    results.items = scrut_arena_calloc(arena, c->claim_count, sizeof *results.items);
    if (results.items == NULL)
        return scrut_fail_memory(err);
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < c->claim_count && status == SCRUT_OK; i++) {
        desk d = {.v = verdict, .arena = arena, .claim = &c->claims[i], .result = &results.items[i]};
        status = test_claim(&d, err);
    }
    if (status == SCRUT_OK)
        status = claim_find_sets(verdict, arena, &results, err);
    if (status == SCRUT_OK)
        *ret_results = results;
    return status;
}
