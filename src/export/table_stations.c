/* SPDX-License-Identifier: Apache-2.0
 * table_stations.c: stations.csv, a row a return of a source, as the source gives it. */
#include "export_internal.h"
#include "scrutineer/count.h"

#include <string.h>

/* Columns that any source has. */
typedef struct {
    bool fields[SCRUT_FIELD_COUNT];
    bool *parties;
} used_columns;

static used_columns columns_in_use(exporter *x)
{
    const scrut_case *c = x->c;
    used_columns used = {.parties = export_take(x, c->party_count, sizeof *used.parties)};
    for (size_t i = 0; i < c->returns_count && used.parties != NULL; i++) {
        for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
            used.fields[f] = used.fields[f] || c->returns[i].fields[f].count > 0;
        for (size_t p = 0; p < c->party_count; p++)
            used.parties[p] = used.parties[p] || c->returns[i].party_column[p] != SCRUT_NONE;
    }
    return used;
}

static void header(exporter *x, const used_columns *used)
{
    export_column(x, "source", COLUMN_TEXT);
    export_column(x, "station", COLUMN_TEXT);
    export_column(x, "station_elsewhere", COLUMN_TEXT);
    export_column(x, "constituency", COLUMN_TEXT);
    export_columns_of_areas(x);
    export_column(x, "counted", COLUMN_YES_NO);
    export_column(x, "status", COLUMN_TEXT);
    export_column(x, "file", COLUMN_TEXT);
    export_column(x, "line", COLUMN_WHOLE);
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        if (used->fields[f])
            export_column(x, scrut_field_name((scrut_field)f), COLUMN_WHOLE);
    for (uint32_t p = 0; p < x->c->party_count; p++)
        if (used->parties[p])
            export_column_of_party(x, p);
    export_header_end(x);
}

static void put_place(exporter *x, const scrut_returns *r, uint32_t row, int64_t line)
{
    uint8_t excluded = r->excluded != NULL ? r->excluded[row] : 0;
    char station[STATION_TEXT_MAX];
    scrut_returns_station(r, row, station, sizeof station);
    export_cell_text(x, r->about.id);
    export_cell_text(x, station);
    export_cell_text(x, r->renamed != NULL ? r->renamed[row] : NULL);
    export_cell_text(x, x->c->constituencies[export_constituency_of_unit(x->c, scrut_count_unit_of(x->c, r, row))].id);
    export_cells_of_areas(x, r->area != NULL ? r->area[row] : SCRUT_NONE);
    export_cell_yes_no(x, excluded == 0);
    export_cell_text(x, excluded > 0 ? r->statuses[excluded - 1] : NULL);
    export_cell_text(x, r->file);
    export_cell_whole(x, line);
}

static void put_return(exporter *x, const used_columns *used, const scrut_returns *r, uint32_t row)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    uint32_t at = row - segment->first_row;
    put_place(x, r, row, scrut_row_line(segment, at));
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++) {
        int64_t value = 0;
        bool known = scrut_returns_field(r, segment, at, (scrut_field)f, &value);
        if (used->fields[f])
            export_cell_known(x, known, value);
    }
    for (size_t p = 0; p < x->c->party_count; p++) {
        int64_t votes = 0;
        bool known = scrut_count_list_votes(r, segment, at, p, &votes);
        if (used->parties[p])
            export_cell_known(x, known, votes);
    }
    export_row_end(x);
}

void export_stations(exporter *x)
{
    export_begin(x, "stations.csv", "Returns of every source, a row a station");
    used_columns used = columns_in_use(x);
    if (x->status != SCRUT_OK)
        return;
    header(x, &used);
    for (size_t i = 0; i < x->c->returns_count; i++)
        for (uint32_t row = 0; row < x->c->returns[i].row_count && x->status == SCRUT_OK; row++)
            put_return(x, &used, &x->c->returns[i], row);
    export_end(x);
}
