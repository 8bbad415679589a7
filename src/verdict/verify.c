/* SPDX-License-Identifier: Apache-2.0
 * verify.c: everything the evidence of a case allows, in order: add up, allocate, compare, find. */
#include "scrutineer/materiality.h"
#include "scrutineer/roll_audit.h"
#include "scrutineer/seal.h"
#include "verdict_internal.h"

#include <stdlib.h>
#include <string.h>

bool rests_on(const scrut_tally *announcement, const scrut_tally *source)
{
    for (size_t i = 0; i < announcement->rests_on_count; i++)
        if (strcmp(announcement->rests_on[i], source->about.id) == 0)
            return true;
    return announcement->rests_on_count == 0;
}

static scrut_status tabulate_all(scrut_verdict *v, scrut_pool *pool, bool checked, scrut_error *err)
{
    const scrut_case *c = v->c;
    v->tally_count = c->returns_count + c->announcement_count;
    v->tabulation_count = c->returns_count;
    v->tallies = scrut_arena_calloc(v->arena, v->tally_count, sizeof *v->tallies);
    if (v->tallies == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < c->returns_count; i++) {
        scrut_status status = scrut_count_tabulate(c, &c->returns[i], pool, v->arena, &v->tallies[i], err);
        if (status == SCRUT_OK && checked)
            status = scrut_count_check(c, &c->returns[i], &v->tallies[i], pool, v->arena, &v->findings, err);
        if (status != SCRUT_OK)
            return status;
    }
    for (size_t i = 0; i < c->announcement_count; i++)
        v->tallies[c->returns_count + i] = c->announcements[i];
    return SCRUT_OK;
}

/* Why a tally's votes cannot be turned into seats, or NULL. */
static const char *no_allocation(const scrut_case *c, const scrut_tally *t)
{
    if (!c->has_rules)
        return SCRUT_KEY("the case gives no rules");
    if (!t->has_votes)
        return SCRUT_KEY("it gives no votes");
    if (!t->has_constituency_votes)
        return SCRUT_KEY("it gives no votes by constituency");
    for (size_t i = 0; i < c->constituency_count; i++)
        if (c->constituencies[i].seats_known)
            return NULL;
    return SCRUT_KEY("the case gives no number of seats by constituency");
}

static scrut_status allocate_all(scrut_verdict *v, scrut_error *err)
{
    v->chambers = scrut_arena_calloc(v->arena, v->tally_count, sizeof(scrut_chamber *));
    v->chamber_missing = scrut_arena_calloc(v->arena, v->tally_count, sizeof *v->chamber_missing);
    if (v->chambers == NULL || v->chamber_missing == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < v->tally_count; i++) {
        v->chamber_missing[i] = no_allocation(v->c, &v->tallies[i]);
        if (v->chamber_missing[i] != NULL)
            continue;
        scrut_chamber *chamber = scrut_arena_calloc(v->arena, 1, sizeof *chamber);
        const scrut_tally *votes = &v->tallies[i];
        const char *assumption = NULL;
        if (chamber == NULL)
            return scrut_fail_memory(err);
        scrut_status status = split_aggregates(v, &votes, &assumption, err);
        scrut_error refusal = {.status = SCRUT_OK};
        if (status == SCRUT_OK)
            status = scrut_seats_allocate(v->c, &v->c->rules, votes, v->arena, chamber, &refusal);
        if (status == SCRUT_E_RANGE ||
            status == SCRUT_E_INPUT) { /* figures beyond all elections; the rest can be said */
            v->chamber_missing[i] =
                scrut_sentence(v->arena, "its figures cannot be turned into seats: {1w}", refusal.message);
            if (v->chamber_missing[i] != NULL)
                continue;
            status = SCRUT_E_MEMORY;
        }
        if (status != SCRUT_OK)
            return scrut_fail_memory(err);
        chamber->assumption = assumption;
        v->chambers[i] = chamber;
    }
    return SCRUT_OK;
}

/* Figures beyond all elections have no margins; the rest can be said. Without a survey margins can be asked for. */
static scrut_status find_margins(scrut_verdict *v, bool survey, scrut_error *err)
{
    v->margins = scrut_arena_calloc(v->arena, v->tally_count, sizeof(scrut_margins *));
    if (v->margins == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < v->tally_count; i++) {
        if (v->chambers[i] == NULL)
            continue;
        scrut_margins *margins = scrut_arena_calloc(v->arena, 1, sizeof *margins);
        if (margins == NULL)
            return scrut_fail_memory(err);
        margins->chamber = v->chambers[i];
        scrut_status status = survey ? scrut_margins_find(v->c, v->chambers[i], v->arena, margins, err)
                                     : scrut_margin_house_open(v->c, v->chambers[i], v->arena, &margins->house, err);
        if (status == SCRUT_OK)
            v->margins[i] = margins;
        else if (status != SCRUT_E_RANGE)
            return status;
    }
    return SCRUT_OK;
}

/* Last: it needs the findings in their order, and the claims. */
static scrut_status weigh_all(scrut_verdict *v, scrut_error *err)
{
    v->materiality = scrut_arena_calloc(v->arena, v->tally_count, sizeof(scrut_materiality *));
    if (v->materiality == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < v->tally_count; i++) {
        if (v->margins[i] == NULL)
            continue;
        scrut_materiality *m = scrut_arena_calloc(v->arena, 1, sizeof *m);
        if (m == NULL)
            return scrut_fail_memory(err);
        scrut_status status = scrut_materiality_find(v, i, v->arena, m, err);
        if (status == SCRUT_OK)
            v->materiality[i] = m;
        else if (status != SCRUT_E_RANGE)
            return status;
    }
    return SCRUT_OK;
}

static scrut_status add_comparison(scrut_verdict *v, size_t a, size_t b, scrut_error *err)
{
    return scrut_count_compare(v->c, &v->tallies[a], &v->tallies[b], v->arena, &v->comparisons[v->comparison_count++],
                               err);
}

static scrut_status compare_all(scrut_verdict *v, scrut_error *err)
{
    size_t sources = v->tabulation_count, all = v->tally_count;
    v->comparisons = scrut_arena_calloc(v->arena, all * all, sizeof *v->comparisons);
    if (v->comparisons == NULL)
        return scrut_fail_memory(err);
    scrut_status status = SCRUT_OK;
    for (size_t a = 0; a < sources && status == SCRUT_OK; a++)
        for (size_t b = sources; b < all && status == SCRUT_OK; b++)
            if (rests_on(&v->tallies[b], &v->tallies[a]))
                status = add_comparison(v, a, b, err);
    for (size_t a = sources; a < all && status == SCRUT_OK; a++)
        for (size_t b = a + 1; b < all && status == SCRUT_OK; b++)
            status = add_comparison(v, a, b, err);
    return status;
}

static scrut_status compare_stations(scrut_verdict *v, scrut_pool *pool, scrut_error *err)
{
    size_t sources = v->c->returns_count;
    v->station_comparisons = scrut_arena_calloc(v->arena, sources * sources, sizeof *v->station_comparisons);
    if (v->station_comparisons == NULL)
        return scrut_fail_memory(err);
    scrut_status status = SCRUT_OK;
    for (size_t a = 0; a < sources && status == SCRUT_OK; a++)
        for (size_t b = a + 1; b < sources && status == SCRUT_OK; b++)
            status = scrut_count_compare_stations(v->c, &v->c->returns[a], &v->c->returns[b], pool, v->arena,
                                                  &v->station_comparisons[v->station_comparison_count++], err);
    return status;
}

/* Codes whose findings say that something published is contradicted. */
static bool contradicts(const scrut_finding *f)
{
    static const char *const CODES[] = {"H01", "H03", "H04", "S01", "S02"};
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        if (strcmp(CODES[i], f->check->code) == 0)
            return true;
    return false;
}

/* `whole`: the forms are checked and the margins surveyed, too. */
static scrut_status find_figures(scrut_verdict *v, scrut_pool *pool, bool whole, scrut_error *err)
{
    scrut_status status = tabulate_all(v, pool, whole, err);
    if (status == SCRUT_OK)
        status = allocate_all(v, err);
    if (status == SCRUT_OK)
        status = find_margins(v, whole, err);
    return status == SCRUT_OK ? compare_all(v, err) : status;
}

static bool asks_for_roll(const scrut_claim_node *node)
{
    if (node == NULL)
        return false;
    if (node->op == SCRUT_CLAIM_CALL && node->function == SCRUT_CLAIM_AT_STAKE) {
        const scrut_check *check = scrut_check_named(node->word);
        return check != NULL && check->roll;
    }
    return asks_for_roll(node->a) || asks_for_roll(node->b) || asks_for_roll(node->c);
}

/* A claim speaks of what only the list of voters can show. */
static bool claims_ask_for_roll(const scrut_case *c)
{
    bool any = false;
    for (size_t i = 0; i < c->claim_count; i++)
        any = any || asks_for_roll(c->claims[i].expression);
    return any;
}

/* The list of voters, where the case has one; its findings join the others and live as long as its audit. */
static scrut_status look_at_roll(scrut_verdict *v, scrut_pool *pool, scrut_error *err)
{
    if (v->c->roll == NULL)
        return SCRUT_OK;
    scrut_status status = scrut_roll_audit_run(v->c, pool, &v->roll, err);
    for (size_t i = 0; status == SCRUT_OK && i < v->roll->findings.count; i++) {
        const scrut_finding *from = &v->roll->findings.items[i];
        scrut_finding *to = scrut_findings_add(&v->findings, from->check->code);
        if (to != NULL)
            *to = *from;
    }
    return status;
}

static scrut_status weigh_missing(scrut_verdict *v, scrut_error *err)
{
    size_t tally = tally_with_margins(v);
    if (v->roll == NULL || v->roll->detectors[SCRUT_ROLL_MISSING].missing != NULL || tally == v->tally_count)
        return SCRUT_OK;
    scrut_missing_result *result = scrut_arena_calloc(v->arena, 1, sizeof *result);
    if (result == NULL)
        return scrut_fail_memory(err);
    scrut_status status = scrut_materiality_missing(v, tally, v->arena, result, err);
    if (status == SCRUT_OK)
        v->missing = result;
    return status == SCRUT_E_RANGE ? SCRUT_OK : status; /* figures beyond all elections have no answer */
}

static scrut_status run(scrut_verdict *v, scrut_pool *pool, bool with_roll, scrut_error *err)
{
    scrut_status status = find_figures(v, pool, true, err);
    if (status == SCRUT_OK)
        status = compare_stations(v, pool, err);
    if (status == SCRUT_OK)
        status = find_figure_differences(v, err);
    if (status == SCRUT_OK)
        status = find_self_contradictions(v, err);
    if (status == SCRUT_OK)
        status = find_station_differences(v, err);
    if (status == SCRUT_OK)
        status = compare_seats(v, err);
    if (status == SCRUT_OK)
        status = compare_published(v, err);
    if (status == SCRUT_OK)
        status = scrut_seal_find(v->c, v->arena, &v->findings, err);
    if (status == SCRUT_OK)
        status = find_roll_surveys(v, err);
    if (status == SCRUT_OK && with_roll)
        status = look_at_roll(v, pool, err);
    if (status == SCRUT_OK && v->findings.failed)
        status = scrut_fail_memory(err);
    if (status != SCRUT_OK)
        return status;
    scrut_findings_sort(&v->findings);
    for (size_t i = 0; i < v->findings.count; i++)
        v->announcement_contradicted = v->announcement_contradicted || contradicts(&v->findings.items[i]);
    v->seal_contradicted = scrut_seal_is_contradicted(v->c->seal);
    v->contradicted = v->announcement_contradicted || v->seal_contradicted;
    status = scrut_claims_test(v, v->arena, &v->claims, err);
    for (size_t i = 0; i < v->claims.count; i++)
        v->contradicted = v->contradicted || v->claims.items[i].verdict == SCRUT_CLAIM_CONTRADICTED;
    if (status == SCRUT_OK)
        status = weigh_all(v, err);
    if (status == SCRUT_OK)
        status = weigh_missing(v, err);
    return status == SCRUT_OK ? weigh_roll_surveys(v, err) : status;
}

typedef scrut_status steps(scrut_verdict *v, scrut_pool *pool, scrut_error *err);

static scrut_status make_verdict(const scrut_case *c, steps *take, scrut_pool *pool, scrut_verdict **ret_verdict,
                                 scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_verdict *v = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *v) : NULL;
    if (v == NULL) {
        scrut_arena_free(arena);
        return scrut_fail_memory(err);
    }
    v->c = c;
    v->arena = arena;
    scrut_status status = take(v, pool, err);
    if (status != SCRUT_OK) {
        scrut_verdict_free(v);
        return status;
    }
    *ret_verdict = v;
    return SCRUT_OK;
}

static scrut_status run_all(scrut_verdict *v, scrut_pool *pool, scrut_error *err)
{
    return run(v, pool, true, err);
}

static scrut_status run_results(scrut_verdict *v, scrut_pool *pool, scrut_error *err)
{
    return run(v, pool, claims_ask_for_roll(v->c), err);
}

scrut_status scrut_verify(const scrut_case *c, scrut_pool *pool, scrut_verdict **ret_verdict, scrut_error *err)
{
    return make_verdict(c, run_all, pool, ret_verdict, err);
}

scrut_status scrut_verify_results(const scrut_case *c, scrut_pool *pool, scrut_verdict **ret_verdict, scrut_error *err)
{
    return make_verdict(c, run_results, pool, ret_verdict, err);
}

static scrut_status figures_alone(scrut_verdict *v, scrut_pool *pool, scrut_error *err)
{
    scrut_status status = find_figures(v, pool, false, err);
    if (status == SCRUT_OK)
        status = compare_seats(v, err);
    return status == SCRUT_OK && v->findings.failed ? scrut_fail_memory(err) : status;
}

scrut_status scrut_verify_figures(const scrut_case *c, scrut_pool *pool, scrut_verdict **ret_verdict, scrut_error *err)
{
    return make_verdict(c, figures_alone, pool, ret_verdict, err);
}

void scrut_verdict_free(scrut_verdict *verdict)
{
    if (verdict == NULL)
        return;
    scrut_findings_free(&verdict->findings);
    scrut_roll_audit_free(verdict->roll);
    scrut_arena_free(verdict->arena);
}
