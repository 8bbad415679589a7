/* SPDX-License-Identifier: Apache-2.0
 * tables.c: our own tables: what the case names, then its figures, then what was found. */
#include "export_internal.h"
#include "scrutineer/report.h"

#include <string.h>

static void parties_file(exporter *x)
{
    export_begin(x, "parties.csv", "Parties and lists");
    static const char *const TEXTS[] = {"party", "name", "name_local", "colour", "alliance", "hidden_in"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        export_column(x, TEXTS[i], COLUMN_TEXT);
    export_column(x, "members", COLUMN_WHOLE);
    export_column(x, "exempt", COLUMN_YES_NO);
    export_column(x, "aggregate", COLUMN_YES_NO);
    export_header_end(x);
    for (size_t p = 0; p < x->c->party_count; p++) {
        const scrut_party *party = &x->c->parties[p];
        export_cell_text(x, party->id);
        export_cell_text(x, party->name);
        export_cell_text(x, party->name_local);
        export_cell_text(x, party->colour);
        export_cell_text(x, party->alliance);
        export_cell_text(x, party->hidden_in != SCRUT_NONE ? x->c->parties[party->hidden_in].id : NULL);
        export_cell_whole(x, party->members);
        export_cell_yes_no(x, party->exempt);
        export_cell_yes_no(x, party->aggregate);
        export_row_end(x);
    }
    export_end(x);
}

static void put_unit(exporter *x, const char *level, const char *constituency, uint32_t area)
{
    export_cell_text(x, level);
    export_cell_text(x, constituency);
    export_cells_of_areas(x, area);
}

static void put_constituency(exporter *x, const scrut_constituency *k)
{
    put_unit(x, "constituency", k->id, SCRUT_NONE);
    export_cell_text(x, k->name);
    export_cell_text(x, k->name_local);
    export_cell_known(x, k->seats_known, k->seats);
    export_cell_known(x, scrut_figure_complete(k->registered), k->registered.value);
    export_row_end(x);
}

static void put_area(exporter *x, uint32_t area)
{
    const scrut_area *a = &x->c->areas[area];
    put_unit(x, x->c->area_levels[a->level], x->c->constituencies[a->constituency].id, area);
    export_cell_text(x, a->name);
    export_cell_text(x, NULL);
    export_cell_known(x, false, 0);
    export_cell_known(x, false, 0);
    export_row_end(x);
}

static void units_file(exporter *x)
{
    export_begin(x, "units.csv", "Constituencies and areas");
    export_column(x, "level", COLUMN_TEXT);
    export_column(x, "constituency", COLUMN_TEXT);
    export_columns_of_areas(x);
    export_column(x, "name", COLUMN_TEXT);
    export_column(x, "name_local", COLUMN_TEXT);
    export_column(x, "seats", COLUMN_WHOLE);
    export_column(x, "registered", COLUMN_WHOLE);
    export_header_end(x);
    for (size_t i = 0; i < x->c->constituency_count; i++)
        put_constituency(x, &x->c->constituencies[i]);
    for (uint32_t i = 0; i < x->c->area_count; i++)
        put_area(x, i);
    export_end(x);
}

static void figures_file(exporter *x)
{
    export_begin(x, "figures.csv", "Where the figures come from: sources of returns, and announcements");
    static const char *const TEXTS[] = {"kind",   "figures",   "title", "by",      "date",
                                        "status", "reference", "note",  "replaces"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        export_column(x, TEXTS[i], COLUMN_TEXT);
    export_column(x, "partial", COLUMN_YES_NO);
    export_column(x, "returns", COLUMN_WHOLE);
    export_column(x, "returns_counted", COLUMN_WHOLE);
    export_header_end(x);
    for (size_t i = 0; i < x->v->tally_count; i++) {
        const scrut_tally *t = &x->v->tallies[i];
        const char *const texts[] = {t->from_returns ? "source" : "announcement",
                                     t->about.id,
                                     t->about.title,
                                     t->about.by,
                                     t->about.date,
                                     t->about.status,
                                     t->about.reference,
                                     t->about.note,
                                     t->replaces};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            export_cell_text(x, texts[k]);
        export_cell_yes_no(x, t->partial);
        export_cell_known(x, t->from_returns, t->stations);
        export_cell_known(x, t->from_returns, t->stations_counted);
        export_row_end(x);
    }
    export_end(x);
}

/* Columns of findings that are numbers; the report owns the table. */
static column_type type_of_finding_column(const char *name)
{
    static const char *const WHOLE[] = {"votes_at_stake", "at_stake_low", "at_stake_high", "stations",
                                        "stations_tested"};
    for (size_t i = 0; i < sizeof WHOLE / sizeof WHOLE[0]; i++)
        if (strcmp(name, WHOLE[i]) == 0)
            return COLUMN_WHOLE;
    return COLUMN_TEXT;
}

static void findings_file(exporter *x)
{
    scrut_buf table = {0};
    export_begin(x, "findings.csv", "Findings");
    if (x->status == SCRUT_OK)
        x->status = scrut_report_findings_csv(x->v, &table, x->err);
    size_t header = x->status == SCRUT_OK ? strcspn(table.bytes, "\r") : 0;
    for (size_t at = 0; at < header && x->status == SCRUT_OK;) {
        size_t length = strcspn(table.bytes + at, ",\r");
        const char *name = export_print(x, "%.*s", (int)length, table.bytes + at);
        if (name != NULL)
            export_column(x, name, type_of_finding_column(name));
        at += length + 1;
    }
    export_header_end(x);
    if (x->status == SCRUT_OK) {
        scrut_buf_append(&x->buf, table.bytes + header + 2, table.length - header - 2);
        x->files[x->summary->file_count - 1].summary->rows = (int64_t)x->v->findings.count;
    }
    scrut_buf_free(&table);
    export_end(x);
}

static void tables_not_held(exporter *x)
{
    const scrut_case *c = x->c;
    if (c->has_rules)
        export_not_held(x, "the rules by which seats are given");
    if (c->claim_count > 0)
        export_not_held(x, "%zu %s with what answers %s", c->claim_count, c->claim_count == 1 ? "claim" : "claims",
                        c->claim_count == 1 ? "it" : "them");
    if (c->margin_count > 0)
        export_not_held(x, "%zu published %s", c->margin_count, c->margin_count == 1 ? "margin" : "margins");
    if (c->previous_count > 0)
        export_not_held(x, "earlier elections");
    if (c->note_count > 0)
        export_not_held(x, "%zu %s of the case", c->note_count, c->note_count == 1 ? "note" : "notes");
    if (x->formulas > 0)
        export_not_held(
            x, "%lld %s letter by letter: an apostrophe stands before what a spreadsheet would run as a formula",
            (long long)x->formulas, x->formulas == 1 ? "text" : "texts");
}

void export_tables(exporter *x)
{
    x->says_model = x->c->model;
    parties_file(x);
    units_file(x);
    figures_file(x);
    export_stations(x);
    export_figures(x);
    x->says_model = false; /* findings say it themselves */
    findings_file(x);
    tables_not_held(x);
}
