/* SPDX-License-Identifier: Apache-2.0
 * self.c: an announcement against itself (H04): its parts against its own totals. Only what was given is looked at:
 * what was summed from below contradicts nothing. */
#include "verdict_internal.h"

#include <stdio.h>

/* Where a figure was given (a column of the tally, then a party's seats); NULL: it was not, or only as a sum. */
static const scrut_cell_ref *where_given(const scrut_tally *t, size_t unit, size_t column)
{
    const scrut_cell_ref *where;
    if (column < t->column_count)
        where = &t->where[unit * t->column_count + column];
    else if (t->seats != NULL)
        where = &t->seats_where[unit * (t->column_count - SCRUT_FIELD_COUNT) + column - t->column_count];
    else
        return NULL;
    return where->file != NULL ? where : NULL;
}

static scrut_figure figure_given(const scrut_tally *t, size_t unit, size_t column)
{
    if (column < t->column_count)
        return t->figures[unit * t->column_count + column];
    return t->seats != NULL ? *scrut_tally_seats(t, unit, column - t->column_count) : (scrut_figure){0};
}

static scrut_status add_self(scrut_verdict *v, const scrut_tally *t, size_t unit, const char *what, int64_t parts,
                             int64_t whole, size_t column, scrut_error *err)
{
    scrut_finding *f = scrut_findings_add(&v->findings, "H04");
    if (f == NULL)
        return scrut_fail_memory(err);
    place_finding(v->c, unit, f);
    f->sources = t->about.id;
    const char *path = unit_path(v, unit);
    f->id = path != NULL ? scrut_arena_printf(v->arena, "H04/%s/%s%s", t->about.id, what, path) : NULL;
    char gap[32];
    snprintf(gap, sizeof gap, "%+lld", (long long)(whole - parts));
    f->message = scrut_sentence(v->arena, "{1w}: the parts add to {2d}, the figure given is {3d} ({4f})", what, parts,
                                whole, gap);
    f->cells = scrut_arena_calloc(v->arena, 1, sizeof *f->cells);
    if (f->id == NULL || f->message == NULL || f->cells == NULL)
        return scrut_fail_memory(err);
    const scrut_cell_ref *where = where_given(t, unit, column);
    if (where != NULL)
        f->cells[f->cell_count++] = *where;
    f->at_stake_known = column < t->column_count && (column >= SCRUT_FIELD_COUNT || is_ballot_field(column));
    if (f->at_stake_known)
        f->at_stake = f->at_stake_low = f->at_stake_high = parts > whole ? parts - whole : whole - parts;
    return SCRUT_OK;
}

/* Sum of the lists' votes of a unit; false when one is unknown or there is none. */
static bool sum_of_lists(const scrut_tally *t, size_t unit, int64_t *ret_sum, bool *ret_given)
{
    int64_t sum = 0;
    bool any = false, given = false;
    for (size_t p = 0; p < t->column_count - SCRUT_FIELD_COUNT; p++) {
        scrut_figure f = *scrut_tally_votes(t, unit, p);
        if (f.cells == 0)
            continue;
        if (!scrut_figure_complete(f) || !scrut_add(sum, f.value, &sum))
            return false;
        any = true;
        given = given || where_given(t, unit, SCRUT_FIELD_COUNT + p) != NULL;
    }
    *ret_sum = sum;
    *ret_given = given;
    return any;
}

static bool given_field(const scrut_tally *t, size_t unit, scrut_field field, int64_t *ret_value)
{
    scrut_figure f = *scrut_tally_field(t, unit, field);
    *ret_value = f.value;
    return scrut_figure_complete(f);
}

/* The lists against the votes for lists, or the valid ones. */
static scrut_status check_lists(scrut_verdict *v, const scrut_tally *t, size_t unit, scrut_error *err)
{
    bool blank_inside = v->c->valid_includes_blank, lists_given;
    int64_t lists, whole, blank = 0;
    if (!sum_of_lists(t, unit, &lists, &lists_given))
        return SCRUT_OK;
    scrut_field field = SCRUT_FIELD_VOTES_TO_LISTS;
    if (!given_field(t, unit, field, &whole)) {
        field = SCRUT_FIELD_VALID;
        if (!given_field(t, unit, field, &whole) || (blank_inside && !given_field(t, unit, SCRUT_FIELD_BLANK, &blank)))
            return SCRUT_OK;
        whole -= blank;
    }
    if (lists == whole || (!lists_given && where_given(t, unit, field) == NULL))
        return SCRUT_OK;
    const char *what = field == SCRUT_FIELD_VALID ? SCRUT_KEY("sum of the lists = valid")
                                                  : SCRUT_KEY("sum of the lists = votes_to_lists");
    return add_self(v, t, unit, what, lists, whole, field, err);
}

/* The valid, blank and invalid ballots against the ballots cast. */
static scrut_status check_ballots(scrut_verdict *v, const scrut_tally *t, size_t unit, scrut_error *err)
{
    int64_t valid, invalid, cast, blank = 0;
    if (!given_field(t, unit, SCRUT_FIELD_VALID, &valid) || !given_field(t, unit, SCRUT_FIELD_INVALID, &invalid) ||
        !given_field(t, unit, SCRUT_FIELD_CAST, &cast))
        return SCRUT_OK;
    if (!v->c->valid_includes_blank && !given_field(t, unit, SCRUT_FIELD_BLANK, &blank))
        blank = 0;
    bool given = where_given(t, unit, SCRUT_FIELD_VALID) != NULL || where_given(t, unit, SCRUT_FIELD_INVALID) != NULL ||
                 where_given(t, unit, SCRUT_FIELD_CAST) != NULL;
    if (!given || valid + invalid + blank == cast)
        return SCRUT_OK;
    return add_self(v, t, unit, SCRUT_KEY("valid + invalid = cast"), valid + invalid + blank, cast, SCRUT_FIELD_CAST,
                    err);
}

/* Does the announcement give a constituency anything of this kind: this field, any list's votes, any list's seats? Only
 * then has a list that is not named there none. */
static bool says_anything(const scrut_tally *t, size_t unit, size_t column)
{
    size_t parties = t->column_count - SCRUT_FIELD_COUNT,
           from = column < t->column_count ? SCRUT_FIELD_COUNT : t->column_count;
    if (column < SCRUT_FIELD_COUNT)
        return figure_given(t, unit, column).cells > 0;
    for (size_t p = 0; p < parties; p++)
        if (figure_given(t, unit, from + p).cells > 0)
            return true;
    return false;
}

/* The constituencies' figures of a column; false when one is unknown. */
static bool sum_of_constituencies(const scrut_case *c, const scrut_tally *t, size_t column, int64_t *ret_sum)
{
    int64_t sum = 0;
    for (size_t u = 1; u <= c->constituency_count; u++) {
        scrut_figure f = figure_given(t, u, column);
        if (f.cells == 0 ? !says_anything(t, u, column) : !scrut_figure_complete(f) || !scrut_add(sum, f.value, &sum))
            return false;
    }
    *ret_sum = sum;
    return true;
}

/* Are the nation's seats those of the constituencies? Where the totals differ there may be seats of another tier. */
static bool seats_are_of_constituencies(const scrut_case *c, const scrut_tally *t)
{
    int64_t nation = 0, parts = 0;
    for (size_t u = 0; t->seats != NULL && u <= c->constituency_count; u++)
        for (size_t p = 0; p < t->column_count - SCRUT_FIELD_COUNT; p++)
            if (!scrut_add(u == 0 ? nation : parts, scrut_tally_seats(t, u, p)->value, u == 0 ? &nation : &parts))
                return false;
    return t->seats != NULL && nation == parts;
}

/* The nation's own figures against the sum of the constituencies'. */
static scrut_status check_nation_sums(scrut_verdict *v, const scrut_tally *t, scrut_error *err)
{
    size_t columns = seats_are_of_constituencies(v->c, t) ? t->column_count * 2 - SCRUT_FIELD_COUNT : t->column_count;
    scrut_status status = SCRUT_OK;
    for (size_t column = 0; column < columns && status == SCRUT_OK; column++) {
        scrut_figure own = figure_given(t, 0, column);
        int64_t sum;
        if (where_given(t, 0, column) == NULL || !scrut_figure_complete(own) ||
            !sum_of_constituencies(v->c, t, column, &sum) || own.value == sum)
            continue;
        const char *what =
            scrut_sentence(v->arena,
                           column < SCRUT_FIELD_COUNT ? SCRUT_KEY("{1w} of the constituencies = of the nation")
                           : column < t->column_count ? SCRUT_KEY("{1r} of the constituencies = of the nation")
                                                      : SCRUT_KEY("{1r} seats of the constituencies = of the nation"),
                           column_name(v->c, t, column));
        status = what != NULL ? add_self(v, t, 0, what, sum, own.value, column, err) : scrut_fail_memory(err);
    }
    return status;
}

static scrut_status check_announcement(scrut_verdict *v, const scrut_tally *t, scrut_error *err)
{
    bool single = v->c->single_constituency;
    scrut_status status = SCRUT_OK;
    for (size_t unit = 0; unit < t->unit_count && status == SCRUT_OK; unit++)
        if (!(single && unit == 1)) {
            status = check_lists(v, t, unit, err);
            if (status == SCRUT_OK)
                status = check_ballots(v, t, unit, err);
        }
    return status != SCRUT_OK || single ? status : check_nation_sums(v, t, err);
}

scrut_status find_self_contradictions(scrut_verdict *v, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = v->tabulation_count; i < v->tally_count && status == SCRUT_OK; i++)
        status = check_announcement(v, &v->tallies[i], err);
    return status;
}
