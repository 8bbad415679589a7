/* SPDX-License-Identifier: Apache-2.0
 * people_read.c: the columns of a list that somebody needs, and their cells. */
#include "audit_internal.h"

#include <stdlib.h>
#include <string.h>

/* Columns in which nearly every row has a value of its own are kept as text; in the others a value is stored once. */
static bool is_own(scrut_person_part part)
{
    return part == SCRUT_PERSON_IDENTITY || part == SCRUT_PERSON_KEY || part == SCRUT_PERSON_ORDER ||
           part == SCRUT_PERSON_ADDRESS;
}

typedef struct {
    scrut_csv_wanted wanted[SCRUT_PERSON_COLUMNS_MAX];
    size_t wanted_count;
    scrut_csv_filter *filters;
} request;

static scrut_status find_column(const scrut_person_list *list, const scrut_csv *csv, const char *header,
                                size_t *ret_column, scrut_error *err)
{
    int64_t column = scrut_csv_find_column(csv, header);
    if (column < 0) /* the file changed since the case was loaded */
        return scrut_fail(err, SCRUT_E_INPUT, list->file, 1, -1, -1, "there is no column \"%.60s\"", header);
    *ret_column = (size_t)column;
    return SCRUT_OK;
}

/* Which columns of the file become which columns of the table. */
static scrut_status ask_for(people *p, const scrut_csv *csv, uint32_t parts, request *ret, scrut_error *err)
{
    const scrut_person_list *list = p->list;
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; status == SCRUT_OK && i < list->column_count; i++) {
        scrut_csv_wanted *wanted = &ret->wanted[ret->wanted_count];
        scrut_person_part part = list->columns[i].part;
        if ((parts >> part & 1) == 0)
            continue;
        wanted->kind = is_own(part) ? SCRUT_CELL_TEXT : SCRUT_CELL_CATEGORY;
        status = find_column(list, csv, list->columns[i].header, &wanted->column, err);
        p->column[i] = (int16_t)ret->wanted_count++;
        if (p->at[part] < 0)
            p->at[part] = p->column[i];
    }
    for (size_t i = 0; status == SCRUT_OK && i < list->filter_count; i++) {
        ret->filters[i].text = list->filters[i].text;
        status = find_column(list, csv, list->filters[i].column, &ret->filters[i].column, err);
    }
    return status;
}

static void forget_columns(people *p)
{
    for (size_t part = 0; part < SCRUT_PERSON_PART_COUNT; part++)
        p->at[part] = -1;
    for (size_t i = 0; i < SCRUT_PERSON_COLUMNS_MAX; i++)
        p->column[i] = -1;
}

void people_close_table(people *p)
{
    scrut_table_free(p->table);
    p->table = NULL;
    forget_columns(p);
}

static scrut_status check_rows(const people *p, bool again, scrut_error *err)
{
    uint32_t rows = p->table->row_count;
    if (rows > SCRUT_LINK_ROWS_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, p->list->file, -1, -1, -1, "a list of people has at most %u rows",
                          SCRUT_LINK_ROWS_MAX);
    if (again && rows != p->count)
        return scrut_fail(err, SCRUT_E_INPUT, p->list->file, -1, -1, -1,
                          "the file has changed: it had %u rows and now has %u", p->count, rows);
    return SCRUT_OK;
}

scrut_status people_read(people *p, uint32_t parts, bool again, scrut_pool *pool, scrut_error *err)
{
    const scrut_person_list *list = p->list;
    request asked = {.filters = calloc(list->filter_count + 1, sizeof *asked.filters)};
    scrut_csv *csv = NULL;
    people_close_table(p);
    if (asked.filters == NULL)
        return scrut_fail_memory(err);
    scrut_status status = scrut_csv_open(list->full_path, list->file, &list->options, &csv, err);
    if (status == SCRUT_OK)
        status = ask_for(p, csv, parts, &asked, err);
    if (status == SCRUT_OK)
        status = scrut_csv_read(csv, asked.wanted, asked.wanted_count, asked.filters, list->filter_count, pool, NULL,
                                &p->table, err);
    scrut_csv_close(csv);
    free(asked.filters);
    if (status == SCRUT_OK)
        status = check_rows(p, again, err);
    if (status == SCRUT_OK)
        p->count = p->table->row_count;
    return status;
}

const char *people_cell(const people *p, size_t column, uint32_t row, size_t *ret_length)
{
    return scrut_table_cell(p->table, column, row, ret_length);
}

void people_codes_of(const people *p, size_t column, uint32_t first, uint32_t count, uint32_t codes[])
{
    for (uint32_t row = first, end = first + count; row < end;) {
        const scrut_table_segment *segment = scrut_table_segment_of(p->table, row);
        const scrut_table_column *cells = &segment->columns[column];
        uint32_t from = row - segment->first_row, left = segment->row_count - from,
                 most = end - row < left ? end - row : left;
        for (uint32_t i = 0; i < most; i++)
            codes[row - first + i] = scrut_cell_category(cells, from + i);
        row += most;
    }
}

void people_codes(const people *p, size_t column, uint32_t codes[])
{
    people_codes_of(p, column, 0, p->count, codes);
}

/* ---- for the linkage -------------------------------------------------------------------------------------------- */

size_t people_values_add(people_values *v, const people *p, int16_t column)
{
    size_t field = v->field_count++;
    v->columns[field] = (size_t)column;
    v->p = p;
    return field;
}

static bool is_identity(const people_values *v, size_t field)
{
    return v->columns[field] == (size_t)v->p->at[SCRUT_PERSON_IDENTITY];
}

uint32_t people_value_count(const people_values *v, size_t field)
{
    return is_identity(v, field) ? v->p->identity_count + 1
                                 : scrut_table_category_count(v->p->table, v->columns[field]);
}

const char *people_value(const people_values *v, size_t field, uint32_t number, size_t *ret_length)
{
    if (is_identity(v, field)) {
        *ret_length = 0;
        return number > 0 ? people_cell(v->p, v->columns[field], v->first_row[number], ret_length) : "";
    }
    const char *text = scrut_table_category(v->p->table, v->columns[field], number);
    *ret_length = strlen(text);
    return text;
}

void people_value_numbers(const people_values *v, size_t field, uint32_t first, uint32_t count, uint32_t ret_numbers[])
{
    if (is_identity(v, field))
        memcpy(ret_numbers, v->p->identity + first, count * sizeof *ret_numbers);
    else
        people_codes_of(v->p, v->columns[field], first, count, ret_numbers);
}

bool people_values_open(people_values *v)
{
    const people *p = v->p;
    if (p == NULL || p->identity == NULL)
        return true;
    v->first_row = calloc(p->identity_count + (size_t)1, sizeof *v->first_row);
    for (uint32_t row = p->count; v->first_row != NULL && row > 0; row--)
        v->first_row[p->identity[row - 1]] = row - 1;
    return v->first_row != NULL;
}

void people_values_close(people_values *v)
{
    free(v->first_row);
    v->first_row = NULL;
}
