/* SPDX-License-Identifier: Apache-2.0 */
#include "roll_lists.h"

#include <stdlib.h>
#include <string.h>

enum { LAST_YEAR_DEFAULT = 2030 };

/* ---- --map ------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *word;
    scrut_link_kind kind;
    bool of_versions; /* only where two versions of a list are compared */
} map_kind;

static const map_kind KINDS[] = {{"given", SCRUT_LINK_GIVEN, false},       {"surname", SCRUT_LINK_SURNAME, false},
                                 {"born", SCRUT_LINK_BORN, false},         {"text", SCRUT_LINK_TEXT, false},
                                 {"number", SCRUT_LINK_NUMBER, false},     {"identity", SCRUT_LINK_IDENTITY, false},
                                 {"category", SCRUT_LINK_CATEGORY, false}, {"sex", SCRUT_LINK_CATEGORY, true},
                                 {"place", SCRUT_LINK_CATEGORY, true}};

static const map_kind *find_kind(const char *word, size_t length, bool versions)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strlen(KINDS[i].word) == length && memcmp(KINDS[i].word, word, length) == 0)
            return versions || !KINDS[i].of_versions ? &KINDS[i] : NULL;
    return NULL;
}

static int given_twice(const scrut_cli_args *args, const char *item, size_t length)
{
    return scrut_cli_usage_error(args->command, "--map: \"%.*s\" is given twice", (int)length, item);
}

/* One item KIND=COLUMN. */
static int read_item(const scrut_cli_args *args, scrut_cli_lists *l, const char *item, size_t length, bool versions)
{
    const char *equals = memchr(item, '=', length);
    size_t word = equals != NULL ? (size_t)(equals - item) : 0;
    const map_kind *kind = equals != NULL ? find_kind(item, word, versions) : NULL;
    if (l->field_count == SCRUT_LINK_FIELDS_MAX)
        return scrut_cli_usage_error(args->command, "--map: at most %d columns can be compared", SCRUT_LINK_FIELDS_MAX);
    if (kind == NULL)
        return scrut_cli_usage_error(args->command,
                                     "--map: \"%.*s\" is not KIND=COLUMN; the kinds are given, surname, born, text, "
                                     "number, identity%s",
                                     (int)length, item, versions ? ", category, sex and place" : " and category");
    for (size_t i = 0; i < l->field_count; i++)
        if (kind->kind <= SCRUT_LINK_BORN && l->fields[i].kind == kind->kind)
            return given_twice(args, item, word);
    bool is_sex = strcmp(kind->word, "sex") == 0;
    if (is_sex && l->sex >= 0)
        return given_twice(args, item, word);
    l->sex = is_sex ? (int)l->field_count : l->sex;
    l->places |= (uint32_t)(strcmp(kind->word, "place") == 0) << l->field_count;
    const char *name = scrut_arena_strndup(l->arena, equals + 1, length - word - 1);
    l->fields[l->field_count++] = (scrut_link_field){name, kind->kind};
    return name != NULL ? SCRUT_EXIT_OK : scrut_cli_no_memory();
}

static scrut_date_order date_order(const scrut_cli_args *args)
{
    const char *order = scrut_cli_text(args, "dates");
    if (order != NULL && strcmp(order, "day-first") == 0)
        return SCRUT_DATE_DAY_FIRST;
    return order != NULL && strcmp(order, "month-first") == 0 ? SCRUT_DATE_MONTH_FIRST : SCRUT_DATE_YEAR_FIRST;
}

int scrut_cli_lists_map(const scrut_cli_args *args, scrut_cli_lists *l, bool versions)
{
    const char *map = scrut_cli_text(args, "map");
    int status = SCRUT_EXIT_OK;
    l->sex = -1;
    l->date_order = date_order(args);
    l->last_year = (int)scrut_cli_whole(args, "last-year", LAST_YEAR_DEFAULT);
    while (status == SCRUT_EXIT_OK && map != NULL && *map != '\0') {
        size_t length = strcspn(map, ",");
        status = read_item(args, l, map, length, versions);
        map += length + (map[length] == ',');
    }
    if (status == SCRUT_EXIT_OK && l->field_count < 2)
        return scrut_cli_usage_error(args->command, "--map is needed and names at least two columns");
    return status;
}

void scrut_cli_lists_add(scrut_cli_lists *l, const char *path)
{
    scrut_cli_list *list = &l->lists[l->list_count++];
    *list = (scrut_cli_list){.path = path, .name = path};
    for (size_t f = 0; f < l->field_count; f++)
        list->columns[f] = l->fields[f].name;
}

/* ---- reading ---------------------------------------------------------------------------------------------- */

static scrut_status find_column(const scrut_csv *csv, const scrut_cli_list *list, const char *name, size_t *ret_column,
                                scrut_error *err)
{
    int64_t column = scrut_csv_find_column(csv, name);
    if (column < 0)
        return scrut_fail(err, SCRUT_E_INPUT, list->name, 1, -1, -1, "there is no column \"%s\"", name);
    *ret_column = (size_t)column;
    return SCRUT_OK;
}

/* A column in which no cell is a date is not the one that was meant, and without a word every date would be unknown. It
 * is asked until one is, which mostly is the first row. */
static scrut_status check_dates(const scrut_cli_lists *l, const scrut_cli_list *list, size_t field, int64_t column,
                                scrut_error *err)
{
    int64_t line = -1;
    for (uint32_t row = 0; row < list->table->row_count; row++) {
        size_t length;
        scrut_date date;
        const char *text = scrut_table_cell(list->table, field, row, &length);
        if (scrut_date_parse(text, length, l->date_order, l->last_year, &date))
            return SCRUT_OK;
        if (length > 0 && line < 0) {
            const scrut_table_segment *segment = scrut_table_segment_of(list->table, row);
            line = scrut_row_line(segment, row - segment->first_row);
        }
    }
    if (line < 0)
        return SCRUT_OK;
    return scrut_fail(err, SCRUT_E_INPUT, list->name, line, column + 1, -1,
                      "no cell of \"%.60s\" is a date, from this one on; expected dates of birth such as 1970-12-31",
                      list->columns[field]);
}

/* Which values of a column are no dates, a byte each; NULL without memory. */
static uint8_t *find_unread(const scrut_cli_lists *l, const scrut_table *table, size_t field)
{
    uint32_t count = scrut_table_category_count(table, field);
    uint8_t *unread = calloc((size_t)count + 1, 1);
    for (uint32_t code = 0; unread != NULL && code < count; code++) {
        scrut_date date;
        const char *text = scrut_table_category(table, field, code);
        size_t length = strlen(text);
        unread[code] = length > 0 && !scrut_date_parse(text, length, l->date_order, l->last_year, &date);
    }
    return unread;
}

/* They are taken for unknown, which the answer says. */
static scrut_status count_unread(const scrut_cli_lists *l, scrut_cli_list *list, size_t field, scrut_error *err)
{
    uint8_t *unread = find_unread(l, list->table, field);
    if (unread == NULL)
        return scrut_fail_memory(err);
    for (size_t s = 0; s < list->table->segment_count; s++) {
        const scrut_table_segment *segment = &list->table->segments[s];
        for (uint32_t i = 0; i < segment->row_count; i++) {
            if (unread[scrut_cell_category(&segment->columns[field], i)] == 0)
                continue;
            if (list->unread_dates++ == 0)
                list->unread_line = scrut_row_line(segment, i);
        }
    }
    free(unread);
    return SCRUT_OK;
}

static scrut_status read_list(const scrut_cli_lists *l, scrut_cli_list *list, scrut_pool *pool, scrut_error *err)
{
    scrut_csv_wanted wanted[SCRUT_LINK_FIELDS_MAX] = {{.column = 0}};
    scrut_csv_filter filters[SCRUT_CLI_FILTERS_MAX];
    scrut_csv *csv = NULL;
    scrut_status status = scrut_csv_open(list->path, list->name, &list->options, &csv, err);
    for (size_t f = 0; f < l->field_count && status == SCRUT_OK; f++) {
        wanted[f].kind = l->numbered ? SCRUT_CELL_CATEGORY : SCRUT_CELL_TEXT;
        status = find_column(csv, list, list->columns[f], &wanted[f].column, err);
    }
    for (size_t i = 0; i < list->filter_count && status == SCRUT_OK; i++) {
        filters[i].text = list->filter_texts[i];
        status = find_column(csv, list, list->filter_columns[i], &filters[i].column, err);
    }
    if (status == SCRUT_OK)
        status =
            scrut_csv_read(csv, wanted, l->field_count, filters, list->filter_count, pool, NULL, &list->table, err);
    for (size_t f = 0; f < l->field_count && status == SCRUT_OK; f++) {
        if (l->fields[f].kind != SCRUT_LINK_BORN)
            continue;
        status = check_dates(l, list, f, (int64_t)wanted[f].column, err);
        if (status == SCRUT_OK && l->numbered)
            status = count_unread(l, list, f, err);
    }
    scrut_csv_close(csv);
    return status;
}

scrut_status scrut_cli_lists_read(scrut_cli_lists *l, scrut_pool *pool, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < l->list_count && status == SCRUT_OK; i++)
        status = read_list(l, &l->lists[i], pool, err);
    return status;
}

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const scrut_cli_two_lists *two = context;
    size_t list = two->tables[1] != NULL && row >= two->second_from;
    uint32_t in_list = list == 1 ? row - two->second_from : row;
    const scrut_table_segment *segment = scrut_table_segment_of(two->tables[list], in_list);
    return scrut_cell_text(&segment->columns[field], in_list - segment->first_row, ret_length);
}

/* The values of a column are those of the first list and then those of the second. */
static uint32_t value_count(const void *context, size_t field)
{
    const scrut_cli_two_lists *two = context;
    return scrut_table_category_count(two->tables[0], field) +
           (two->tables[1] != NULL ? scrut_table_category_count(two->tables[1], field) : 0);
}

static const char *value(const void *context, size_t field, uint32_t number, size_t *ret_length)
{
    const scrut_cli_two_lists *two = context;
    uint32_t first = scrut_table_category_count(two->tables[0], field);
    const char *text = number < first ? scrut_table_category(two->tables[0], field, number)
                                      : scrut_table_category(two->tables[1], field, number - first);
    *ret_length = strlen(text);
    return text;
}

/* Numbers of rows from `row` on that lie in its segment, at most `most`; how many. */
static uint32_t segment_numbers(const scrut_cli_two_lists *two, size_t field, uint32_t row, uint32_t most,
                                uint32_t ret_numbers[])
{
    size_t list = two->tables[1] != NULL && row >= two->second_from;
    uint32_t in_list = list == 1 ? row - two->second_from : row;
    uint32_t add = list == 1 ? scrut_table_category_count(two->tables[0], field) : 0;
    const scrut_table_segment *segment = scrut_table_segment_of(two->tables[list], in_list);
    uint32_t first = in_list - segment->first_row, count = segment->row_count - first;
    count = count < most ? count : most;
    for (uint32_t i = 0; i < count; i++)
        ret_numbers[i] = scrut_cell_category(&segment->columns[field], first + i) + add;
    return count;
}

static void numbers(const void *context, size_t field, uint32_t first_row, uint32_t row_count, uint32_t ret_numbers[])
{
    for (uint32_t i = 0; i < row_count;)
        i += segment_numbers(context, field, first_row + i, row_count - i, ret_numbers + i);
}

scrut_link_input scrut_cli_lists_input(const scrut_cli_lists *l, size_t first, size_t second,
                                       scrut_cli_two_lists *context)
{
    bool has_second = second < l->list_count;
    *context = (scrut_cli_two_lists){.tables = {l->lists[first].table, has_second ? l->lists[second].table : NULL}};
    context->second_from = has_second ? context->tables[0]->row_count : 0;
    scrut_link_input input = {.row_count =
                                  context->tables[0]->row_count + (has_second ? context->tables[1]->row_count : 0),
                              .second_from = context->second_from,
                              .field_count = l->field_count,
                              .fields = l->fields,
                              .date_order = l->date_order,
                              .last_year = l->last_year,
                              .context = context};
    if (l->numbered) {
        input.value_count = value_count;
        input.value = value;
        input.numbers = numbers;
    } else {
        input.cell = cell;
    }
    return input;
}

static void free_tables(scrut_cli_lists *l)
{
    for (size_t i = 0; i < l->list_count; i++) {
        scrut_table_free(l->lists[i].table);
        l->lists[i].table = NULL;
    }
}

void scrut_cli_lists_release(const void *context)
{
    const scrut_cli_two_lists *two = context;
    if (two->owner != NULL)
        free_tables(two->owner);
}

void scrut_cli_lists_free(scrut_cli_lists *l)
{
    free_tables(l);
    scrut_arena_free(l->arena);
}
