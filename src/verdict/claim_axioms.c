/* SPDX-License-Identifier: Apache-2.0
 * claim_axioms.c: what the case says about the figures that claims speak of, whatever the evidence:
 * the seats there are, and that parts are not more than their whole. */
#include "claim_internal.h"

#include <string.h>

typedef struct {
    const scrut_case *c;
    const claim_atoms *atoms;
    scrut_arena *arena;
    claim_branch *axioms;
    bool memory_failed;
} desk;

static claim_constraint *add(desk *d)
{
    claim_constraint *k = scrut_arena_calloc(d->arena, 1, sizeof *k);
    const claim_constraint **larger =
        scrut_arena_calloc(d->arena, d->axioms->count + 1, sizeof(const claim_constraint *));
    if (k == NULL || larger == NULL) {
        d->memory_failed = true;
        return NULL;
    }
    if (d->axioms->count > 0)
        memcpy(larger, d->axioms->items, d->axioms->count * sizeof *larger);
    larger[d->axioms->count++] = k;
    d->axioms->items = larger;
    k->claim = SCRUT_NONE;
    return k;
}

static const char *unit_name(const desk *d, uint32_t unit)
{
    if (unit == 0)
        return d->c->chamber_name != NULL ? d->c->chamber_name : SCRUT_KEY("the chamber");
    const scrut_constituency *k = &d->c->constituencies[unit - 1];
    return k->name != NULL ? k->name : k->id;
}

static void set_reason(desk *d, claim_constraint *k, const char *reason)
{
    k->reason = reason;
    d->memory_failed = d->memory_failed || reason == NULL;
}

/* Atoms of a function in a unit, each with coefficient 1 in ret; how many there are. */
static size_t mark(const desk *d, scrut_claim_function function, uint32_t unit, scrut_wide coefficients[])
{
    size_t count = 0;
    for (size_t i = 0; i < d->atoms->count; i++) {
        const claim_atom *a = &d->atoms->items[i];
        if (a->function != function || a->unit != unit)
            continue;
        coefficients[i] = 1;
        count++;
    }
    return count;
}

static size_t find(const desk *d, scrut_claim_function function, uint32_t party, uint32_t unit)
{
    size_t i = 0;
    while (i < d->atoms->count && (d->atoms->items[i].function != function || d->atoms->items[i].party != party ||
                                   d->atoms->items[i].unit != unit))
        i++;
    return i;
}

static size_t lists_of_case(const scrut_case *c)
{
    size_t count = 0;
    for (size_t p = 0; p < c->party_count; p++)
        count += !c->parties[p].aggregate;
    return count;
}

/* The lists that claims name have together at most the seats there are; all of them when they are all the lists. */
static void seats_of_unit(desk *d, uint32_t unit)
{
    scrut_wide coefficients[CLAIM_ATOMS_MAX] = {0};
    size_t count = mark(d, SCRUT_CLAIM_SEATS, unit, coefficients);
    int64_t seats;
    if (count == 0 || !claim_chamber_seats(d->c, unit, &seats))
        return;
    claim_constraint *k = add(d);
    if (k == NULL)
        return;
    memcpy(k->coefficients, coefficients, sizeof coefficients);
    k->bound = seats;
    k->is_equation = count == lists_of_case(d->c);
    set_reason(d, k,
               scrut_sentence_count(d->arena, "{2w} has {1d} seat", "{2w} has {1d} seats", seats, unit_name(d, unit)));
}

/* The sum of the atoms of `parts` in the unit is at most the atom `whole` there. */
static void parts_of_whole(desk *d, const scrut_claim_function parts[], size_t part_count, scrut_claim_function whole,
                           uint32_t unit, const char *reason)
{
    scrut_wide coefficients[CLAIM_ATOMS_MAX] = {0};
    size_t total = find(d, whole, SCRUT_NONE, unit), count = 0;
    for (size_t i = 0; i < part_count; i++)
        count += mark(d, parts[i], unit, coefficients);
    claim_constraint *k = total < d->atoms->count && count > 0 ? add(d) : NULL;
    if (k == NULL)
        return;
    memcpy(k->coefficients, coefficients, sizeof coefficients);
    k->coefficients[total] = -1;
    set_reason(d, k, reason);
}

static void ballots_of_unit(desk *d, uint32_t unit)
{
    static const scrut_claim_function LISTS[] = {SCRUT_CLAIM_VOTES};
    static const scrut_claim_function VALID[] = {SCRUT_CLAIM_VALID, SCRUT_CLAIM_INVALID, SCRUT_CLAIM_BLANK};
    static const scrut_claim_function VOTES[] = {SCRUT_CLAIM_VOTES, SCRUT_CLAIM_INVALID, SCRUT_CLAIM_BLANK};
    size_t with_blank = d->c->valid_includes_blank ? 2 : 3; /* blank ballots are counted once */
    parts_of_whole(d, LISTS, 1, SCRUT_CLAIM_VALID, unit, SCRUT_KEY("all lists together have at most the valid votes"));
    parts_of_whole(d, VALID, with_blank, SCRUT_CLAIM_CAST, unit,
                   SCRUT_KEY("valid and invalid ballots are at most the ballots cast"));
    parts_of_whole(d, VOTES, 3, SCRUT_CLAIM_CAST, unit,
                   SCRUT_KEY("votes and ballots that are no vote are at most the ballots cast"));
}

/* A figure of the nation is not less than those of its constituencies together. */
static void nation_of_units(desk *d, size_t nation)
{
    const claim_atom *whole = &d->atoms->items[nation];
    scrut_wide coefficients[CLAIM_ATOMS_MAX] = {0};
    size_t count = 0;
    for (size_t i = 0; i < d->atoms->count; i++) {
        const claim_atom *a = &d->atoms->items[i];
        if (a->unit == 0 || a->function != whole->function || a->party != whole->party)
            continue;
        coefficients[i] = 1;
        count++;
    }
    claim_constraint *k = count > 0 ? add(d) : NULL;
    if (k == NULL)
        return;
    memcpy(k->coefficients, coefficients, sizeof coefficients);
    k->coefficients[nation] = -1;
    set_reason(d, k, SCRUT_KEY("the nation has at least what its constituencies have together"));
}

static void constituencies_led(desk *d)
{
    static const scrut_claim_function COUNTS[] = {SCRUT_CLAIM_LED, SCRUT_CLAIM_MAJORITIES};
    for (size_t f = 0; f < 2; f++) {
        scrut_wide coefficients[CLAIM_ATOMS_MAX] = {0};
        claim_constraint *k = mark(d, COUNTS[f], 0, coefficients) > 0 ? add(d) : NULL;
        if (k == NULL)
            continue;
        memcpy(k->coefficients, coefficients, sizeof coefficients);
        k->bound = (scrut_wide)d->c->constituency_count;
        set_reason(d, k,
                   scrut_sentence(d->arena, "there are {1d} constituencies, and one list is first in each",
                                  (int64_t)d->c->constituency_count));
    }
    for (size_t i = 0; i < d->atoms->count; i++) {
        size_t led = find(d, SCRUT_CLAIM_LED, d->atoms->items[i].party, 0);
        claim_constraint *k =
            d->atoms->items[i].function == SCRUT_CLAIM_MAJORITIES && led < d->atoms->count ? add(d) : NULL;
        if (k == NULL)
            continue;
        k->coefficients[i] = 1;
        k->coefficients[led] = -1;
        set_reason(d, k, SCRUT_KEY("who has more than half of the votes is first"));
    }
}

bool claim_axioms(const scrut_case *c, const claim_atoms *atoms, scrut_arena *arena, claim_branch *ret_axioms)
{
    claim_branch axioms = {0};
    desk d = {.c = c, .atoms = atoms, .arena = arena, .axioms = &axioms};
    for (uint32_t unit = 0; unit <= c->constituency_count && !d.memory_failed; unit++) {
        seats_of_unit(&d, unit);
        ballots_of_unit(&d, unit);
    }
    for (size_t i = 0; i < atoms->count && !d.memory_failed; i++)
        if (atoms->items[i].unit == 0)
            nation_of_units(&d, i);
    constituencies_led(&d);
    if (d.memory_failed)
        return false;
    *ret_axioms = axioms;
    return true;
}
