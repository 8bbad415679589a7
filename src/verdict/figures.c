/* SPDX-License-Identifier: Apache-2.0
 * figures.c: findings from figures that should be equal: returns against announcements (H01),
 * announcements against each other (H03) and against themselves (H04), sources by station (X01, X03). */
#include "scrutineer/buf.h"
#include "verdict_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *column_name(const scrut_case *c, const scrut_tally *t, uint32_t column)
{
    if (column < SCRUT_FIELD_COUNT)
        return scrut_field_name((scrut_field)column);
    if (column < t->column_count)
        return c->parties[column - SCRUT_FIELD_COUNT].id;
    return c->parties[column - t->column_count].id;
}

static int64_t gap(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

static void place(const scrut_case *c, size_t unit, scrut_finding *f)
{
    f->subject = unit == 0 ? SCRUT_SUBJECT_NATION : unit <= c->constituency_count ? SCRUT_SUBJECT_CONSTITUENCY : SCRUT_SUBJECT_AREA;
    if (unit == 0) {
        f->subject_id = "";
    } else if (unit <= c->constituency_count) {
        f->subject_id = c->constituencies[unit - 1].id;
        f->constituency = (uint32_t)(unit - 1);
    } else {
        const scrut_area *a = &c->areas[unit - 1 - c->constituency_count];
        f->subject_id = a->name;
        f->constituency = a->constituency;
    }
}

/* Ballots at stake where no list's votes differ: the largest difference of a ballot field. */
static bool is_ballot_field(uint32_t column)
{
    return column == SCRUT_FIELD_CAST || column == SCRUT_FIELD_VALID || column == SCRUT_FIELD_VOTES_TO_LISTS ||
           column == SCRUT_FIELD_BLANK || column == SCRUT_FIELD_INVALID;
}

static void weigh(const scrut_comparison *k, const scrut_compare_cell cells[], size_t count, scrut_finding *f)
{
    int64_t lists = 0, ballots = 0;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        int64_t d = gap(cells[i].a, cells[i].b);
        if (cells[i].column >= SCRUT_FIELD_COUNT && cells[i].column < k->a->column_count) {
            lists += d;
            any = true;
            f->by_party[f->by_party_count++] =
                (scrut_party_votes){.party = cells[i].column - SCRUT_FIELD_COUNT, .votes = cells[i].b - cells[i].a};
        } else if (is_ballot_field(cells[i].column)) {
            ballots = d > ballots ? d : ballots;
            any = true;
        }
    }
    f->at_stake_known = any;
    f->at_stake = f->at_stake_low = f->at_stake_high = lists > 0 ? lists : ballots;
}

static const scrut_cell_ref *where_of(const scrut_tally *t, const scrut_compare_cell *cell)
{
    if (t->where == NULL)
        return NULL;
    if (cell->column < t->column_count)
        return &t->where[cell->unit * t->column_count + cell->column];
    return &t->seats_where[cell->unit * (t->column_count - SCRUT_FIELD_COUNT) + cell->column - t->column_count];
}

static void note_cells(const scrut_comparison *k, const scrut_compare_cell cells[], size_t count, scrut_finding *f)
{
    for (size_t i = 0; i < count; i++) {
        const scrut_cell_ref *refs[2] = {where_of(k->a, &cells[i]), where_of(k->b, &cells[i])};
        for (size_t r = 0; r < 2; r++)
            if (refs[r] != NULL && refs[r]->file != NULL)
                f->cells[f->cell_count++] = *refs[r];
    }
}

/* "official minus mesas: cast -180, blank -5, PP -55" */
static const char *difference_message(const scrut_case *c, scrut_arena *arena, const scrut_comparison *k,
                                      const scrut_compare_cell cells[], size_t count)
{
    enum { SHOWN = 12 };
    scrut_buf text = {0};
    scrut_buf_printf(&text, "%s minus %s:", k->b->about.id, k->a->about.id);
    for (size_t i = 0; i < count && i < SHOWN; i++)
        scrut_buf_printf(&text, "%s %s%s %+lld", i > 0 ? "," : "", column_name(c, k->a, cells[i].column),
                         cells[i].column >= k->a->column_count ? " seats" : "", (long long)(cells[i].b - cells[i].a));
    if (count > SHOWN)
        scrut_buf_printf(&text, " and %zu more", count - SHOWN);
    const char *copy = scrut_buf_failed(&text) ? NULL : scrut_arena_strdup(arena, text.bytes);
    scrut_buf_free(&text);
    return copy;
}

static scrut_status add_difference(scrut_verdict *v, const char *code, const scrut_comparison *k,
                                   const scrut_compare_cell cells[], size_t count, scrut_error *err)
{
    scrut_finding *f = scrut_findings_add(&v->findings, code);
    if (f == NULL)
        return scrut_fail_memory(err);
    place(v->c, cells[0].unit, f);
    f->by_party = scrut_arena_calloc(v->arena, count, sizeof *f->by_party);
    f->cells = scrut_arena_calloc(v->arena, 2 * count, sizeof *f->cells);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    f->id = scrut_arena_printf(v->arena, "%s/%s/%s/%u%s%s", code, k->a->about.id, k->b->about.id, cells[0].unit,
                               f->subject_id[0] != '\0' ? "/" : "", f->subject_id);
    f->message = difference_message(v->c, v->arena, k, cells, count);
    if (f->by_party == NULL || f->cells == NULL || f->sources == NULL || f->id == NULL || f->message == NULL)
        return scrut_fail_memory(err);
    weigh(k, cells, count, f);
    note_cells(k, cells, count, f);
    return SCRUT_OK;
}

/* An earlier announcement gave the cell, too: the difference is reported against that one. */
static bool reported_before(const scrut_verdict *v, const scrut_comparison *k, const scrut_compare_cell *cell)
{
    for (const scrut_tally *t = v->tallies + v->tabulation_count; t < k->a; t++) {
        const scrut_figure *f = NULL;
        if (cell->column < t->column_count)
            f = &t->figures[cell->unit * t->column_count + cell->column];
        else if (t->seats != NULL)
            f = scrut_tally_seats(t, cell->unit, cell->column - t->column_count);
        if (f != NULL && scrut_figure_complete(*f))
            return true;
    }
    return false;
}

static bool replaced(const scrut_tally *a, const scrut_tally *b)
{
    return b->replaces != NULL && strcmp(b->replaces, a->about.id) == 0;
}

/* A partial count differs from a whole one by nature; only a part that is larger than the whole is a finding. */
static bool is_difference(const scrut_comparison *k, const scrut_compare_cell *cell)
{
    if (cell->state != SCRUT_COMPARE_DIFFERENT)
        return false;
    if (k->a->partial || k->b->partial)
        return (k->a->partial && !k->b->partial && cell->a > cell->b) || (k->b->partial && !k->a->partial && cell->b > cell->a);
    return true;
}

/* Figures that both sides only have as sums differ where their parts do. */
static bool derived_unit(const scrut_case *c, const scrut_comparison *k, size_t unit)
{
    return k->a->from_returns && !k->b->given[unit] && !(c->single_constituency && k->b->given[1]);
}

static scrut_status differences_of(scrut_verdict *v, const scrut_comparison *k, scrut_error *err)
{
    bool returns = k->a->from_returns;
    if (!returns && (replaced(k->a, k->b) || replaced(k->b, k->a)))
        return SCRUT_OK; /* shown as a change between versions */
    scrut_compare_cell *cells = malloc((k->cell_count + 1) * sizeof *cells);
    if (cells == NULL)
        return scrut_fail_memory(err);
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < k->cell_count && status == SCRUT_OK;) {
        size_t count = 0, unit = k->cells[i].unit;
        for (; i < k->cell_count && k->cells[i].unit == unit; i++)
            if (is_difference(k, &k->cells[i]) && (returns || !reported_before(v, k, &k->cells[i])))
                cells[count++] = k->cells[i];
        if (count > 0 && !derived_unit(v->c, k, unit))
            status = add_difference(v, returns ? "H01" : "H03", k, cells, count, err);
    }
    free(cells);
    return status;
}

/* --- an announcement against itself ------------------------------------------------------------------------------------ */

static scrut_status add_self(scrut_verdict *v, const scrut_tally *t, size_t unit, const char *what, int64_t parts, int64_t whole,
                             size_t column, scrut_error *err)
{
    scrut_finding *f = scrut_findings_add(&v->findings, "H04");
    if (f == NULL)
        return scrut_fail_memory(err);
    place(v->c, unit, f);
    f->sources = t->about.id;
    f->id = scrut_arena_printf(v->arena, "H04/%s/%zu/%s", t->about.id, unit, what);
    f->message = scrut_arena_printf(v->arena, "%s: the parts add to %lld, the figure given is %lld (%+lld)", what,
                                    (long long)parts, (long long)whole, (long long)(whole - parts));
    f->cells = scrut_arena_calloc(v->arena, 1, sizeof *f->cells);
    if (f->id == NULL || f->message == NULL || f->cells == NULL)
        return scrut_fail_memory(err);
    const scrut_cell_ref *where = &t->where[unit * t->column_count + column];
    if (where->file != NULL)
        f->cells[f->cell_count++] = *where;
    f->at_stake_known = column >= SCRUT_FIELD_COUNT || is_ballot_field((uint32_t)column);
    f->at_stake = f->at_stake_low = f->at_stake_high = gap(parts, whole);
    return SCRUT_OK;
}

static bool sum_of_lists(const scrut_tally *t, size_t unit, int64_t *ret_sum)
{
    int64_t sum = 0;
    bool any = false;
    for (size_t p = 0; p < t->column_count - SCRUT_FIELD_COUNT; p++) {
        scrut_figure f = *scrut_tally_votes(t, unit, p);
        if (f.cells == 0)
            continue;
        if (!scrut_figure_complete(f) || !scrut_add(sum, f.value, &sum))
            return false;
        any = true;
    }
    *ret_sum = sum;
    return any;
}

static bool given_field(const scrut_tally *t, size_t unit, scrut_field field, int64_t *ret_value)
{
    scrut_figure f = *scrut_tally_field(t, unit, field);
    *ret_value = f.value;
    return scrut_figure_complete(f);
}

static scrut_status check_unit_sums(scrut_verdict *v, const scrut_tally *t, size_t unit, scrut_error *err)
{
    int64_t lists, valid, blank = 0, invalid, cast, for_lists;
    scrut_status status = SCRUT_OK;
    bool has_blank = given_field(t, unit, SCRUT_FIELD_BLANK, &blank), has_valid = given_field(t, unit, SCRUT_FIELD_VALID, &valid);
    if (sum_of_lists(t, unit, &lists)) {
        if (given_field(t, unit, SCRUT_FIELD_VOTES_TO_LISTS, &for_lists)) {
            if (lists != for_lists)
                status = add_self(v, t, unit, "sum of the lists = votes_to_lists", lists, for_lists, SCRUT_FIELD_VOTES_TO_LISTS, err);
        } else if (has_valid && (has_blank || !v->c->valid_includes_blank)) {
            int64_t whole = v->c->valid_includes_blank ? valid - blank : valid;
            if (lists != whole)
                status = add_self(v, t, unit, "sum of the lists = valid", lists, whole, SCRUT_FIELD_VALID, err);
        }
    }
    if (status == SCRUT_OK && has_valid && given_field(t, unit, SCRUT_FIELD_INVALID, &invalid) &&
        given_field(t, unit, SCRUT_FIELD_CAST, &cast)) {
        int64_t parts = valid + invalid + (has_blank && !v->c->valid_includes_blank ? blank : 0);
        if (parts != cast)
            status = add_self(v, t, unit, "valid + invalid = cast", parts, cast, SCRUT_FIELD_CAST, err);
    }
    return status;
}

/* The nation's own figures against the sum of the constituencies'. */
static scrut_status check_nation_sums(scrut_verdict *v, const scrut_tally *t, scrut_error *err)
{
    for (size_t column = 0; column < t->column_count && t->given[0] && !v->c->single_constituency; column++) {
        scrut_figure own = t->figures[column];
        int64_t sum = 0;
        size_t complete = 0, without = 0;
        for (size_t u = 1; u <= v->c->constituency_count; u++) {
            scrut_figure f = t->figures[u * t->column_count + column];
            complete += scrut_figure_complete(f) && scrut_add(sum, f.value, &sum);
            without += f.cells == 0;
        }
        bool all = complete > 0 && complete + (column >= SCRUT_FIELD_COUNT ? without : 0) == v->c->constituency_count;
        if (!all || !scrut_figure_complete(own) || own.value == sum)
            continue;
        char what[160];
        snprintf(what, sizeof what, "%.100s of the constituencies = of the nation", column_name(v->c, t, (uint32_t)column));
        scrut_status status = add_self(v, t, 0, what, sum, own.value, column, err);
        if (status != SCRUT_OK)
            return status;
    }
    return SCRUT_OK;
}

scrut_status find_figure_differences(scrut_verdict *v, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < v->comparison_count && status == SCRUT_OK; i++)
        status = differences_of(v, &v->comparisons[i], err);
    for (size_t i = v->tabulation_count; i < v->tally_count && status == SCRUT_OK; i++) {
        const scrut_tally *t = &v->tallies[i];
        for (size_t unit = 0; unit < t->unit_count && status == SCRUT_OK; unit++)
            if (t->given[unit] && !(v->c->single_constituency && unit == 1 && t->given[0]))
                status = check_unit_sums(v, t, unit, err);
        if (status == SCRUT_OK)
            status = check_nation_sums(v, t, err);
    }
    return status;
}

/* --- sources by station -------------------------------------------------------------------------------------------------- */

static scrut_status add_station_difference(scrut_verdict *v, const scrut_station_comparison *k, scrut_error *err)
{
    const scrut_case *c = v->c;
    scrut_finding *f = scrut_findings_add(&v->findings, "X01");
    if (f == NULL)
        return scrut_fail_memory(err);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    f->id = scrut_arena_printf(v->arena, "X01/%s/%s", k->a->about.id, k->b->about.id);
    f->by_party = scrut_arena_calloc(v->arena, c->party_count, sizeof *f->by_party);
    f->message = scrut_arena_printf(v->arena, "%lld of %lld stations that both sources hold differ in at least one figure",
                                    (long long)k->differing, (long long)k->in_both);
    if (f->sources == NULL || f->id == NULL || f->by_party == NULL || f->message == NULL)
        return scrut_fail_memory(err);
    int64_t gross = 0;
    for (uint32_t p = 0; p < c->party_count; p++) {
        gross += k->gross[p];
        if (k->gross[p] != 0)
            f->by_party[f->by_party_count++] = (scrut_party_votes){.party = p, .votes = k->net[p]};
    }
    f->at_stake_known = true;
    f->at_stake = f->at_stake_low = f->at_stake_high = gross;
    return SCRUT_OK;
}

static scrut_status add_station_coverage(scrut_verdict *v, const scrut_station_comparison *k, scrut_error *err)
{
    scrut_finding *f = scrut_findings_add(&v->findings, "X03");
    if (f == NULL)
        return scrut_fail_memory(err);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    f->id = scrut_arena_printf(v->arena, "X03/%s/%s", k->a->about.id, k->b->about.id);
    f->message = scrut_arena_printf(v->arena, "%lld stations are in both sources, %lld in %s only, %lld in %s only",
                                    (long long)k->in_both, (long long)k->only_a, k->a->about.id, (long long)k->only_b,
                                    k->b->about.id);
    return f->sources == NULL || f->id == NULL || f->message == NULL ? scrut_fail_memory(err) : SCRUT_OK;
}

scrut_status find_station_differences(scrut_verdict *v, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < v->station_comparison_count && status == SCRUT_OK; i++) {
        const scrut_station_comparison *k = &v->station_comparisons[i];
        if (k->differing > 0)
            status = add_station_difference(v, k, err);
        if (status == SCRUT_OK && (k->only_a > 0 || k->only_b > 0))
            status = add_station_coverage(v, k, err);
    }
    return status;
}
