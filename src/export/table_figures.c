/* SPDX-License-Identifier: Apache-2.0
 * table_figures.c: sums of the sources, announced figures and seats, a row a figure. */
#include "export_internal.h"
#include "scrutineer/view.h"

#include <string.h>

typedef enum { LEVEL_NATION, LEVEL_CONSTITUENCY, LEVEL_AREA, LEVEL_ALL } unit_level;

static bool in_level(const scrut_case *c, unit_level level, size_t unit)
{
    switch (level) {
    case LEVEL_NATION: return unit == 0;
    case LEVEL_CONSTITUENCY: return unit > 0 && unit <= c->constituency_count;
    case LEVEL_AREA: return unit > c->constituency_count;
    default: return true;
    }
}

/* "nation", "constituency", or the area's level. */
static const char *level_name(const scrut_case *c, size_t unit)
{
    uint32_t area = export_area_of_unit(c, (uint32_t)unit);
    if (area != SCRUT_NONE)
        return c->area_levels[c->areas[area].level];
    return unit == 0 ? "nation" : "constituency";
}

static const char *constituency_id(const scrut_case *c, size_t unit)
{
    uint32_t constituency = export_constituency_of_unit(c, (uint32_t)unit);
    return constituency != SCRUT_NONE ? c->constituencies[constituency].id : NULL;
}

/* ---- the place of a figure ---- */

static void place_header(exporter *x, const char *id, unit_level level)
{
    export_column(x, id, COLUMN_TEXT);
    if (level >= LEVEL_AREA)
        export_column(x, "level", COLUMN_TEXT);
    if (level >= LEVEL_CONSTITUENCY)
        export_column(x, "constituency", COLUMN_TEXT);
    if (level >= LEVEL_AREA)
        export_columns_of_areas(x);
}

static void put_place(exporter *x, const scrut_tally *t, unit_level level, size_t unit)
{
    export_cell_text(x, t->about.id);
    if (level >= LEVEL_AREA)
        export_cell_text(x, level_name(x->c, unit));
    if (level >= LEVEL_CONSTITUENCY)
        export_cell_text(x, constituency_id(x->c, unit));
    if (level >= LEVEL_AREA)
        export_cells_of_areas(x, export_area_of_unit(x->c, (uint32_t)unit));
}

static void figure_header(exporter *x)
{
    export_column(x, "item", COLUMN_TEXT);
    export_column(x, "name", COLUMN_TEXT);
    export_column(x, "value", COLUMN_WHOLE);
    export_column(x, "known_sum", COLUMN_WHOLE);
    export_column(x, "known", COLUMN_WHOLE);
    export_column(x, "cells", COLUMN_WHOLE);
}

/* The value is empty unless it is complete; what is known of it stands apart, so that no part is taken for the whole.
 */
static void put_figure(exporter *x, const char *item, const char *name, scrut_figure f)
{
    export_cell_text(x, item);
    export_cell_text(x, name);
    export_cell_known(x, scrut_figure_complete(f), f.value);
    export_cell_known(x, f.known > 0, f.value);
    export_cell_whole(x, f.known);
    export_cell_whole(x, f.cells);
}

static const char *item_name(size_t column_index)
{
    return column_index < SCRUT_FIELD_COUNT ? "field" : "votes";
}

static const char *figure_name(const scrut_case *c, size_t column_index)
{
    return column_index < SCRUT_FIELD_COUNT ? scrut_field_name((scrut_field)column_index)
                                            : c->parties[column_index - SCRUT_FIELD_COUNT].id;
}

/* ---- sums of the sources ---- */

static void put_sums(exporter *x, const scrut_tally *t, unit_level level)
{
    for (size_t unit = 0; unit < t->unit_count && x->status == SCRUT_OK; unit++)
        for (size_t k = 0; k < t->column_count && in_level(x->c, level, unit); k++) {
            scrut_figure f = t->figures[unit * t->column_count + k];
            if (f.cells == 0)
                continue;
            put_place(x, t, level, unit);
            put_figure(x, item_name(k), figure_name(x->c, k), f);
            export_row_end(x);
        }
}

static void sums_file(exporter *x, const char *name, const char *title, unit_level level)
{
    export_begin(x, name, title);
    place_header(x, "source", level);
    figure_header(x);
    export_header_end(x);
    for (size_t i = 0; i < x->v->tabulation_count; i++)
        put_sums(x, &x->v->tallies[i], level);
    export_end(x);
}

/* ---- announced figures ---- */

static void put_where(exporter *x, const scrut_cell_ref *where)
{
    bool given = where != NULL && where->file != NULL;
    export_cell_yes_no(x, given);
    export_cell_text(x, given ? where->file : NULL);
    export_cell_known(x, given && where->line >= 0, given ? where->line : 0);
    export_cell_text(x, given ? where->column : NULL);
    export_row_end(x);
}

static void put_announced_unit(exporter *x, const scrut_tally *t, size_t unit)
{
    for (size_t k = 0; k < t->column_count; k++) {
        scrut_figure f = t->figures[unit * t->column_count + k];
        if (f.cells == 0)
            continue;
        put_place(x, t, LEVEL_ALL, unit);
        put_figure(x, item_name(k), figure_name(x->c, k), f);
        put_where(x, t->where != NULL ? &t->where[unit * t->column_count + k] : NULL);
    }
    for (size_t p = 0; p < x->c->party_count && t->seats != NULL; p++) {
        scrut_figure f = *scrut_tally_seats(t, unit, p);
        if (f.cells == 0)
            continue;
        put_place(x, t, LEVEL_ALL, unit);
        put_figure(x, "seats", x->c->parties[p].id, f);
        put_where(x, t->seats_where != NULL ? &t->seats_where[unit * x->c->party_count + p] : NULL);
    }
}

static void announcements_file(exporter *x)
{
    export_begin(x, "announcements.csv", "Announced figures of every version");
    place_header(x, "version", LEVEL_ALL);
    figure_header(x);
    export_column(x, "given", COLUMN_YES_NO);
    export_column(x, "file", COLUMN_TEXT);
    export_column(x, "line", COLUMN_WHOLE);
    export_column(x, "column", COLUMN_TEXT);
    export_header_end(x);
    for (size_t t = x->v->tabulation_count; t < x->v->tally_count; t++)
        for (size_t unit = 0; unit < x->v->tallies[t].unit_count && x->status == SCRUT_OK; unit++)
            put_announced_unit(x, &x->v->tallies[t], unit);
    export_end(x);
}

/* ---- seats ---- */

static void put_seats(exporter *x, const scrut_tally *t, const char *origin, const char *constituency, size_t party)
{
    export_cell_text(x, origin);
    export_cell_text(x, t->about.id);
    export_cell_text(x, constituency);
    export_cell_text(x, x->c->parties[party].id);
}

static void put_announced_seats(exporter *x, const scrut_tally *t)
{
    for (size_t unit = 0; unit <= x->c->constituency_count && t->seats != NULL; unit++)
        for (size_t p = 0; p < x->c->party_count; p++) {
            scrut_figure f = *scrut_tally_seats(t, unit, p);
            if (f.cells == 0)
                continue;
            put_seats(x, t, "announced", constituency_id(x->c, unit), p);
            export_cell_known(x, scrut_figure_complete(f), f.value);
            export_cell_known(x, scrut_figure_complete(f), f.value);
            export_cell_text(x, NULL);
            export_row_end(x);
        }
}

static void put_allocated_unit(exporter *x, const scrut_tally *t, const char *constituency, const int64_t *certain,
                               const int64_t *possible, const char *state)
{
    for (size_t p = 0; p < x->c->party_count; p++) {
        if (certain[p] == 0 && possible[p] == 0)
            continue;
        put_seats(x, t, "allocated", constituency, p);
        export_cell_whole(x, certain[p]);
        export_cell_whole(x, possible[p]);
        export_cell_text(x, state);
        export_row_end(x);
    }
}

static void put_allocated_seats(exporter *x, const scrut_tally *t, const scrut_chamber *chamber)
{
    put_allocated_unit(x, t, NULL, chamber->certain, chamber->possible, NULL);
    for (size_t i = 0; i < x->c->constituency_count; i++) {
        const scrut_constituency_seats *seats = &chamber->constituencies[i];
        if (seats->state != SCRUT_SEATS_REFUSED)
            put_allocated_unit(x, t, x->c->constituencies[i].id, seats->certain, seats->possible,
                               scrut_report_state_name(seats->state));
    }
}

static void seats_file(exporter *x)
{
    export_begin(x, "seats.csv", "Seats as announced, and as the rules give them from the votes");
    export_column(x, "origin", COLUMN_TEXT);
    export_column(x, "figures", COLUMN_TEXT);
    export_column(x, "constituency", COLUMN_TEXT);
    export_column(x, "party", COLUMN_TEXT);
    export_column(x, "seats", COLUMN_WHOLE);
    export_column(x, "seats_at_most", COLUMN_WHOLE);
    export_column(x, "state", COLUMN_TEXT);
    export_header_end(x);
    for (size_t t = 0; t < x->v->tally_count && x->status == SCRUT_OK; t++) {
        put_announced_seats(x, &x->v->tallies[t]);
        if (x->v->chambers[t] != NULL)
            put_allocated_seats(x, &x->v->tallies[t], x->v->chambers[t]);
    }
    export_end(x);
}

void export_figures(exporter *x)
{
    sums_file(x, "areas.csv", "Sums of every source by area", LEVEL_AREA);
    sums_file(x, "constituencies.csv", "Sums of every source by constituency", LEVEL_CONSTITUENCY);
    sums_file(x, "nation.csv", "Sums of every source", LEVEL_NATION);
    announcements_file(x);
    seats_file(x);
}
