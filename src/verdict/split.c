/* SPDX-License-Identifier: Apache-2.0
 * split.c: lists that a source adds together ("others") and an announcement gives apart.
 *
 * Only the allocation uses the split votes: the comparison of figures must not be made equal by
 * borrowing the figures it is to compare. */
#include "verdict_internal.h"

#include <string.h>

static const scrut_tally *announcement_named(const scrut_verdict *v, const char *id)
{
    for (size_t i = v->tabulation_count; i < v->tally_count; i++)
        if (strcmp(v->tallies[i].about.id, id) == 0)
            return &v->tallies[i];
    return NULL;
}

/* Is the party one of those the tally gives no votes for anywhere? */
static bool only_in_aggregate(const scrut_tally *t, size_t party)
{
    return scrut_tally_votes(t, 0, party)->cells == 0;
}

static bool split_unit(const scrut_verdict *v, scrut_tally *copy, const scrut_tally *original,
                       const scrut_tally *announced, size_t aggregate, size_t unit)
{
    scrut_figure *whole = scrut_tally_votes(copy, unit, aggregate);
    int64_t sum = 0;
    for (size_t p = 0; p < v->c->party_count; p++) {
        scrut_figure f = *scrut_tally_votes(announced, unit, p);
        if (v->c->parties[p].aggregate || !only_in_aggregate(original, p) || f.cells == 0)
            continue;
        if (!scrut_figure_complete(f) || !scrut_add(sum, f.value, &sum))
            return false;
    }
    if (!scrut_figure_complete(*whole) || whole->value != sum)
        return false;
    for (size_t p = 0; p < v->c->party_count; p++)
        if (!v->c->parties[p].aggregate && only_in_aggregate(original, p))
            *scrut_tally_votes(copy, unit, p) = *scrut_tally_votes(announced, unit, p);
    *whole = (scrut_figure){0};
    return true;
}

scrut_tally *copy_tally(const scrut_tally *tally, scrut_arena *arena)
{
    scrut_tally *copy = scrut_arena_calloc(arena, 1, sizeof *copy);
    size_t count = tally->unit_count * tally->column_count;
    if (copy == NULL)
        return NULL;
    *copy = *tally;
    copy->figures = scrut_arena_calloc(arena, count, sizeof *copy->figures);
    if (copy->figures == NULL)
        return NULL;
    memcpy(copy->figures, tally->figures, count * sizeof *copy->figures);
    return copy;
}

/* The nation's votes of each list, from the constituencies, where the split changed them. */
static void sum_nation(const scrut_case *c, scrut_tally *t)
{
    for (size_t p = 0; p < c->party_count; p++) {
        scrut_figure sum = {0};
        for (size_t u = 1; u <= c->constituency_count; u++) {
            scrut_figure f = *scrut_tally_votes(t, u, p);
            sum.value += f.value; /* at most 2^22 units of figures that fitted before */
            sum.known += f.known;
            sum.cells += f.cells;
        }
        *scrut_tally_votes(t, 0, p) = sum;
    }
}

scrut_status split_aggregates(scrut_verdict *v, const scrut_tally **tally, const char **assumption, scrut_error *err)
{
    const scrut_case *c = v->c;
    const scrut_tally *original = *tally;
    for (size_t a = 0; a < c->party_count; a++) {
        const scrut_tally *announced =
            c->parties[a].split_by != NULL ? announcement_named(v, c->parties[a].split_by) : NULL;
        if (announced == NULL || announced == original || scrut_tally_votes(original, 0, a)->cells == 0)
            continue;
        scrut_tally *copy = copy_tally(*tally, v->arena);
        size_t split = 0;
        if (copy == NULL)
            return scrut_fail_memory(err);
        for (size_t unit = 1; unit <= c->constituency_count; unit++)
            split += split_unit(v, copy, original, announced, a, unit);
        sum_nation(c, copy);
        *tally = copy;
        *assumption = scrut_sentence(
            v->arena,
            "The votes of \"{1r}\" are split among its lists as the announcement \"{2r}\" gives them, in "
            "the {3d} of {4d} constituencies where the sums agree.",
            c->parties[a].id, announced->about.id, (int64_t)split, (int64_t)c->constituency_count);
        if (*assumption == NULL)
            return scrut_fail_memory(err);
    }
    return SCRUT_OK;
}
