/* SPDX-License-Identifier: Apache-2.0
 * write_tables.c: the CSV files of the case. */
#include "write_internal.h"

#include <string.h>

void write_cell(scrut_buf *out, const char *text)
{
    if (text == NULL)
        return;
    bool quoted =
        strpbrk(text, ",;\t\"\r\n") != NULL || text[0] == ' ' || (*text != '\0' && text[strlen(text) - 1] == ' ');
    if (!quoted) {
        scrut_buf_puts(out, text);
        return;
    }
    scrut_buf_putc(out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"')
            scrut_buf_putc(out, '"');
        scrut_buf_putc(out, *c);
    }
    scrut_buf_putc(out, '"');
}

static void put_number(scrut_buf *out, int64_t value)
{
    scrut_buf_putc(out, ',');
    scrut_buf_int(out, value);
}

/* Every row of every table says that it is a model's: rows are cut out of files. */
#define MODEL_HEADER ",model\n"
#define MODEL_CELL ",yes\n"

static void put_party_headers(const world *w, const char *prefix, scrut_buf *out)
{
    for (size_t p = 0; p < w->m->party_count; p++) {
        scrut_buf name = {0};
        scrut_buf_printf(&name, "%s%s", prefix, w->m->parties[p].id);
        scrut_buf_putc(out, ',');
        write_cell(out, name.bytes);
        out->failed = out->failed || name.failed;
        scrut_buf_free(&name);
    }
}

void write_parties(const world *w, scrut_buf *out)
{
    scrut_buf_puts(out, "party,name,colour" MODEL_HEADER);
    for (size_t p = 0; p < w->m->party_count; p++) {
        write_cell(out, w->m->parties[p].id);
        scrut_buf_putc(out, ',');
        write_cell(out, w->m->parties[p].name);
        scrut_buf_putc(out, ',');
        write_cell(out, w->m->parties[p].colour);
        scrut_buf_puts(out, MODEL_CELL);
    }
}

void write_constituencies(const world *w, scrut_buf *out)
{
    bool tiles = w->units[0].model->tile != NULL;
    scrut_buf_puts(out, "constituency,name,name_local,seats,registered");
    scrut_buf_puts(out, tiles ? ",tile_column,tile_row" MODEL_HEADER : MODEL_HEADER);
    for (size_t u = 0; u < w->unit_count; u++) {
        const model_constituency *c = w->units[u].model;
        write_cell(out, c->id);
        scrut_buf_putc(out, ',');
        write_cell(out, c->name);
        scrut_buf_putc(out, ',');
        write_cell(out, c->name_local);
        put_number(out, c->seats);
        put_number(out, w->units[u].registered);
        for (int i = 0; tiles && i < 2; i++)
            put_number(out, c->tile[i]);
        scrut_buf_puts(out, MODEL_CELL);
    }
}

void write_areas(const world *w, uint32_t station, scrut_buf *out)
{
    uint32_t path[SCRUT_AREA_LEVELS_MAX];
    size_t levels = w->m->level_count;
    uint32_t area = levels > 0 ? w->area_of[station] : SCRUT_NONE;
    for (size_t l = levels; l-- > 0; area = w->areas[area].parent)
        path[l] = area;
    for (size_t l = 0; l < levels; l++) {
        char id[256];
        world_area_id(w, w->unit_of[station], path[l], l, id, sizeof id);
        scrut_buf_putc(out, ',');
        write_cell(out, id);
    }
}

static void put_station(const world *w, uint32_t station, scrut_buf *out)
{
    char id[256];
    world_station_id(w, station, id, sizeof id);
    write_cell(out, id);
}

void write_stations(const world *w, scrut_buf *out)
{
    static const char *const KINDS[] = {"ordinary", "small", "institution"};
    scrut_buf_puts(out, "station,constituency");
    for (size_t l = 0; l < w->m->level_count; l++) {
        scrut_buf_putc(out, ',');
        write_cell(out, w->m->levels[l]);
    }
    scrut_buf_puts(out, ",registered,kind" MODEL_HEADER);
    for (uint32_t s = 0; s < w->station_count; s++) {
        put_station(w, s, out);
        scrut_buf_putc(out, ',');
        write_cell(out, w->units[w->unit_of[s]].model->id);
        write_areas(w, s, out);
        put_number(out, world_form(w, s)[REGISTERED]);
        scrut_buf_putc(out, ',');
        scrut_buf_puts(out, KINDS[w->kind_of[s]]);
        scrut_buf_puts(out, MODEL_CELL);
    }
}

/* The first source has the whole form, copies have the count. */
static bool has_cell(uint32_t source, int cell)
{
    return source == 0 || cell == REGISTERED || cell == CLOSED || cell == CAST || cell == VALID || cell == INVALID;
}

static void put_hour(scrut_buf *out, int32_t minutes)
{
    const char text[6] = {',', (char)('0' + minutes / 600 % 10), (char)('0' + minutes / 60 % 10),
                          ':', (char)('0' + minutes % 60 / 10),  (char)('0' + minutes % 10)};
    scrut_buf_append(out, text, sizeof text);
}

static void put_cells(const world *w, uint32_t source, const int32_t form[], scrut_buf *out)
{
    for (size_t k = 0; k < w->columns; k++)
        if (k == CLOSED)
            put_hour(out, form[k]);
        else if (k >= FIELD_CELLS || has_cell(source, (int)k))
            put_number(out, form[k]);
}

void write_returns(const world *w, uint32_t source, scrut_buf *out)
{
    scrut_buf_puts(out, source == 0
                            ? "station,registered,received,issued,unused,spoiled,closed,in_box,cast,valid,invalid"
                            : "station,registered,closed,cast,valid,invalid");
    put_party_headers(w, "v_", out);
    scrut_buf_puts(out, MODEL_HEADER);
    size_t at = 0;
    for (uint32_t s = 0; s < w->station_count; s++) {
        const int32_t *form = world_return(w, source, s, &at);
        if (form == NULL)
            continue;
        put_station(w, s, out);
        put_cells(w, source, form, out);
        scrut_buf_puts(out, MODEL_CELL);
    }
}

/* Of a constituency that has not reported yet nothing is known, which is not that nobody voted. */
static void put_known(scrut_buf *out, int64_t value, bool known)
{
    if (known)
        put_number(out, value);
    else
        scrut_buf_putc(out, ',');
}

static void put_sums(const world *w, const world_result *r, size_t row, scrut_buf *out)
{
    static const int CELLS[] = {REGISTERED, CAST, VALID, INVALID};
    const int64_t *sums = r->sums + row * w->columns;
    size_t parties = w->m->party_count;
    for (size_t i = 0; i < COUNT_OF(CELLS); i++)
        put_known(out, sums[CELLS[i]], r->stations[row] > 0);
    for (size_t p = 0; p < parties; p++)
        put_known(out, sums[FIELD_CELLS + p], r->stations[row] > 0);
    for (size_t p = 0; r->seats != NULL && p < parties; p++) {
        scrut_buf_putc(out, ',');
        if (r->seats[row * parties + p] >= 0) /* neither a lot that nobody has drawn nor votes of nowhere are known */
            scrut_buf_int(out, r->seats[row * parties + p]);
    }
    scrut_buf_puts(out, MODEL_CELL);
}

void write_announced(const world *w, const world_result *result, bool nation, scrut_buf *out)
{
    scrut_buf_puts(out, nation ? "level,registered,cast,valid,invalid" : "constituency,registered,cast,valid,invalid");
    put_party_headers(w, "v_", out);
    if (result->seats != NULL)
        put_party_headers(w, "s_", out);
    scrut_buf_puts(out, MODEL_HEADER);
    for (size_t row = nation ? 0 : 1; row <= (nation ? 0 : w->unit_count); row++) {
        write_cell(out, nation ? "nation" : w->units[row - 1].model->id);
        put_sums(w, result, row, out);
    }
}

static void put_claim_head(size_t *number, const char *by, const char *date, scrut_buf *out)
{
    scrut_buf_printf(out, "m%02zu,", ++*number);
    write_cell(out, by);
    scrut_buf_putc(out, ',');
    write_cell(out, date);
    scrut_buf_putc(out, ',');
}

/* "votes("A") = 12 and ..." over the lists whose figure is known. */
static void put_official_claim(const world *w, size_t *number, const char *function, const char *words,
                               const int64_t figures[], scrut_buf *out)
{
    scrut_buf expression = {0};
    for (size_t p = 0; p < w->m->party_count; p++)
        if (figures[p] >= 0)
            scrut_buf_printf(&expression, "%s%s(\"%s\") = %lld", expression.length > 0 ? " and " : "", function,
                             w->m->parties[p].id, (long long)figures[p]);
    if (expression.length > 0) {
        put_claim_head(number, w->m->announced_by, w->m->official, out);
        write_cell(out, words);
        scrut_buf_puts(out, ",,");
        write_cell(out, expression.bytes);
        scrut_buf_puts(out, MODEL_CELL);
    }
    out->failed = out->failed || expression.failed;
    scrut_buf_free(&expression);
}

void write_claims(const world *w, const world_result *official, scrut_buf *out)
{
    size_t number = 0;
    scrut_buf_puts(out, "id,claimant,date,words,reference,expression" MODEL_HEADER);
    put_official_claim(w, &number, "seats", "The seats of the lists are those of the official result.", official->seats,
                       out);
    put_official_claim(w, &number, "votes", "The votes of the lists are those of the official result.",
                       official->sums + FIELD_CELLS, out);
    /* What was said of the model's figures is not said of others. */
    bool others = w->scaled || w->injections->count > 0;
    for (size_t i = 0; !others && i < w->m->claim_count; i++) {
        const model_claim *claim = &w->m->claims[i];
        put_claim_head(&number, claim->claimant, claim->date, out);
        write_cell(out, claim->words);
        scrut_buf_putc(out, ',');
        write_cell(out, claim->reference);
        scrut_buf_putc(out, ',');
        write_cell(out, claim->expression);
        scrut_buf_puts(out, MODEL_CELL);
    }
}
