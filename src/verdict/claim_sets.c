/* SPDX-License-Identifier: Apache-2.0
 * claim_sets.c: sets of claims that cannot all be true, each as small as it can be made: without any
 * one of its claims the others are possible.
 *
 * Every single claim and every pair is tried. For larger sets the search grows, from each claim on, a
 * set that holds none of the sets found so far; when it is impossible, claims are taken out one by one
 * while it stays impossible, and the search goes on. */
#include "claim_internal.h"

#include <string.h>

#define SETS_MAX 200
#define TRIES_MAX 20000 /* questions to claim_feasible */
#define CHOICES_MAX 64  /* combinations of alternatives */

typedef struct {
    const scrut_verdict *v;
    scrut_arena *arena;
    scrut_claim_results *results;
    claim_atoms atoms;
    claim_branch axioms;
    claim_form *forms; /* a member */
    uint32_t *members; /* claims that take part */
    size_t member_count;
    const claim_constraint **constraints; /* room for a question */
    bool used[CLAIM_ATOMS_MAX];           /* atoms that the question is about */
    size_t tries;
    size_t set_capacity;
    bool memory_failed;
} search;

/* ---- can these be true? ------------------------------------------------------------------------------- */

static size_t take_branch(search *s, const claim_branch *branch, size_t count)
{
    for (size_t i = 0; i < branch->count; i++)
        s->constraints[count++] = branch->items[i];
    return count;
}

static void use_claims(search *s, const bool in[])
{
    memset(s->used, 0, sizeof s->used);
    for (size_t m = 0; m < s->member_count; m++)
        for (size_t i = 0; in[m] && i < s->forms[m].count; i++)
            for (size_t k = 0; k < s->forms[m].items[i].count; k++)
                for (size_t a = 0; a < s->atoms.count; a++)
                    s->used[a] = s->used[a] || s->forms[m].items[i].items[k]->coefficients[a] != 0;
}

static bool speaks_of_used(const search *s, const claim_constraint *axiom)
{
    for (size_t a = 0; a < s->atoms.count; a++)
        if (s->used[a] && axiom->coefficients[a] != 0)
            return true;
    return false;
}

/* What the claims speak of, and the wholes of these parts, which join them with other parts. Another part can be
 * nothing, so that it stands in nobody's way: it need not be looked at. */
static void choose_atoms(search *s, const bool in[])
{
    use_claims(s, in);
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < s->axioms.count; i++) {
            const claim_constraint *axiom = s->axioms.items[i];
            for (size_t a = 0; a < s->atoms.count && speaks_of_used(s, axiom); a++) {
                bool whole = axiom->coefficients[a] < 0 && !s->used[a];
                s->used[a] = s->used[a] || whole;
                grown = grown || whole;
            }
        }
    }
}

/* One choice of alternatives, numbered: the claims' numbers of alternatives are the digits' bases. */
static size_t gather(search *s, const bool in[], size_t choice)
{
    size_t count = take_branch(s, &s->axioms, 0);
    for (size_t m = 0; m < s->member_count; m++) {
        if (!in[m])
            continue;
        count = take_branch(s, &s->forms[m].items[choice % s->forms[m].count], count);
        choice /= s->forms[m].count;
    }
    return count;
}

static size_t count_choices(const search *s, const bool in[])
{
    size_t choices = 1;
    for (size_t m = 0; m < s->member_count && choices <= CHOICES_MAX; m++)
        choices *= in[m] ? s->forms[m].count : 1;
    return choices;
}

static claim_feasibility ask(search *s, const bool in[])
{
    size_t choices = count_choices(s, in);
    claim_feasibility answer = CLAIM_IMPOSSIBLE;
    if (choices > CHOICES_MAX || s->tries >= TRIES_MAX)
        answer = CLAIM_NOT_DETERMINED;
    choose_atoms(s, in);
    for (size_t i = 0; i < choices && answer == CLAIM_IMPOSSIBLE; i++, s->tries++)
        answer = claim_feasible(s->constraints, gather(s, in, i), s->used, s->atoms.count);
    if (answer == CLAIM_NOT_DETERMINED)
        s->results->sets_cut = true;
    return answer;
}

/* ---- reasons ------------------------------------------------------------------------------------------ */

/* What a constraint says; NULL without memory. */
static const char *constraint_words(search *s, const claim_constraint *k)
{
    if (k->claim == SCRUT_NONE)
        return k->reason;
    scrut_buf text = {0};
    scrut_claim_print(s->v->c, k->source, &text);
    const char *words = NULL;
    if (!scrut_buf_failed(&text))
        words = scrut_sentence(s->arena, k->negated ? SCRUT_KEY("{1r} says not {2r}") : SCRUT_KEY("{1r} says {2r}"),
                               s->results->items[k->claim].claim->id, text.bytes != NULL ? text.bytes : "");
    scrut_buf_free(&text);
    return words;
}

/* The constraints of a set one after another; NULL without memory. */
static const char *reason_of(search *s, const claim_constraint *const core[], size_t count)
{
    const char *reason = "", *last = "";
    for (size_t i = 0; i < count && reason != NULL; i++) {
        const char *words = constraint_words(s, core[i]);
        if (words != NULL && strcmp(words, last) == 0)
            continue; /* both sides of a tolerance are one statement */
        last = words;
        if (words == NULL || *reason == '\0')
            reason = words;
        else
            reason = scrut_sentence(s->arena, "{1w}; {2w}", reason, words);
    }
    return reason;
}

/* Of one impossible choice, the constraints without which it would be possible. The claims come first, in their order;
 * what the case adds comes last. */
static const char *explain(search *s, const bool in[])
{
    choose_atoms(s, in);
    size_t count = gather(s, in, 0), own = s->axioms.count;
    const claim_constraint **core = scrut_arena_calloc(s->arena, count, sizeof(const claim_constraint *));
    if (core == NULL)
        return NULL;
    memcpy(core, s->constraints + own, (count - own) * sizeof *core);
    memcpy(core + count - own, s->constraints, own * sizeof *core);
    for (size_t i = count; i > 0; i--) { /* the case's last, so they go first when they are not needed */
        const claim_constraint *dropped = core[i - 1];
        memmove(&core[i - 1], &core[i], (count - i) * sizeof *core);
        count--;
        if (claim_feasible(core, count, s->used, s->atoms.count) == CLAIM_IMPOSSIBLE)
            continue;
        memmove(&core[i], &core[i - 1], (count - (i - 1)) * sizeof *core);
        core[i - 1] = dropped;
        count++;
    }
    const char *reason = reason_of(s, core, count);
    if (count_choices(s, in) > 1 && reason != NULL)
        reason = scrut_sentence(s->arena, "{1w}; the other alternatives of these claims fail likewise", reason);
    return reason;
}

/* ---- the search --------------------------------------------------------------------------------------- */

static bool room_for_set(search *s)
{
    scrut_claim_results *r = s->results;
    if (r->set_count < s->set_capacity)
        return true;
    size_t capacity = s->set_capacity == 0 ? 16 : s->set_capacity * 2;
    scrut_claim_set *larger = scrut_arena_calloc(s->arena, capacity, sizeof *larger);
    if (larger == NULL)
        return false;
    if (r->set_count > 0)
        memcpy(larger, r->sets, r->set_count * sizeof *larger);
    r->sets = larger;
    s->set_capacity = capacity;
    return true;
}

static void keep_set(search *s, const bool in[])
{
    scrut_claim_set set = {.claims = scrut_arena_calloc(s->arena, s->member_count, sizeof *set.claims)};
    if (s->results->set_count == SETS_MAX) {
        s->results->sets_cut = true;
        return;
    }
    if (set.claims == NULL || !room_for_set(s)) {
        s->memory_failed = true;
        return;
    }
    for (size_t m = 0; m < s->member_count; m++)
        if (in[m])
            set.claims[set.claim_count++] = s->members[m];
    set.reason = explain(s, in);
    s->memory_failed = s->memory_failed || set.reason == NULL;
    s->results->sets[s->results->set_count++] = set;
}

/* Whether all claims of a set that was found are in. */
static bool holds_a_set(const search *s, const bool in[])
{
    for (size_t i = 0; i < s->results->set_count; i++) {
        const scrut_claim_set *set = &s->results->sets[i];
        size_t found = 0;
        for (size_t m = 0; m < s->member_count; m++)
            for (size_t k = 0; k < set->claim_count; k++)
                found += in[m] && s->members[m] == set->claims[k];
        if (found == set->claim_count)
            return true;
    }
    return false;
}

static void try_small(search *s, bool in[])
{
    for (size_t a = 0; a < s->member_count && !s->memory_failed; a++) {
        in[a] = true;
        if (ask(s, in) == CLAIM_IMPOSSIBLE)
            keep_set(s, in);
        in[a] = false;
    }
    for (size_t a = 0; a < s->member_count; a++) {
        for (size_t b = a + 1; b < s->member_count && !s->memory_failed; b++) {
            in[a] = in[b] = true;
            if (!holds_a_set(s, in) && ask(s, in) == CLAIM_IMPOSSIBLE)
                keep_set(s, in);
            in[a] = in[b] = false;
        }
    }
}

/* Takes out every claim without which the set stays impossible. */
static void shrink(search *s, bool in[])
{
    for (size_t m = 0; m < s->member_count; m++) {
        if (!in[m])
            continue;
        in[m] = false;
        if (ask(s, in) != CLAIM_IMPOSSIBLE)
            in[m] = true;
    }
}

static void try_large(search *s, bool in[])
{
    for (size_t first = 0; first < s->member_count && !s->memory_failed;) {
        memset(in, 0, s->member_count * sizeof *in);
        for (size_t k = 0; k < s->member_count; k++) {
            size_t m = (first + k) % s->member_count;
            in[m] = true;
            in[m] = !holds_a_set(s, in);
        }
        size_t before = s->results->set_count;
        if (ask(s, in) == CLAIM_IMPOSSIBLE) {
            shrink(s, in);
            keep_set(s, in);
        }
        first += s->results->set_count == before; /* a new set: once more from here */
    }
}

/* ---- who takes part ----------------------------------------------------------------------------------- */

static uint32_t earlier_equal(const scrut_claim_results *r, uint32_t claim)
{
    for (uint32_t i = 0; i < claim; i++)
        if (r->items[i].expression != NULL && r->items[i].same_as == SCRUT_NONE &&
            scrut_claim_equal(r->items[i].claim->expression, r->items[claim].claim->expression))
            return i;
    return SCRUT_NONE;
}

static void enter(search *s, uint32_t claim)
{
    scrut_claim_result *r = &s->results->items[claim];
    if (r->expression == NULL)
        return;
    r->same_as = earlier_equal(s->results, claim);
    if (r->same_as != SCRUT_NONE) {
        r->left_out = s->results->items[r->same_as].left_out;
        return;
    }
    const char *why = NULL;
    if (claim_linear_form(s->v, r->claim->expression, claim, &s->atoms, s->arena, &s->forms[s->member_count], &why)) {
        s->members[s->member_count++] = claim;
        return;
    }
    r->left_out = why;
    s->memory_failed = s->memory_failed || why == NULL;
}

/* The most constraints that one question can hold. */
static size_t room_for_constraints(const search *s)
{
    size_t room = s->axioms.count;
    for (size_t m = 0; m < s->member_count; m++) {
        size_t most = 0;
        for (size_t i = 0; i < s->forms[m].count; i++)
            most = s->forms[m].items[i].count > most ? s->forms[m].items[i].count : most;
        room += most;
    }
    return room;
}

scrut_status claim_find_sets(const scrut_verdict *v, scrut_arena *arena, scrut_claim_results *results, scrut_error *err)
{
    search s = {.v = v, .arena = arena, .results = results};
    s.forms = scrut_arena_calloc(arena, results->count, sizeof *s.forms);
    s.members = scrut_arena_calloc(arena, results->count, sizeof *s.members);
    bool *in = scrut_arena_calloc(arena, results->count, sizeof *in);
    if (s.forms == NULL || s.members == NULL || in == NULL)
        return scrut_fail_memory(err);
    for (uint32_t i = 0; i < results->count && !s.memory_failed; i++)
        enter(&s, i);
    if (s.memory_failed || !claim_axioms(v->c, &s.atoms, arena, &s.axioms))
        return scrut_fail_memory(err);
    s.constraints = scrut_arena_calloc(arena, room_for_constraints(&s), sizeof(const claim_constraint *));
    if (s.constraints == NULL)
        return scrut_fail_memory(err);
    try_small(&s, in);
    try_large(&s, in);
    return s.memory_failed ? scrut_fail_memory(err) : SCRUT_OK;
}
