/* SPDX-License-Identifier: Apache-2.0
 * "roll link": which rows of one list, or of two, are the same person. Only counts, row numbers and weights are
 * written, never a cell. */
#include "cli.h"
#include "scrutineer/csv.h"
#include "scrutineer/link.h"
#include "scrutineer/mem.h"
#include "scrutineer/num.h"

#include <stdlib.h>
#include <string.h>

enum { LISTS_MAX = 2, LAST_YEAR_DEFAULT = 2030 };

/* The lists one after another, as the linker asks for them. */
typedef struct {
    scrut_table *tables[LISTS_MAX];
    const char *paths[LISTS_MAX];
    size_t list_count;
    scrut_arena *arena;
    scrut_link_field fields[SCRUT_LINK_FIELDS_MAX];
    scrut_link_input input;
} lists;

/* The values of a column are those of the first list and then those of the second. */
static uint32_t value_count(const void *context, size_t field)
{
    const lists *l = context;
    uint32_t count = 0;
    for (size_t list = 0; list < l->list_count; list++)
        count += scrut_table_category_count(l->tables[list], field);
    return count;
}

static const char *value(const void *context, size_t field, uint32_t number, size_t *ret_length)
{
    const lists *l = context;
    uint32_t first = scrut_table_category_count(l->tables[0], field);
    const char *text = number < first ? scrut_table_category(l->tables[0], field, number)
                                      : scrut_table_category(l->tables[1], field, number - first);
    *ret_length = strlen(text);
    return text;
}

/* Numbers of rows from `row` on that lie in its segment, at most `most`; how many. */
static uint32_t segment_numbers(const lists *l, size_t field, uint32_t row, uint32_t most, uint32_t ret_numbers[])
{
    size_t list = l->input.second_from > 0 && row >= l->input.second_from;
    uint32_t in_list = list == 1 ? row - l->input.second_from : row;
    uint32_t add = list == 1 ? scrut_table_category_count(l->tables[0], field) : 0;
    const scrut_table_segment *segment = scrut_table_segment_of(l->tables[list], in_list);
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

/* ---- what was asked ------------------------------------------------------------------------------------------- */

static bool find_kind(const char *word, size_t length, scrut_link_kind *ret_kind)
{
    static const struct {
        const char *word;
        scrut_link_kind kind;
    } KINDS[] = {{"given", SCRUT_LINK_GIVEN},      {"surname", SCRUT_LINK_SURNAME}, {"born", SCRUT_LINK_BORN},
                 {"text", SCRUT_LINK_TEXT},        {"number", SCRUT_LINK_NUMBER},   {"identity", SCRUT_LINK_IDENTITY},
                 {"category", SCRUT_LINK_CATEGORY}};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (strlen(KINDS[i].word) == length && memcmp(KINDS[i].word, word, length) == 0) {
            *ret_kind = KINDS[i].kind;
            return true;
        }
    }
    return false;
}

/* One item KIND=COLUMN. */
static int read_item(const scrut_cli_args *args, lists *l, const char *item, size_t length)
{
    const char *equals = memchr(item, '=', length);
    scrut_link_field *field = &l->fields[l->input.field_count];
    if (l->input.field_count == SCRUT_LINK_FIELDS_MAX)
        return scrut_cli_usage_error(args->command, "--map: at most %d columns can be compared", SCRUT_LINK_FIELDS_MAX);
    if (equals == NULL || !find_kind(item, (size_t)(equals - item), &field->kind))
        return scrut_cli_usage_error(args->command,
                                     "--map: \"%.*s\" is not KIND=COLUMN; the kinds are given, surname, born, text, "
                                     "number, identity and category",
                                     (int)length, item);
    for (size_t i = 0; i < l->input.field_count; i++) {
        if (field->kind <= SCRUT_LINK_BORN && l->fields[i].kind == field->kind)
            return scrut_cli_usage_error(args->command, "--map: \"%.*s\" is given twice", (int)(equals - item), item);
    }
    field->name = scrut_arena_strndup(l->arena, equals + 1, length - (size_t)(equals + 1 - item));
    l->input.field_count++;
    return field->name != NULL ? SCRUT_EXIT_OK : scrut_cli_no_memory();
}

static int read_map(const scrut_cli_args *args, lists *l)
{
    const char *map = scrut_cli_text(args, "map");
    int status = SCRUT_EXIT_OK;
    while (status == SCRUT_EXIT_OK && map != NULL && *map != '\0') {
        size_t length = strcspn(map, ",");
        status = read_item(args, l, map, length);
        map += length + (map[length] == ',');
    }
    if (status == SCRUT_EXIT_OK && l->input.field_count < 2)
        return scrut_cli_usage_error(args->command, "--map is needed and names at least two columns");
    return status;
}

static scrut_date_order date_order(const scrut_cli_args *args)
{
    const char *order = scrut_cli_text(args, "dates");
    if (order != NULL && strcmp(order, "day-first") == 0)
        return SCRUT_DATE_DAY_FIRST;
    return order != NULL && strcmp(order, "month-first") == 0 ? SCRUT_DATE_MONTH_FIRST : SCRUT_DATE_YEAR_FIRST;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static scrut_status read_list(lists *l, size_t list, scrut_pool *pool, scrut_error *err)
{
    scrut_csv_wanted wanted[SCRUT_LINK_FIELDS_MAX];
    scrut_csv *csv = NULL;
    const char *path = l->paths[list];
    scrut_status status = scrut_csv_open(path, path, NULL, &csv, err);
    for (size_t f = 0; f < l->input.field_count && status == SCRUT_OK; f++) {
        int64_t column = scrut_csv_find_column(csv, l->fields[f].name);
        wanted[f] = (scrut_csv_wanted){(size_t)column, SCRUT_CELL_CATEGORY};
        if (column < 0)
            status = scrut_fail(err, SCRUT_E_INPUT, path, 1, -1, -1, "there is no column \"%s\"", l->fields[f].name);
    }
    if (status == SCRUT_OK)
        status = scrut_csv_read(csv, wanted, l->input.field_count, NULL, 0, pool, NULL, &l->tables[list], err);
    scrut_csv_close(csv);
    return status;
}

static scrut_status read_lists(lists *l, scrut_pool *pool, scrut_error *err)
{
    scrut_status status = read_list(l, 0, pool, err);
    if (status != SCRUT_OK)
        return status;
    l->input.row_count = l->tables[0]->row_count;
    if (l->list_count < LISTS_MAX)
        return SCRUT_OK;
    status = read_list(l, 1, pool, err);
    if (status != SCRUT_OK)
        return status;
    l->input.second_from = l->input.row_count;
    l->input.row_count += l->tables[1]->row_count;
    if (l->input.second_from == 0)
        return scrut_fail(err, SCRUT_E_INPUT, l->paths[0], -1, -1, -1, "the list has no rows");
    return SCRUT_OK;
}

/* ---- the answer ------------------------------------------------------------------------------------------------- */

/* Pairs and clusters that are more likely than not one person. */
typedef struct {
    int64_t pairs, clusters, rows;
} counts;

static bool count_answer(const lists *l, const scrut_link *link, counts *ret)
{
    size_t pair_count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &pair_count);
    const uint32_t *cluster = scrut_link_clusters(link);
    uint32_t *sizes = calloc(l->input.row_count + (size_t)1, sizeof *sizes);
    *ret = (counts){0, 0, 0};
    if (sizes == NULL)
        return false;
    for (size_t i = 0; i < pair_count; i++)
        ret->pairs += pairs[i].weight >= 0;
    for (uint32_t row = 0; row < l->input.row_count; row++)
        sizes[cluster[row]]++;
    for (uint32_t row = 0; row < l->input.row_count; row++) {
        ret->clusters += sizes[row] > 1;
        ret->rows += sizes[row] > 1 ? sizes[row] : 0;
    }
    free(sizes);
    return true;
}

/* Rows count from 1 below the header, in each list for itself. */
static scrut_status write_pairs(const lists *l, const scrut_link *link, const char *path, scrut_error *err)
{
    scrut_buf out = {0};
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    scrut_buf_puts(&out, "row_a,row_b,weight,outcomes,rarities\n");
    for (size_t i = 0; i < count; i++) {
        scrut_buf_printf(&out, "%u,%u,%d,", pairs[i].a + 1, pairs[i].b + 1 - l->input.second_from, pairs[i].weight);
        for (size_t f = 0; f < l->input.field_count; f++)
            scrut_buf_printf(&out, f == 0 ? "%u" : " %u", (unsigned)(pairs[i].outcomes >> (5 * f) & 31));
        for (size_t f = 0; f < l->input.field_count; f++)
            scrut_buf_printf(&out, f == 0 ? ",%d" : " %d", scrut_link_pair_rarity(link, &pairs[i], f));
        scrut_buf_putc(&out, '\n');
    }
    scrut_status status = out.failed ? scrut_fail_memory(err) : scrut_write_file(path, out.bytes, out.length, err);
    scrut_buf_free(&out);
    return status;
}

/* A line a row, of the first list and then of the second; groups are named by their first row. */
static scrut_status write_groups(const lists *l, const scrut_link *link, const char *path, scrut_error *err)
{
    scrut_buf out = {0};
    const uint32_t *cluster = scrut_link_clusters(link);
    scrut_buf_puts(&out, "group\n");
    for (uint32_t row = 0; row < l->input.row_count; row++)
        scrut_buf_printf(&out, "%u\n", cluster[row] + 1);
    scrut_status status = out.failed ? scrut_fail_memory(err) : scrut_write_file(path, out.bytes, out.length, err);
    scrut_buf_free(&out);
    return status;
}

static scrut_status write_model(const scrut_link *link, const char *path, scrut_error *err)
{
    scrut_buf out = {0};
    scrut_link_print_model(link, &out);
    scrut_status status = out.failed ? scrut_fail_memory(err) : scrut_write_file(path, out.bytes, out.length, err);
    scrut_buf_free(&out);
    return status;
}

static int print_json(const lists *l, const counts *n, const scrut_link_summary *s)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string("scrutineer-roll-link/1"));
    scrut_json_set(root, "rows", scrut_json_int(l->input.row_count));
    scrut_json_set(root, "rules", scrut_json_int((int64_t)s->rules));
    scrut_json_set(root, "pairs_compared", scrut_json_int((int64_t)s->pairs_compared));
    scrut_json_set(root, "pairs_left_out", scrut_json_int((int64_t)s->pairs_left_out));
    scrut_json_set(root, "pairs_found_in_10000", scrut_json_int((int64_t)(10000 * s->recall + 0.5)));
    scrut_json_set(root, "pairs_likely", scrut_json_int(n->pairs));
    scrut_json_set(root, "pairs_expected", scrut_json_int((int64_t)(s->same_expected + 0.5)));
    scrut_json_set(root, "groups", scrut_json_int(n->clusters));
    scrut_json_set(root, "rows_in_groups", scrut_json_int(n->rows));
    return scrut_cli_print_json(root, SCRUT_EXIT_OK);
}

static void put_line(scrut_buf *out, const char *what, int64_t value)
{
    char number[32];
    scrut_format_grouped(number, sizeof number, value);
    scrut_buf_printf(out, "%-46s %14s\n", what, number);
}

static int print_text(const lists *l, const counts *n, const scrut_link_summary *s)
{
    scrut_buf out = {0};
    put_line(&out, "rows", l->input.row_count);
    put_line(&out, "pairs compared", (int64_t)s->pairs_compared);
    put_line(&out, "pairs left out, at most", (int64_t)s->pairs_left_out);
    int found = (int)(10000 * s->recall + 0.5);
    scrut_buf_printf(&out, "%-46s %10d.%02d %%\n", "one person's pairs that are compared, estimated", found / 100,
                     found % 100);
    put_line(&out, "pairs of one person, expected", (int64_t)(s->same_expected + 0.5));
    put_line(&out, "pairs more likely one person than not", n->pairs);
    put_line(&out, "groups of rows", n->clusters);
    put_line(&out, "rows in these groups", n->rows);
    scrut_buf_puts(&out, "\nA pair is a reason to look at two records, not to remove one. Some of these pairs are two "
                         "people.\n");
    return scrut_cli_print(&out, SCRUT_EXIT_OK);
}

static int answer(const scrut_cli_args *args, const lists *l, const scrut_link *link)
{
    const char *pairs = scrut_cli_text(args, "pairs"), *model = scrut_cli_text(args, "model");
    const char *groups = scrut_cli_text(args, "groups");
    scrut_link_summary summary = scrut_link_summarise(link);
    scrut_error err;
    counts n;
    if (!count_answer(l, link, &n))
        return scrut_cli_no_memory();
    if (pairs != NULL && write_pairs(l, link, pairs, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    if (groups != NULL && write_groups(l, link, groups, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    if (model != NULL && write_model(link, model, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    return scrut_cli_given(args, "json") ? print_json(l, &n, &summary) : print_text(l, &n, &summary);
}

static int link_lists(const scrut_cli_args *args, lists *l)
{
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    scrut_link *link = NULL;
    scrut_error err;
    scrut_cli_progress_begin(args, "reading the lists");
    scrut_status status = read_lists(l, pool, &err);
    scrut_cli_progress_phase("comparing rows");
    if (status == SCRUT_OK)
        status = scrut_link_run(&l->input, -4 * SCRUT_LINK_BIT, pool, &link, &err);
    scrut_cli_progress_end();
    int exit_status = status == SCRUT_OK ? answer(args, l, link) : scrut_cli_input_error(&err);
    scrut_link_free(link);
    scrut_pool_free(pool);
    return exit_status;
}

int cmd_roll_link(const scrut_cli_args *args)
{
    lists l = {.paths = {scrut_cli_text(args, "list"), scrut_cli_text(args, "second")}};
    if (l.paths[0] == NULL)
        return scrut_cli_usage_error(args->command, "--list is needed");
    l.list_count = l.paths[1] != NULL ? 2 : 1;
    l.arena = scrut_arena_new();
    if (l.arena == NULL)
        return scrut_cli_no_memory();
    l.input.fields = l.fields;
    l.input.value_count = value_count;
    l.input.value = value;
    l.input.numbers = numbers;
    l.input.context = &l;
    l.input.date_order = date_order(args);
    l.input.last_year = (int)scrut_cli_whole(args, "last-year", LAST_YEAR_DEFAULT);
    int status = read_map(args, &l);
    if (status == SCRUT_EXIT_OK)
        status = link_lists(args, &l);
    scrut_table_free(l.tables[0]);
    scrut_table_free(l.tables[1]);
    scrut_arena_free(l.arena);
    return status;
}
