/* SPDX-License-Identifier: Apache-2.0
 * Cells to numbered values, and rows into an order of their content. */
#include "link_values.h"
#include "scrutineer/mem.h"

#include <stdlib.h>

/* ---- cells as they came ----------------------------------------------------------------------------------------- */

static void free_raw(link_raw *raw)
{
    scrut_link_words_free(&raw->cells);
    free(raw->numbers);
}

static scrut_status number_cells(const records *r, size_t field, link_raw *raw, scrut_error *err)
{
    const scrut_link_input *in = r->input;
    if (in->numbers != NULL) {
        raw->count = in->value_count(in->context, field);
        return SCRUT_OK;
    }
    raw->numbers = malloc((r->row_count + (size_t)1) * sizeof *raw->numbers);
    if (raw->numbers == NULL)
        return scrut_fail_memory(err);
    for (uint32_t row = 0; row < r->row_count; row++) {
        size_t length = 0;
        const char *cell = in->cell(in->context, row, field, &length);
        raw->numbers[row] = scrut_link_words_put(&raw->cells, cell, length);
        if (raw->numbers[row] == UINT32_MAX)
            return scrut_fail_memory(err);
    }
    raw->count = (uint32_t)raw->cells.count;
    return SCRUT_OK;
}

const char *scrut_link_raw_text(const records *r, size_t field, const link_raw *raw, uint32_t number,
                                size_t *ret_length)
{
    if (raw->numbers == NULL)
        return r->input->value(r->input->context, field, number, ret_length);
    *ret_length = raw->cells.words[number].length;
    return raw->cells.words[number].text;
}

enum { ROWS_AT_ONCE = 4096 };

static const uint32_t *raw_numbers(const records *r, size_t field, const link_raw *raw, uint32_t first, uint32_t count,
                                   uint32_t buffer[])
{
    if (raw->numbers != NULL)
        return raw->numbers + first;
    r->input->numbers(r->input->context, field, first, count, buffer);
    return buffer;
}

uint32_t scrut_link_raw_row(const records *r, size_t field, const link_raw *raw, uint32_t number)
{
    uint32_t buffer[ROWS_AT_ONCE];
    for (uint32_t first = 0; first < r->row_count; first += ROWS_AT_ONCE) {
        uint32_t count = r->row_count - first < ROWS_AT_ONCE ? r->row_count - first : ROWS_AT_ONCE;
        const uint32_t *numbers = raw_numbers(r, field, raw, first, count, buffer);
        for (uint32_t i = 0; i < count; i++) {
            if (numbers[i] == number)
                return first + i;
        }
    }
    return 0;
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

typedef struct {
    records *r;
    size_t field;
    const link_raw *raw;
    const uint32_t *to_value;
} pack_work;

static void pack_stripe(void *context, size_t stripe)
{
    const pack_work *w = context;
    const records *r = w->r;
    const place *p = &r->places[w->field];
    uint64_t *plane = r->planes[p->plane];
    uint32_t at = (uint32_t)((uint64_t)r->row_count * stripe / STRIPES);
    uint32_t end = (uint32_t)((uint64_t)r->row_count * (stripe + 1) / STRIPES), buffer[ROWS_AT_ONCE];
    while (at < end) {
        uint32_t count = end - at < ROWS_AT_ONCE ? end - at : ROWS_AT_ONCE;
        const uint32_t *numbers = raw_numbers(r, w->field, w->raw, at, count, buffer);
        for (uint32_t i = 0; i < count; i++)
            plane[at + i] |= (uint64_t)w->to_value[numbers[i]] << p->shift;
        at += count;
    }
    scrut_link_drop_rows(r);
}

static void count_values(const records *r, size_t field)
{
    value *values = r->columns[field].values;
    for (uint32_t row = 0; row < r->row_count; row++) {
        values[scrut_link_value(r, row, field)].count++;
        scrut_link_pass(r, row);
    }
}

static scrut_status read_column(records *r, size_t field, scrut_pool *pool, link_words *words, scrut_error *err)
{
    link_raw raw = {.numbers = NULL};
    scrut_status status = number_cells(r, field, &raw, err);
    uint32_t *to_value = malloc((raw.count + (size_t)1) * sizeof *to_value);
    if (status == SCRUT_OK && to_value == NULL)
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = scrut_link_make_values(r, field, &raw, pool, to_value, err);
    if (status == SCRUT_OK)
        status = scrut_link_pack_place(r, field, r->columns[field].count, err);
    if (status == SCRUT_OK)
        scrut_pool_run(pool, STRIPES, pack_stripe, &(pack_work){r, field, &raw, to_value});
    free(to_value);
    free_raw(&raw);
    if (status != SCRUT_OK)
        return status;
    count_values(r, field);
    return scrut_link_fill_values(r, field, pool, words) ? SCRUT_OK : scrut_fail_memory(err);
}

/* Surnames by given names of the same key: the two may stand in each other's column. */
static bool find_twins(records *r)
{
    if (r->given < 0 || r->surname < 0)
        return true;
    const column *given = &r->columns[r->given], *surname = &r->columns[r->surname];
    r->twins = scrut_arena_calloc(r->arena, given->count, sizeof *r->twins);
    for (uint32_t g = 1, s = 1; r->twins != NULL && g < given->count && s < surname->count;) {
        int c = scrut_link_by_key(&given->values[g], &surname->values[s]);
        if (c == 0)
            r->twins[g] = s;
        g += c <= 0;
        s += c >= 0;
    }
    return r->twins != NULL;
}

static scrut_status copy_fields(records *r, scrut_error *err)
{
    if (r->input->memory_bytes > 0 && r->input->work != NULL) {
        r->rows_folder = scrut_arena_strdup(r->arena, r->input->work);
        if (r->rows_folder == NULL)
            return scrut_fail_memory(err);
    }
    r->fields = scrut_arena_calloc(r->arena, r->field_count, sizeof *r->fields);
    for (size_t f = 0; r->fields != NULL && f < r->field_count; f++) {
        r->fields[f].kind = r->input->fields[f].kind;
        r->fields[f].name = scrut_arena_strdup(r->arena, r->input->fields[f].name);
        if (r->fields[f].name == NULL)
            return scrut_fail_memory(err);
    }
    return r->fields != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

/* Of a bounded memory, a quarter is for the rows that are gathered and a sixteenth for what the values of a column say
 * of one another. */
static uint64_t gather_bytes(const scrut_link_input *input)
{
    return input->gather_bytes > 0 || input->memory_bytes == 0 ? input->gather_bytes : input->memory_bytes / 4;
}

static size_t table_bytes(const scrut_link_input *input)
{
    uint64_t most = input->memory_bytes / 16;
    return most == 0 || most > MEMO_TABLE_BYTES_MAX ? MEMO_TABLE_BYTES_MAX : (size_t)most;
}

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, scrut_pool *pool, records *ret,
                             scrut_error *err)
{
    records r = {.input = input,
                 .arena = arena,
                 .row_count = input->row_count,
                 .field_count = input->field_count,
                 .second_from = input->second_from,
                 .program = input->program,
                 .gather_bytes = gather_bytes(input),
                 .table_bytes_max = table_bytes(input),
                 .given = -1,
                 .surname = -1};
    link_words words = {.slots = NULL};
    scrut_status status = copy_fields(&r, err);
    for (size_t f = 0; f < r.field_count && status == SCRUT_OK; f++) {
        r.given = input->fields[f].kind == SCRUT_LINK_GIVEN ? (int)f : r.given;
        r.surname = input->fields[f].kind == SCRUT_LINK_SURNAME ? (int)f : r.surname;
        status = read_column(&r, f, pool, &words, err);
    }
    scrut_link_words_free(&words);
    if (status == SCRUT_OK && !(find_twins(&r) && scrut_link_relate_columns(&r)))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        *ret = r;
    else
        scrut_link_unpack(&r);
    return status;
}
