/* SPDX-License-Identifier: Apache-2.0 */
#include "compare.h"

#include <string.h>

const char *scrut_compare_source_id(const scrut_reconciliation *r, size_t source)
{
    return r->c->returns[r->sources[source]].about.id;
}

bool scrut_compare_votes(const scrut_reconciliation *r, size_t source, uint32_t row, size_t party, int64_t *ret_votes)
{
    const scrut_returns *returns = &r->c->returns[r->sources[source]];
    const scrut_table_segment *segment = scrut_table_segment_of(returns->table, row);
    return scrut_count_list_votes(returns, segment, row - segment->first_row, party, ret_votes);
}

bool scrut_compare_field(const scrut_reconciliation *r, size_t source, uint32_t row, scrut_field field,
                         int64_t *ret_value)
{
    const scrut_returns *returns = &r->c->returns[r->sources[source]];
    const scrut_table_segment *segment = scrut_table_segment_of(returns->table, row);
    return scrut_returns_field(returns, segment, row - segment->first_row, field, ret_value);
}

bool scrut_compare_elsewhere(const scrut_reconciliation *r, const scrut_reconcile_pair *pair,
                             const scrut_differing_station *s, char *text, size_t size)
{
    if (s->reason != SCRUT_REASON_ELSEWHERE)
        return false;
    scrut_returns_station(&r->c->returns[r->sources[s->elsewhere_in_b ? pair->b : pair->a]], s->elsewhere, text, size);
    return true;
}

const scrut_field *scrut_compare_fields(size_t *ret_count)
{
    static const scrut_field FIELDS[] = {SCRUT_FIELD_CAST, SCRUT_FIELD_VALID, SCRUT_FIELD_VOTES_TO_LISTS,
                                         SCRUT_FIELD_BLANK, SCRUT_FIELD_INVALID};
    *ret_count = sizeof FIELDS / sizeof FIELDS[0];
    return FIELDS;
}

static void put_cell(scrut_buf *out, const char *text)
{
    scrut_cli_put_csv(out, text);
    scrut_buf_putc(out, ',');
}

typedef struct {
    const scrut_compare_answer *answer;
    const scrut_reconcile_pair *pair;
    scrut_buf *out;
} csv_rows;

static void put_station(const csv_rows *w, uint32_t station, const char *pattern)
{
    const scrut_reconciliation *r = w->answer->r;
    char key[256];
    scrut_reconcile_station(r, station, key, sizeof key);
    put_cell(w->out, scrut_compare_source_id(r, w->pair->a));
    put_cell(w->out, scrut_compare_source_id(r, w->pair->b));
    put_cell(w->out, key);
    put_cell(w->out, r->c->constituencies[scrut_reconcile_constituency(r, station)].id);
    put_cell(w->out, pattern);
}

/* Rows are cut out of files, so each says whether it is of a model. */
static void end_row(const csv_rows *w)
{
    scrut_buf_puts(w->out, w->answer->r->c->model ? ",model\n" : ",evidence\n");
}

static void put_figures(const csv_rows *w, bool known_a, int64_t a, bool known_b, int64_t b)
{
    if (known_a)
        scrut_buf_int(w->out, a);
    scrut_buf_putc(w->out, ',');
    if (known_b)
        scrut_buf_int(w->out, b);
    scrut_buf_putc(w->out, ',');
    if (known_a && known_b)
        scrut_buf_int(w->out, b - a);
    end_row(w);
}

static void put_differing(const csv_rows *w, const scrut_differing_station *s)
{
    const scrut_reconciliation *r = w->answer->r;
    const char *pattern = scrut_reason_name(s->reason);
    int64_t a = 0, b = 0;
    for (size_t p = 0; p < r->c->party_count; p++) {
        bool known_a = scrut_compare_votes(r, w->pair->a, s->row_a, p, &a),
             known_b = scrut_compare_votes(r, w->pair->b, s->row_b, p, &b);
        if (known_a == known_b && (!known_a || a == b) && s->counted_a == s->counted_b)
            continue;
        put_station(w, s->station, pattern);
        scrut_buf_puts(w->out, "votes,");
        put_cell(w->out, r->c->parties[p].id);
        put_figures(w, known_a && s->counted_a, a, known_b && s->counted_b, b);
    }
    size_t count;
    const scrut_field *fields = scrut_compare_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (!scrut_compare_field(r, w->pair->a, s->row_a, fields[i], &a) ||
            !scrut_compare_field(r, w->pair->b, s->row_b, fields[i], &b) || a == b)
            continue;
        put_station(w, s->station, pattern);
        scrut_buf_puts(w->out, "field,");
        put_cell(w->out, scrut_field_name(fields[i]));
        put_figures(w, true, a, true, b);
    }
}

void scrut_compare_csv(const scrut_compare_answer *answer, scrut_buf *out)
{
    const scrut_reconciliation *r = answer->r;
    scrut_buf_puts(out, "first,second,station,constituency,pattern,kind,name,in_first,in_second,difference,"
                        "figures\n");
    for (size_t i = 0; i < r->pair_count; i++) {
        csv_rows w = {answer, &r->pairs[i], out};
        for (size_t n = 0; n < w.pair->station_count; n++)
            put_differing(&w, &w.pair->stations[n]);
        for (uint32_t s = 0; s < r->station_count; s++) {
            bool in_a = r->rows[w.pair->a][s] != SCRUT_NONE, in_b = r->rows[w.pair->b][s] != SCRUT_NONE;
            if (in_a == in_b)
                continue;
            put_station(&w, s, scrut_reason_name(in_a ? SCRUT_REASON_ONLY_A : SCRUT_REASON_ONLY_B));
            scrut_buf_puts(out, "station,,,,");
            end_row(&w);
        }
    }
}

void scrut_compare_mapping_csv(const scrut_reconciliation *r, const scrut_match matches[], size_t count, scrut_buf *out)
{
    scrut_buf_puts(out, "station,is,score,why,confirmed\n");
    for (size_t i = 0; i < count; i++) {
        char key[256];
        scrut_returns_station(&r->c->returns[r->sources[1]], matches[i].row_b, key, sizeof key);
        put_cell(out, key);
        scrut_returns_station(&r->c->returns[r->sources[0]], matches[i].row_a, key, sizeof key);
        put_cell(out, key);
        scrut_buf_printf(out, "%d,", matches[i].score);
        put_cell(out, matches[i].why);
        scrut_buf_puts(out, "no\n");
    }
}
