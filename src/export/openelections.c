/* SPDX-License-Identifier: Apache-2.0
 * openelections.c: the seven columns of OpenElections. A county is the outermost area or, without areas, the
 * constituency; a precinct is a polling station; a list stands in both columns, party (id) and candidate (name). Lines
 * end in LF, as that project asks. */
#include "export_internal.h"
#include "scrutineer/count.h"

#include <string.h>

/* Accounting rows that the project's files have, with the place of an office. */
static const struct {
    scrut_field field;
    const char *office;
} ACCOUNTS[] = {{SCRUT_FIELD_REGISTERED, "Registered Voters"}, {SCRUT_FIELD_CAST, "Ballots Cast"}};
enum { ACCOUNT_COUNT = sizeof ACCOUNTS / sizeof ACCOUNTS[0] };

/* A station, or a unit of an announcement. */
typedef struct {
    const char *county, *precinct;
    uint32_t unit; /* of the tally: what stands there */
    const scrut_returns *returns;
    uint32_t row;
} place;

static const char *name_or_id(const char *name, const char *id)
{
    return name != NULL ? name : id;
}

static const char *county_of(const scrut_case *c, uint32_t unit)
{
    uint32_t area = export_area_of_unit(c, unit), constituency = export_constituency_of_unit(c, unit);
    while (area != SCRUT_NONE && c->areas[area].parent != SCRUT_NONE)
        area = c->areas[area].parent;
    if (area != SCRUT_NONE)
        return c->areas[area].name;
    if (constituency == SCRUT_NONE || c->single_constituency)
        return NULL;
    return name_or_id(c->constituencies[constituency].name, c->constituencies[constituency].id);
}

static const char *district_of(const scrut_case *c, uint32_t unit)
{
    uint32_t constituency = export_constituency_of_unit(c, unit);
    return constituency == SCRUT_NONE || c->single_constituency ? NULL : c->constituencies[constituency].id;
}

static bool votes_at(const exporter *x, const place *at, size_t party, int64_t *ret_votes)
{
    if (at->returns != NULL)
        return export_votes_of_row(at->returns, at->row, party, ret_votes);
    scrut_figure f = *scrut_tally_votes(x->options->of, at->unit, party);
    *ret_votes = f.value;
    return scrut_figure_complete(f);
}

static bool field_at(const exporter *x, const place *at, scrut_field field, int64_t *ret_value)
{
    if (at->returns != NULL)
        return export_field_of_row(at->returns, at->row, field, ret_value);
    scrut_figure f = *scrut_tally_field(x->options->of, at->unit, field);
    *ret_value = f.value;
    return scrut_figure_complete(f);
}

static void put_row(exporter *x, const place *at, const char *office, const char *district, const scrut_party *party,
                    bool known, int64_t votes)
{
    export_cell_text(x, at->county);
    export_cell_text(x, at->precinct);
    export_cell_text(x, office);
    export_cell_text(x, district);
    export_cell_text(x, party != NULL ? party->id : NULL);
    export_cell_text(x, party != NULL ? name_or_id(party->name, party->id) : NULL);
    export_cell_known(x, known, votes);
    export_row_end(x);
}

static void put_place(exporter *x, const place *at)
{
    const scrut_case *c = x->c;
    int64_t value = 0;
    for (size_t i = 0; i < ACCOUNT_COUNT; i++)
        if (field_at(x, at, ACCOUNTS[i].field, &value))
            put_row(x, at, ACCOUNTS[i].office, NULL, NULL, true, value);
    for (size_t p = 0; p < c->party_count; p++) {
        if (scrut_tally_votes(x->options->of, at->unit, p)->cells == 0)
            continue; /* it does not stand there */
        bool known = votes_at(x, at, p, &value);
        if (!known && at->returns != NULL && at->returns->empty_is_not_standing)
            continue;
        put_row(x, at, name_or_id(c->chamber_name, c->title), district_of(c, at->unit), &c->parties[p], known, value);
    }
}

static void put_stations(exporter *x, const unit_rows *rows)
{
    const scrut_tally *t = x->options->of;
    char station[STATION_TEXT_MAX];
    for (uint32_t unit = 0; unit < t->unit_count; unit++)
        for (uint32_t i = rows->first[unit]; i < rows->first[unit + 1] && x->status == SCRUT_OK; i++) {
            place at = {.county = county_of(x->c, unit),
                        .precinct = station,
                        .unit = unit,
                        .returns = rows->returns,
                        .row = rows->rows[i]};
            scrut_returns_station(rows->returns, rows->rows[i], station, sizeof station);
            put_place(x, &at);
        }
}

static bool has_votes(const exporter *x, uint32_t unit)
{
    for (size_t p = 0; p < x->c->party_count; p++)
        if (scrut_tally_votes(x->options->of, unit, p)->known > 0)
            return true;
    return false;
}

/* The smallest units that an announcement gives, so that nothing stands there twice. */
static bool *smallest_units(exporter *x)
{
    const scrut_tally *t = x->options->of;
    bool *smallest = export_take(x, t->unit_count, sizeof *smallest);
    if (smallest == NULL)
        return NULL;
    for (uint32_t unit = 0; unit < t->unit_count; unit++)
        smallest[unit] = has_votes(x, unit);
    for (uint32_t unit = (uint32_t)t->unit_count - 1; unit > 0; unit--) {
        uint32_t around = scrut_count_unit_around(x->c, unit);
        if (has_votes(x, unit))
            smallest[around] = false;
    }
    return smallest;
}

static void put_units(exporter *x)
{
    bool *smallest = smallest_units(x);
    for (uint32_t unit = 0; smallest != NULL && unit < x->options->of->unit_count && x->status == SCRUT_OK; unit++) {
        uint32_t area = export_area_of_unit(x->c, unit);
        bool inner = area != SCRUT_NONE && x->c->areas[area].parent != SCRUT_NONE;
        place at = {.county = county_of(x->c, unit), .precinct = inner ? x->c->areas[area].name : NULL, .unit = unit};
        if (smallest[unit])
            put_place(x, &at);
    }
}

static void not_held_here(exporter *x)
{
    const scrut_tally *t = x->options->of;
    size_t fields = 0;
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        fields +=
            scrut_tally_field(t, 0, (scrut_field)f)->known > 0 && f != SCRUT_FIELD_REGISTERED && f != SCRUT_FIELD_CAST;
    if (fields > 0)
        export_not_held(x, "%zu accounting %s of the forms beside registered voters and ballots cast", fields,
                        fields == 1 ? "field" : "fields");
    if (x->v->tally_count > 1)
        export_not_held(x, "other figures than those of %s", t->about.id);
    if (t->stations_excluded > 0)
        export_not_held(x, "%u %s listed and not counted", t->stations_excluded,
                        t->stations_excluded == 1 ? "return that is" : "returns that are");
    if (x->c->area_level_count > 1)
        export_not_held(x, "area levels inside the outermost one");
    if (x->v->chambers[t - x->v->tallies] != NULL || t->has_seats)
        export_not_held(x, "seats");
    if (x->c->model)
        export_not_held(x, "that the figures are a model, but in the file's name");
    export_not_held(x, "who supplied the figures, findings and claims");
}

/* date__country__general__precinct.csv, without the parts that the case does not give. A model is no general election.
 */
static const char *file_name(exporter *x, bool stations)
{
    const char *date = x->c->date, *country = export_country(x);
    const char *prefix = export_is_date(date) && country != NULL
                             ? export_print(x, "%.4s%.2s%.2s__%s__", date, date + 5, date + 8, country)
                             : "";
    return export_print(x, "%s%s__%s.csv", prefix, x->c->model ? "model" : "general", stations ? "precinct" : "county");
}

void export_openelections(exporter *x)
{
    static const char *const COLUMNS[] = {"county", "precinct", "office", "district", "party", "candidate", "votes"};
    enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };
    unit_rows rows = export_rows_by_unit(x, x->options->of);
    x->line_end = "\n";
    export_begin(x, file_name(x, rows.returns != NULL), "Votes by station");
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        export_column(x, COLUMNS[i], i + 1 < COLUMN_COUNT ? COLUMN_TEXT : COLUMN_WHOLE);
    export_header_end(x);
    if (x->status == SCRUT_OK && rows.returns != NULL)
        put_stations(x, &rows);
    else if (x->status == SCRUT_OK)
        put_units(x);
    export_end(x);
    not_held_here(x);
}
