/* SPDX-License-Identifier: Apache-2.0
 * grid.c: the small tables of a case (parties, constituencies, announcements): a CSV file, or rows
 * written in election.yaml. Also the one door through which files of the case are opened. */
#include "election_internal.h"
#include "scrutineer/buf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* --- paths ------------------------------------------------------------------------------------------- */

static bool has_parent_step(const char *path)
{
    for (const char *at = path; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return true;
    }
    return false;
}

/* Whether the file is a regular one inside the folder, links followed. */
static scrut_status check_inside(const char *real_folder, const char *path, const char *joined, scrut_error *err)
{
    struct stat info;
    size_t length = strlen(real_folder);
    char *real = realpath(joined, NULL);
    scrut_status status = SCRUT_OK;
    if (real == NULL && errno == ENOMEM)
        status = scrut_fail_memory(err);
    else if (real == NULL)
        status = scrut_fail(err, SCRUT_E_IO, NULL, -1, -1, -1, "cannot open \"%.100s\": %s", path, strerror(errno));
    else if (strncmp(real, real_folder, length) != 0 || real[length] != '/')
        status = scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "\"%.100s\" leads out of the case folder", path);
    else if (stat(real, &info) != 0 || !S_ISREG(info.st_mode))
        status = scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "\"%.100s\" is not a regular file", path);
    free(real);
    return status;
}

scrut_status scrut_case_file_path(const char *real_folder, const char *path, scrut_arena *arena, const char **ret_path,
                                  scrut_error *err)
{
    if (path[0] == '/' || path[0] == '\0' || has_parent_step(path))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "\"%.100s\" is not a relative path inside the case folder", path);
    const char *joined = scrut_arena_printf(arena, "%s/%s", real_folder, path);
    if (joined == NULL)
        return scrut_fail_memory(err);
    scrut_status status = check_inside(real_folder, path, joined, err);
    if (status == SCRUT_OK)
        *ret_path = joined;
    return status;
}

/* Full path of a file inside the case, or NULL after a problem. */
const char *path_in_case(loader *l, const scrut_yaml *node)
{
    const char *path = NULL;
    scrut_error err;
    scrut_status status = scrut_case_file_path(l->real_folder, node->text, l->arena, &path, &err);
    if (status == SCRUT_E_MEMORY)
        l->memory_failed = true;
    else if (status != SCRUT_OK)
        problem_at(l, node, "%s", err.message);
    return path;
}

void record_file(loader *l, const char *path, const char *full_path)
{
    for (size_t i = 0; i < l->c->file_count; i++)
        if (strcmp(l->c->files[i].path, path) == 0)
            return;
    if (arena_grow(l, &l->c->files, &l->file_capacity, l->c->file_count, sizeof *l->c->files))
        l->c->files[l->c->file_count++] = (scrut_case_file){.path = path, .full_path = full_path};
}

bool open_case_csv(loader *l, const scrut_yaml *node, const scrut_csv_options *options, scrut_csv **ret_csv,
                   const char **ret_name)
{
    if (node->kind != SCRUT_YAML_SCALAR) {
        problem_at(l, node, "\"file\" must be the name of one file");
        return false;
    }
    const char *full_path = path_in_case(l, node);
    if (full_path == NULL)
        return false;
    scrut_error err;
    if (scrut_csv_open(full_path, node->text, options, ret_csv, &err) != SCRUT_OK) {
        scrut_problems_add(l->problems, &err);
        l->memory_failed = l->memory_failed || err.status == SCRUT_E_MEMORY;
        return false;
    }
    record_file(l, node->text, full_path);
    *ret_name = node->text;
    return true;
}

void read_csv_options(loader *l, const scrut_yaml *node, scrut_csv_options *options)
{
    const char *delimiter = text_of(l, node, "delimiter");
    if (delimiter != NULL) {
        if (strcmp(delimiter, "tab") == 0)
            options->delimiter = '\t';
        else if (strcmp(delimiter, ",") == 0 || strcmp(delimiter, ";") == 0 || strcmp(delimiter, "\t") == 0)
            options->delimiter = delimiter[0];
        else
            problem_at(l, scrut_yaml_get(node, "delimiter"), "\"delimiter\" must be \",\", \";\" or tab");
    }
    options->missing = texts_of(l, scrut_yaml_get(node, "missing"), &options->missing_count);
}

bool read_filters(loader *l, const scrut_yaml *node, scrut_csv *csv, scrut_csv_filter **ret_filters, size_t *ret_count)
{
    *ret_count = 0;
    if (node == NULL)
        return true;
    if (node->kind != SCRUT_YAML_MAPPING || csv == NULL) {
        problem_at(l, node, "\"where\" must map columns of a file to texts");
        return false;
    }
    scrut_csv_filter *filters = take(l, node->count, sizeof *filters);
    for (size_t i = 0; i < node->count && filters != NULL; i++) {
        int64_t column = scrut_csv_find_column(csv, node->keys[i]->text);
        if (column < 0 || node->items[i]->kind != SCRUT_YAML_SCALAR) {
            problem_at(l, node->keys[i],
                       "\"where\" needs a column of the file and a text; there is no column \"%.60s\"",
                       node->keys[i]->text);
            return false;
        }
        filters[(*ret_count)++] = (scrut_csv_filter){.column = (size_t)column, .text = node->items[i]->text};
    }
    *ret_filters = filters;
    return filters != NULL;
}

/* --- grids ------------------------------------------------------------------------------------------- */

bool grid_open(loader *l, const scrut_yaml *node, grid *g)
{
    *g = (grid){.file = document_of(l), .rows = scrut_yaml_get(node, "rows")};
    const scrut_yaml *file = scrut_yaml_get(node, "file");
    read_csv_options(l, node, &g->options);
    if ((file == NULL) == (g->rows == NULL)) {
        problem_at(l, node, "expected either \"file\" or \"rows\"");
        return false;
    }
    if (g->rows != NULL) {
        bool fine = g->rows->kind == SCRUT_YAML_SEQUENCE;
        for (size_t i = 0; fine && i < g->rows->count; i++)
            fine = g->rows->items[i]->kind == SCRUT_YAML_MAPPING;
        if (!fine)
            problem_at(l, g->rows, "\"rows\" must be a list of mappings");
        if (scrut_yaml_get(node, "where") != NULL)
            problem_at(l, scrut_yaml_get(node, "where"), "\"where\" must map columns of a file to texts");
        return fine;
    }
    if (!open_case_csv(l, file, &g->options, &g->csv, &g->file))
        return false;
    if (!read_filters(l, scrut_yaml_get(node, "where"), g->csv, &g->filters, &g->filter_count)) {
        grid_close(g);
        return false;
    }
    return true;
}

static bool any_row_has(const grid *g, const char *key)
{
    for (size_t i = 0; i < g->rows->count; i++)
        if (scrut_yaml_get(g->rows->items[i], key) != NULL)
            return true;
    return false;
}

/* What the file has instead, shortly. */
static void list_headers(const grid *g, char *text, size_t size)
{
    size_t at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < scrut_csv_column_count(g->csv) && at + 1 < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%s", i > 0 ? ", " : "", scrut_csv_column_name(g->csv, i));
}

size_t grid_want(loader *l, grid *g, const char *header, const scrut_yaml *where, bool optional)
{
    int64_t column = 0;
    if (g->csv != NULL)
        column = scrut_csv_find_column(g->csv, header);
    else if (!any_row_has(g, header))
        column = -1;
    if (column < 0) {
        char list[160] = "";
        if (g->csv != NULL)
            list_headers(g, list, sizeof list);
        if (!optional)
            problem_at(l, where, "\"%.60s\" is not a column of %s%s%s", header, g->file,
                       list[0] != '\0' ? "; it has: " : "", list);
        return SIZE_MAX;
    }
    size_t capacity = g->column_capacity;
    if (!arena_grow(l, &g->wanted, &g->column_capacity, g->column_count, sizeof *g->wanted) ||
        !arena_grow(l, &g->headers, &capacity, g->column_count, sizeof *g->headers))
        return SIZE_MAX;
    g->wanted[g->column_count] = (scrut_csv_wanted){.column = (size_t)column, .kind = SCRUT_CELL_TEXT};
    g->headers[g->column_count] = header;
    return g->column_count++;
}

static bool take_cells(loader *l, grid *g)
{
    g->cells = take(l, g->row_count * (g->column_count > 0 ? g->column_count : 1), sizeof *g->cells);
    g->lines = take(l, g->row_count, sizeof *g->lines);
    return g->cells != NULL && g->lines != NULL;
}

/* A key that nothing asks for is a slip: {cast: 6,735,244} is the number 6 and two more keys. */
static void refuse_unasked_keys(loader *l, const grid *g, const scrut_yaml *row)
{
    for (size_t i = 0; i < row->count; i++) {
        bool asked = false;
        for (size_t k = 0; k < g->column_count && !asked; k++)
            asked = strcmp(g->headers[k], row->keys[i]->text) == 0;
        if (!asked)
            problem_at(l, row->keys[i], "nothing asks for the key \"%.60s\" of this row", row->keys[i]->text);
    }
}

static bool read_rows(loader *l, grid *g)
{
    g->row_count = g->rows->count;
    if (!take_cells(l, g))
        return false;
    for (size_t i = 0; i < g->row_count; i++) {
        const scrut_yaml *row = g->rows->items[i];
        g->lines[i] = row->line;
        refuse_unasked_keys(l, g, row);
        for (size_t k = 0; k < g->column_count; k++) {
            const scrut_yaml *value = scrut_yaml_get(row, g->headers[k]);
            if (value == NULL)
                continue;
            if (value->kind == SCRUT_YAML_SCALAR) {
                g->cells[i * g->column_count + k] = value->text;
                continue;
            }
            /* a list of texts, joined as a cell of a CSV would have it */
            scrut_buf joined = {0};
            for (size_t j = 0; j < value->count; j++) {
                if (value->kind != SCRUT_YAML_SEQUENCE || value->items[j]->kind != SCRUT_YAML_SCALAR) {
                    problem_at(l, value, "\"%s\" must be a text or a list of texts", g->headers[k]);
                    break;
                }
                scrut_buf_printf(&joined, "%s%s", j > 0 ? "|" : "", value->items[j]->text);
            }
            g->cells[i * g->column_count + k] = copy_text(l, joined.length > 0 ? joined.bytes : "");
            l->memory_failed = l->memory_failed || scrut_buf_failed(&joined);
            scrut_buf_free(&joined);
        }
    }
    return true;
}

static void copy_segment(loader *l, grid *g, const scrut_table_segment *segment)
{
    for (uint32_t r = 0; r < segment->row_count; r++) {
        size_t row = segment->first_row + r;
        g->lines[row] = scrut_row_line(segment, r);
        for (size_t k = 0; k < g->column_count; k++) {
            size_t length;
            const char *bytes = scrut_cell_text(&segment->columns[k], r, &length);
            char *copy = scrut_arena_strndup(l->arena, bytes, length);
            g->cells[row * g->column_count + k] = copy;
            l->memory_failed = l->memory_failed || copy == NULL;
        }
    }
}

bool grid_read(loader *l, grid *g)
{
    if (g->csv == NULL)
        return read_rows(l, g);
    scrut_table *table = NULL;
    scrut_error err;
    if (scrut_csv_read(g->csv, g->wanted, g->column_count, g->filters, g->filter_count, l->pool, l->problems, &table,
                       &err) != SCRUT_OK) {
        scrut_problems_add(l->problems, &err);
        l->memory_failed = l->memory_failed || err.status == SCRUT_E_MEMORY;
        return false;
    }
    g->row_count = table->row_count;
    if (take_cells(l, g))
        for (size_t i = 0; i < table->segment_count; i++)
            copy_segment(l, g, &table->segments[i]);
    scrut_table_free(table);
    return !l->memory_failed;
}

void grid_close(grid *g)
{
    scrut_csv_close(g->csv);
    g->csv = NULL;
}

const char *grid_cell(const grid *g, size_t row, size_t column)
{
    return column == SIZE_MAX ? NULL : g->cells[row * g->column_count + column];
}

int64_t grid_file_column(const grid *g, size_t column)
{
    return g->rows != NULL || column == SIZE_MAX ? -1 : (int64_t)g->wanted[column].column + 1;
}

static bool is_missing_word(const grid *g, const char *text)
{
    for (size_t i = 0; i < g->options.missing_count; i++)
        if (strcmp(g->options.missing[i], text) == 0)
            return true;
    return false;
}

int grid_number(loader *l, const grid *g, size_t row, size_t column, int64_t *ret_value)
{
    const char *text = grid_cell(g, row, column);
    if (text == NULL || is_missing_word(g, text))
        return 0;
    int64_t value = 0;
    scrut_number_result result = scrut_parse_whole(text, strlen(text), SCRUT_VOTES_MAX, &value, NULL);
    if (result == SCRUT_NUMBER_EMPTY)
        return 0;
    if (result == SCRUT_NUMBER_OK && value >= 0) {
        *ret_value = value;
        return 1;
    }
    scrut_problems_addf(l->problems, SCRUT_E_RANGE, g->file, g->lines[row], grid_file_column(g, column), -1,
                        "\"%.40s\" in column \"%.60s\": expected a whole number from 0 to %lld", text,
                        g->headers[column], (long long)SCRUT_VOTES_MAX);
    return -1;
}

size_t grid_header_count(const grid *g)
{
    return g->csv != NULL ? scrut_csv_column_count(g->csv) : 0;
}

const char *grid_header(const grid *g, size_t index)
{
    return scrut_csv_column_name(g->csv, index);
}
