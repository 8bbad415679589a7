/* SPDX-License-Identifier: Apache-2.0
 * figures.c: findings from figures that should be equal: returns against announcements (H01),
 * announcements against each other (H03), sources by station (X01, X03). */
#include "scrutineer/buf.h"
#include "verdict_internal.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

const char *column_name(const scrut_case *c, const scrut_tally *t, size_t column)
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

const char *unit_path(const scrut_verdict *v, size_t unit)
{
    const scrut_case *c = v->c;
    if (unit == 0)
        return "";
    if (unit <= c->constituency_count)
        return scrut_arena_printf(v->arena, "/%s", c->constituencies[unit - 1].id);
    const scrut_area *a = &c->areas[unit - 1 - c->constituency_count];
    const char *outer =
        unit_path(v, a->parent != SCRUT_NONE ? 1 + c->constituency_count + a->parent : 1 + (size_t)a->constituency);
    return outer == NULL ? NULL : scrut_arena_printf(v->arena, "%s/%s", outer, a->name);
}

void place_finding(const scrut_case *c, size_t unit, scrut_finding *f)
{
    f->subject = unit == 0                       ? SCRUT_SUBJECT_NATION
                 : unit <= c->constituency_count ? SCRUT_SUBJECT_CONSTITUENCY
                                                 : SCRUT_SUBJECT_AREA;
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

bool is_ballot_field(size_t column)
{
    return column == SCRUT_FIELD_CAST || column == SCRUT_FIELD_VALID || column == SCRUT_FIELD_VOTES_TO_LISTS ||
           column == SCRUT_FIELD_BLANK || column == SCRUT_FIELD_INVALID;
}

/* The votes that differ; where no list's do, the largest difference of a ballot field. */
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

/* The station, or the place all of whose stations it is. */
static const char *explained(const scrut_verdict *v, const scrut_comparison *k, const scrut_explanation *e)
{
    char name[256] = "";
    if (e->row != SCRUT_NONE)
        scrut_returns_station(&v->c->returns[k->a - v->tallies], e->row, name, sizeof name);
    else if (e->place != SCRUT_NONE)
        scrut_unit_name(v->c, e->place, name, sizeof name);
    return scrut_sentence(v->arena, e->row != SCRUT_NONE ? SCRUT_KEY("station {1r}") : SCRUT_KEY("all of {1r}"), name);
}

/* "station 12, which official lacks"; NULL without memory */
static const char *explanation(const scrut_verdict *v, const scrut_comparison *k, const scrut_explanation *e)
{
    const char *a = k->a->about.id, *b = k->b->about.id, *what;
    switch (e->reason) {
    case SCRUT_REASON_ONLY_A:
        what = explained(v, k, e);
        return what != NULL ? scrut_sentence(v->arena, "{1w}, which {2r} lacks", what, b) : NULL;
    case SCRUT_REASON_REPEATED_B:
        what = explained(v, k, e);
        return what != NULL ? scrut_sentence(v->arena, "{1w}, which {2r} has twice", what, b) : NULL;
    case SCRUT_REASON_REPLACED_A:
        what = explained(v, k, e);
        return what != NULL
                   ? scrut_sentence(v->arena, "{1w}, of which {2r} counts two versions and {3r} one", what, a, b)
                   : NULL;
    case SCRUT_REASON_NOT_COUNTED_A: return scrut_sentence(v->arena, "what {1r} lists and does not count", a);
    case SCRUT_REASON_OTHER_SOURCE:
        return scrut_sentence(v->arena, "the figures of {1r}", v->c->returns[e->source].about.id);
    case SCRUT_REASON_LOST_A:
    case SCRUT_REASON_LOST_B:
        return scrut_sentence(v->arena,
                              e->whole ? SCRUT_KEY("{1r}, of which {2r} has no vote here")
                                       : SCRUT_KEY("in part {1r}, of which {2r} has no vote here"),
                              v->c->parties[e->party].id, e->reason == SCRUT_REASON_LOST_A ? a : b);
    default: return scrut_sentence(v->arena, "a pattern: {1w}", scrut_reason_words(e->reason));
    }
}

/* What accounts for the difference of the unit's votes; NULL: nothing that has a name. */
static const scrut_explanation *explanation_of(const scrut_explanations *x, uint32_t unit)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->items[i].unit == unit)
            return x->items[i].reason != SCRUT_REASON_OTHER && x->items[i].reason != SCRUT_REASON_ONE_LIST
                       ? &x->items[i]
                       : NULL;
    return NULL;
}

/* "cast -180" */
static const char *one_difference(const scrut_verdict *v, const scrut_comparison *k, const scrut_compare_cell *cell)
{
    char number[32];
    const char *key = cell->column < SCRUT_FIELD_COUNT    ? "{1w} {2f}"
                      : cell->column < k->a->column_count ? "{1r} {2f}"
                                                          : SCRUT_KEY("{1r} seats {2f}");
    snprintf(number, sizeof number, "%+lld", (long long)(cell->b - cell->a));
    return scrut_sentence(v->arena, key, column_name(v->c, k->a, cell->column), number);
}

/* "official minus mesas: cast -180, blank -5, PP -55" */
static const char *difference_message(const scrut_verdict *v, const scrut_comparison *k, const scrut_explanations *x,
                                      const scrut_compare_cell cells[], size_t count)
{
    enum { SHOWN = 12 };
    const scrut_explanation *e = explanation_of(x, cells[0].unit);
    const char *list = one_difference(v, k, &cells[0]);
    for (size_t i = 1; i < count && i < SHOWN && list != NULL; i++) {
        const char *next = one_difference(v, k, &cells[i]);
        list = next != NULL ? scrut_sentence(v->arena, "{1w}, {2w}", list, next) : NULL;
    }
    if (count > SHOWN && list != NULL)
        list = scrut_sentence(v->arena, "{1w} and {2d} more", list, (int64_t)(count - SHOWN));
    const char *why = e != NULL ? explanation(v, k, e) : "";
    if (list == NULL || why == NULL)
        return NULL;
    return scrut_sentence(
        v->arena, e != NULL ? SCRUT_KEY("{1r} minus {2r}: {3w}; that is {4w}") : SCRUT_KEY("{1r} minus {2r}: {3w}"),
        k->b->about.id, k->a->about.id, list, why);
}

static scrut_status add_difference(scrut_verdict *v, const char *code, const scrut_comparison *k,
                                   const scrut_explanations *x, const scrut_compare_cell cells[], size_t count,
                                   scrut_error *err)
{
    scrut_finding *f = scrut_findings_add(&v->findings, code);
    if (f == NULL)
        return scrut_fail_memory(err);
    place_finding(v->c, cells[0].unit, f);
    f->by_party = scrut_arena_calloc(v->arena, count, sizeof *f->by_party);
    f->cells = scrut_arena_calloc(v->arena, 2 * count, sizeof *f->cells);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    const char *path = unit_path(v, cells[0].unit);
    f->id =
        path != NULL ? scrut_arena_printf(v->arena, "%s/%s/%s%s", code, k->a->about.id, k->b->about.id, path) : NULL;
    f->message = difference_message(v, k, x, cells, count);
    if (f->by_party == NULL || f->cells == NULL || f->sources == NULL || f->id == NULL || f->message == NULL)
        return scrut_fail_memory(err);
    weigh(k, cells, count, f);
    note_cells(k, cells, count, f);
    return SCRUT_OK;
}

static const scrut_tally *version_named(const scrut_verdict *v, const char *id)
{
    for (size_t i = v->tabulation_count; i < v->tally_count; i++)
        if (strcmp(v->tallies[i].about.id, id) == 0)
            return &v->tallies[i];
    return NULL;
}

/* Did `newer` take the place of `older`, itself or by versions between? */
static bool replaced(const scrut_verdict *v, const scrut_tally *older, const scrut_tally *newer)
{
    const scrut_tally *t = newer;
    for (size_t steps = 0; t != NULL && t->replaces != NULL && steps < v->tally_count; steps++) {
        t = version_named(v, t->replaces);
        if (t == older)
            return true;
    }
    return false;
}

/* Two whole versions, neither of which took the other's place, must not differ. */
static bool must_agree(const scrut_verdict *v, const scrut_tally *a, const scrut_tally *b)
{
    return !a->partial && !b->partial && !replaced(v, a, b) && !replaced(v, b, a);
}

static const scrut_figure *figure_of(const scrut_tally *t, size_t unit, size_t column)
{
    if (column < t->column_count)
        return &t->figures[unit * t->column_count + column];
    return t->seats != NULL ? scrut_tally_seats(t, unit, column - t->column_count) : NULL;
}

/* An earlier announcement gave the cell, too: the difference is reported against that one. */
static bool reported_before(const scrut_verdict *v, const scrut_comparison *k, const scrut_compare_cell *cell)
{
    for (const scrut_tally *t = v->tallies + v->tabulation_count; t < k->a; t++) {
        const scrut_figure *f = figure_of(t, cell->unit, cell->column);
        if (f != NULL && scrut_figure_complete(*f) && must_agree(v, t, k->a) && must_agree(v, t, k->b))
            return true;
    }
    return false;
}

/* A partial count differs from a whole one by nature; only a part that is larger than the whole is a finding. */
static bool is_difference(const scrut_comparison *k, const scrut_compare_cell *cell)
{
    if (cell->state != SCRUT_COMPARE_DIFFERENT)
        return false;
    if (k->a->partial || k->b->partial)
        return (k->a->partial && !k->b->partial && cell->a > cell->b) ||
               (k->b->partial && !k->a->partial && cell->b > cell->a);
    return true;
}

/* --- differences of sums
 * ------------------------------------------------------------------------------------------------- */

/* A tally has the figure only as a sum of its parts. */
static bool is_sum(const scrut_tally *t, const scrut_compare_cell *cell)
{
    const scrut_cell_ref *where = where_of(t, cell);
    return where == NULL || where->file == NULL;
}

/* The unit into which the figures of `unit` were added; SIZE_MAX when they were not. */
static size_t parent_of(const scrut_case *c, size_t unit, size_t area_level)
{
    if (unit == 0)
        return SIZE_MAX;
    if (unit <= c->constituency_count)
        return 0;
    const scrut_area *a = &c->areas[unit - 1 - c->constituency_count];
    if (a->level != area_level)
        return SIZE_MAX;
    return c->single_constituency ? 0 : 1 + (size_t)a->constituency;
}

/* What the differences of the parts add up to: a nation or constituency, a column of the comparison. */
static int64_t *sum_parts(const scrut_case *c, const scrut_comparison *k)
{
    size_t columns = k->a->column_count * 2, level = c->area_level_count;
    int64_t *sums = calloc((1 + c->constituency_count) * columns, sizeof *sums);
    for (size_t a = 0; a < c->area_count; a++)
        if (k->b->given[1 + c->constituency_count + a] && c->areas[a].level < level)
            level = c->areas[a].level;
    for (size_t i = 0; sums != NULL && i < k->cell_count; i++) {
        size_t parent = parent_of(c, k->cells[i].unit, level);
        if (parent != SIZE_MAX && k->cells[i].state == SCRUT_COMPARE_DIFFERENT)
            sums[parent * columns + k->cells[i].column] += k->cells[i].b - k->cells[i].a;
    }
    return sums;
}

/* Figures that both sides only have as sums differ where their parts do, and there it is said. */
static bool said_of_parts(const scrut_case *c, const scrut_comparison *k, const scrut_compare_cell *cell,
                          const int64_t sums[])
{
    return cell->unit <= c->constituency_count && is_sum(k->a, cell) && is_sum(k->b, cell) &&
           sums[cell->unit * k->a->column_count * 2 + cell->column] == cell->b - cell->a;
}

static bool worth_saying(const scrut_verdict *v, const scrut_comparison *k, const scrut_compare_cell *cell,
                         const int64_t sums[])
{
    return is_difference(k, cell) && !said_of_parts(v->c, k, cell, sums) &&
           (k->a->from_returns || !reported_before(v, k, cell));
}

static scrut_status differences_of(scrut_verdict *v, const scrut_comparison *k, const scrut_explanations *x,
                                   scrut_error *err)
{
    bool returns = k->a->from_returns;
    if (!returns && (replaced(v, k->a, k->b) || replaced(v, k->b, k->a)))
        return SCRUT_OK; /* shown as a change between versions */
    scrut_compare_cell *cells = malloc((k->cell_count + 1) * sizeof *cells);
    int64_t *sums = sum_parts(v->c, k);
    scrut_status status = cells == NULL || sums == NULL ? scrut_fail_memory(err) : SCRUT_OK;
    for (size_t i = 0; i < k->cell_count && status == SCRUT_OK;) {
        size_t count = 0, unit = k->cells[i].unit;
        for (; i < k->cell_count && k->cells[i].unit == unit; i++)
            if (worth_saying(v, k, &k->cells[i], sums))
                cells[count++] = k->cells[i];
        if (count > 0)
            status = add_difference(v, returns ? "H01" : "H03", k, x, cells, count, err);
    }
    free(cells);
    free(sums);
    return status;
}

/* --- a list whose votes are missing in many places --- */

static scrut_status add_short_list(scrut_verdict *v, const scrut_comparison *k, const scrut_short_list *l, size_t units,
                                   scrut_error *err)
{
    const char *party = v->c->parties[l->party].id, *fewer = l->in_a ? k->a->about.id : k->b->about.id;
    scrut_finding *f = scrut_findings_add(&v->findings, "H02");
    if (f == NULL)
        return scrut_fail_memory(err);
    f->by_party = scrut_arena_calloc(v->arena, 1, sizeof *f->by_party);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    f->id = scrut_arena_printf(v->arena, "H02/%s/%s/%s", k->a->about.id, k->b->about.id, party);
    f->message = scrut_sentence(v->arena,
                                "{1r} has {2d} votes less for {3r}, in {4d} of the {5d} places that differ and more in "
                                "none; in {6d} it has none",
                                fewer, l->votes, party, (int64_t)l->units, (int64_t)units, (int64_t)l->whole);
    if (f->by_party == NULL || f->sources == NULL || f->id == NULL || f->message == NULL)
        return scrut_fail_memory(err);
    f->by_party[f->by_party_count++] = (scrut_party_votes){.party = l->party, .votes = l->in_a ? l->votes : -l->votes};
    f->at_stake_known = true;
    f->at_stake = f->at_stake_low = f->at_stake_high = l->votes;
    return SCRUT_OK;
}

/* Partial and replaced versions differ by nature, too, but not in one list alone: the pattern is worth saying. */
static scrut_status short_lists_of(scrut_verdict *v, const scrut_comparison *k, const scrut_explanations *x,
                                   scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    bool all_short = x->short_list_count > 1; /* then stations are missing, not a list */
    for (size_t i = 0; status == SCRUT_OK && !all_short && i < x->short_list_count; i++)
        status = add_short_list(v, k, &x->short_lists[i], x->units, err);
    return status;
}

static scrut_status explain(scrut_verdict *v, const scrut_comparison *k, scrut_explanations *ret_explanations,
                            scrut_error *err)
{
    *ret_explanations = (scrut_explanations){0};
    if (!k->a->from_returns || !k->b->has_votes || k->different == 0)
        return SCRUT_OK;
    return scrut_count_explain(v->c, k, &v->c->returns[k->a - v->tallies], v->tallies, v->arena, ret_explanations, err);
}

scrut_status find_figure_differences(scrut_verdict *v, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < v->comparison_count && status == SCRUT_OK; i++) {
        scrut_explanations x;
        status = explain(v, &v->comparisons[i], &x, err);
        if (status == SCRUT_OK)
            status = differences_of(v, &v->comparisons[i], &x, err);
        if (status == SCRUT_OK)
            status = short_lists_of(v, &v->comparisons[i], &x, err);
    }
    return status;
}

/* --- sources by station
 * -------------------------------------------------------------------------------------------------- */

static scrut_status add_station_difference(scrut_verdict *v, const scrut_station_comparison *k, scrut_error *err)
{
    const scrut_case *c = v->c;
    scrut_finding *f = scrut_findings_add(&v->findings, "X01");
    if (f == NULL)
        return scrut_fail_memory(err);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    f->id = scrut_arena_printf(v->arena, "X01/%s/%s", k->a->about.id, k->b->about.id);
    f->by_party = scrut_arena_calloc(v->arena, c->party_count, sizeof *f->by_party);
    f->message = scrut_sentence(v->arena, "{1d} of {2d} stations that both sources hold differ in at least one figure",
                                k->differing, k->in_both);
    if (f->sources == NULL || f->id == NULL || f->by_party == NULL || f->message == NULL)
        return scrut_fail_memory(err);
    int64_t gross = 0;
    for (uint32_t p = 0; p < c->party_count; p++) {
        gross += k->gross[p];
        if (k->gross[p] != 0)
            f->by_party[f->by_party_count++] = (scrut_party_votes){.party = p, .votes = k->net[p]};
    }
    f->stations = k->differing;
    f->stations_tested = k->in_both;
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
    f->message = scrut_sentence(v->arena, "{1d} stations are in both sources, {2d} in {3r} only, {4d} in {5r} only",
                                k->in_both, k->only_a, k->a->about.id, k->only_b, k->b->about.id);
    return f->sources == NULL || f->id == NULL || f->message == NULL ? scrut_fail_memory(err) : SCRUT_OK;
}

/* X02: those of the differing stations that a slip explains. */
static scrut_status add_slips(scrut_verdict *v, const scrut_station_comparison *k, scrut_error *err)
{
    const int64_t *n = k->patterns;
    int64_t stations =
        n[SCRUT_REASON_SWAPPED] + n[SCRUT_REASON_SHIFTED] + n[SCRUT_REASON_TRANSPOSED] + n[SCRUT_REASON_DIGIT];
    if (stations == 0)
        return SCRUT_OK;
    scrut_finding *f = scrut_findings_add(&v->findings, "X02");
    if (f == NULL)
        return scrut_fail_memory(err);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", k->a->about.id, k->b->about.id);
    f->id = scrut_arena_printf(v->arena, "X02/%s/%s", k->a->about.id, k->b->about.id);
    f->message = scrut_sentence(
        v->arena,
        "of {1d} differing stations {2d} have the votes of two lists exchanged, {3d} have them a line higher or lower, "
        "{4d} two neighbouring digits exchanged, {5d} one digit more or fewer",
        k->differing, n[SCRUT_REASON_SWAPPED], n[SCRUT_REASON_SHIFTED], n[SCRUT_REASON_TRANSPOSED],
        n[SCRUT_REASON_DIGIT]);
    f->stations = stations;
    f->stations_tested = k->in_both;
    f->at_stake_known = true;
    f->at_stake = f->at_stake_low = f->at_stake_high = k->slip_votes;
    return f->sources == NULL || f->id == NULL || f->message == NULL ? scrut_fail_memory(err) : SCRUT_OK;
}

scrut_status find_station_differences(scrut_verdict *v, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < v->station_comparison_count && status == SCRUT_OK; i++) {
        const scrut_station_comparison *k = &v->station_comparisons[i];
        if (k->differing > 0)
            status = add_station_difference(v, k, err);
        if (status == SCRUT_OK)
            status = add_slips(v, k, err);
        if (status == SCRUT_OK && (k->only_a > 0 || k->only_b > 0))
            status = add_station_coverage(v, k, err);
    }
    return status;
}
