/* SPDX-License-Identifier: Apache-2.0
 * rows.c: the returns of a source, one unit after another. */
#include "export_internal.h"
#include "scrutineer/count.h"

const scrut_returns *export_returns_of(const exporter *x, const scrut_tally *tally)
{
    size_t index = (size_t)(tally - x->v->tallies);
    return index < x->v->tabulation_count ? &x->c->returns[index] : NULL;
}

uint32_t export_area_of_unit(const scrut_case *c, uint32_t unit)
{
    return unit > c->constituency_count ? unit - 1 - (uint32_t)c->constituency_count : SCRUT_NONE;
}

uint32_t export_constituency_of_unit(const scrut_case *c, uint32_t unit)
{
    uint32_t area = export_area_of_unit(c, unit);
    if (area != SCRUT_NONE)
        return c->areas[area].constituency;
    return unit > 0 ? unit - 1 : SCRUT_NONE;
}

bool export_field_of_row(const scrut_returns *r, uint32_t row, scrut_field field, int64_t *ret_value)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    return scrut_returns_field(r, segment, row - segment->first_row, field, ret_value);
}

bool export_votes_of_row(const scrut_returns *r, uint32_t row, size_t party, int64_t *ret_votes)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    return scrut_count_list_votes(r, segment, row - segment->first_row, party, ret_votes);
}

unit_rows export_rows_by_unit(exporter *x, const scrut_tally *tally)
{
    unit_rows by = {.returns = export_returns_of(x, tally)};
    size_t units = tally->unit_count;
    uint32_t count = by.returns != NULL ? by.returns->row_count : 0;
    by.first = export_take(x, units + 2, sizeof *by.first);
    by.rows = export_take(x, count, sizeof *by.rows);
    if (x->status != SCRUT_OK)
        return by;
    /* first[u + 2] counts unit u, then first[u + 1] is where its next row goes, and at the end where it ended */
    for (uint32_t row = 0; row < count; row++)
        if (scrut_count_is_counted(by.returns, row))
            by.first[scrut_count_unit_of(x->c, by.returns, row) + 2]++;
    for (size_t u = 2; u < units + 2; u++)
        by.first[u] += by.first[u - 1];
    for (uint32_t row = 0; row < count; row++)
        if (scrut_count_is_counted(by.returns, row))
            by.rows[by.first[scrut_count_unit_of(x->c, by.returns, row) + 1]++] = row;
    return by;
}
