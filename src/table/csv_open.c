/* SPDX-License-Identifier: Apache-2.0
 * Opening a file: the delimiter and the column names, from its first record. */
#include "table_internal.h"
#include "scrutineer/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)256 * 1024) /* with the columns made from it, fits in a second-level cache */

/* Of comma, semicolon and tab the one that stands most often outside quotes; the comma when in doubt. */
static char detect_delimiter(const char *header, size_t length)
{
    static const char CANDIDATES[] = {',', ';', '\t'};
    size_t counts[3] = {0}, best = 0;
    bool inside = false;
    for (size_t i = 0; i < length; i++) {
        inside ^= header[i] == '"';
        for (size_t k = 0; k < 3 && !inside; k++)
            counts[k] += header[i] == CANDIDATES[k];
    }
    for (size_t k = 1; k < 3; k++) {
        if (counts[k] > counts[best])
            best = k;
    }
    return best > 0 && counts[best] == counts[0] ? ',' : CANDIDATES[best];
}

/* ---- names ---- */

typedef struct {
    const char *name;
    size_t column;
} named_column;

static int by_name(const void *a, const void *b)
{
    const named_column *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->column > right->column) - (left->column < right->column);
}

static scrut_status refuse_name(const scrut_csv *csv, size_t column, const uint32_t *origins, int64_t first_byte,
                                const char *problem, const char *name, size_t other, scrut_error *err)
{
    char shown[80];
    scrut_csv_quote(name, strlen(name), shown, sizeof shown);
    int64_t byte = first_byte + origins[column];
    if (other == SIZE_MAX)
        return scrut_fail(err, SCRUT_E_INPUT, csv->name, 1, (int64_t)column + 1, byte,
                          "column %zu has %s; every column needs one in the header", column + 1, problem);
    return scrut_fail(err, SCRUT_E_INPUT, csv->name, 1, (int64_t)column + 1, byte, "column %zu %s '%s' of column %zu",
                      column + 1, problem, shown, other + 1);
}

static scrut_status check_names(const scrut_csv *csv, const uint32_t *origins, int64_t first_byte, scrut_error *err)
{
    named_column *sorted = malloc(csv->column_count * sizeof *sorted);
    size_t repeated = SIZE_MAX, first = 0;
    if (sorted == NULL)
        return scrut_fail_memory(err);
    for (size_t c = 0; c < csv->column_count; c++)
        sorted[c] = (named_column){csv->column_names[c], c};
    qsort(sorted, csv->column_count, sizeof *sorted, by_name);
    for (size_t i = 1; i < csv->column_count; i++) {
        if (strcmp(sorted[i].name, sorted[i - 1].name) == 0 && sorted[i].column < repeated) {
            repeated = sorted[i].column;
            first = sorted[i - 1].column;
        }
    }
    free(sorted);
    for (size_t c = 0; c < csv->column_count && c < repeated; c++) {
        const char *name = csv->column_names[c];
        if (name[strspn(name, " \t")] == '\0')
            return refuse_name(csv, c, origins, first_byte, "no name", name, SIZE_MAX, err);
    }
    if (repeated != SIZE_MAX)
        return refuse_name(csv, repeated, origins, first_byte, "repeats the name", csv->column_names[repeated], first,
                           err);
    return SCRUT_OK;
}

static char *copy_bytes(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, bytes, length);
        copy[length] = '\0';
    }
    return copy;
}

static scrut_status copy_names(scrut_csv *csv, const char *bytes, const uint32_t *marks, size_t count, scrut_error *err)
{
    csv->column_names = calloc(count, sizeof(char *));
    if (csv->column_names == NULL)
        return scrut_fail_memory(err);
    csv->column_count = count;
    for (size_t c = 0; c < count; c++) {
        size_t start = c == 0 ? 0 : marks[c - 1] + (size_t)1;
        csv->column_names[c] = copy_bytes(bytes + start, marks[c] - start);
        if (csv->column_names[c] == NULL)
            return scrut_fail_memory(err);
    }
    return SCRUT_OK;
}

/* ---- header ---- */

static scrut_status parse_header(scrut_csv *csv, scrut_csv_text *text, uint32_t *marks, uint32_t *origins,
                                 scrut_csv_record *ret_record, scrut_error *err)
{
    scrut_status status = scrut_csv_read_record(text, 0, 1, marks, origins, SCRUT_CSV_COLUMNS_MAX, ret_record, err);
    if (status != SCRUT_OK)
        return status;
    if (ret_record->cells > SCRUT_CSV_COLUMNS_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, csv->name, 1, SCRUT_CSV_COLUMNS_MAX + 1, -1,
                          "%zu columns; the limit is %d", ret_record->cells, SCRUT_CSV_COLUMNS_MAX);
    status = copy_names(csv, text->bytes, marks, ret_record->cells, err);
    if (status == SCRUT_OK)
        status = check_names(csv, origins, text->first_byte, err);
    return status;
}

static scrut_status read_header(scrut_csv *csv, scrut_error *err)
{
    scrut_csv_reader *reader = &csv->reader;
    scrut_csv_text text = {.name = csv->name};
    scrut_status status = scrut_csv_reader_first(reader, &text.length, &text.end, err);
    if (status != SCRUT_OK)
        return status;
    if (text.length == 0)
        return scrut_fail(err, SCRUT_E_INPUT, csv->name, 1, 1, 0, "the file is empty; expected a header line");
    size_t taken = text.length;
    text.bytes = reader->carry.bytes + reader->carry_start;
    text.first_byte = reader->next_byte;
    if (csv->delimiter == 0)
        csv->delimiter = detect_delimiter(text.bytes, text.length);
    text.delimiter = csv->delimiter;
    if (text.end == SCRUT_BLOCK_ENDED)
        text.bytes[text.length++] = '\n';
    scrut_csv_survey survey;
    csv->kernels->survey(text.bytes, text.length, &survey);
    text.bad_at = scrut_csv_bad_byte(text.bytes, text.length, &survey, text.end);
    uint32_t *cells = malloc(2 * SCRUT_CSV_COLUMNS_MAX * sizeof *cells);
    if (cells == NULL)
        return scrut_fail_memory(err);
    scrut_csv_record record;
    status = parse_header(csv, &text, cells, cells + SCRUT_CSV_COLUMNS_MAX, &record, err);
    free(cells);
    if (status != SCRUT_OK)
        return status;
    reader->carry_start += taken;
    reader->carry_length -= taken;
    reader->next_byte += (int64_t)taken;
    csv->first_line = 2 + (int64_t)record.newlines;
    return SCRUT_OK;
}

/* ---- open and close ---- */

static bool copy_options(scrut_csv *csv, const char *name, const scrut_csv_options *options)
{
    csv->name = copy_bytes(name, strlen(name));
    if (csv->name == NULL || options == NULL)
        return csv->name != NULL;
    assert(options->delimiter == 0 || strchr(",;\t", options->delimiter) != NULL);
    csv->delimiter = options->delimiter;
    csv->missing = calloc(options->missing_count + 1, sizeof(char *));
    if (csv->missing == NULL)
        return false;
    for (size_t i = 0; i < options->missing_count; i++) {
        csv->missing[i] = copy_bytes(options->missing[i], strlen(options->missing[i]));
        if (csv->missing[i] == NULL)
            return false;
        csv->missing_count++;
    }
    return true;
}

scrut_status scrut_csv_open_tuned(const char *path, const char *name, const scrut_csv_options *options,
                                  const scrut_csv_tuning *tuning, scrut_csv **ret_csv, scrut_error *err)
{
    scrut_csv *csv = calloc(1, sizeof *csv);
    if (csv == NULL)
        return scrut_fail_memory(err);
    csv->kernels = csv->reader.kernels = scrut_csv_kernels_get(tuning->portable);
    csv->reader.block_bytes = tuning->block_bytes != 0 ? tuning->block_bytes : BLOCK_BYTES;
    pthread_mutex_init(&csv->reader.lock, NULL);
    scrut_status status = copy_options(csv, name, options) ? SCRUT_OK : scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = scrut_source_open(path, csv->name, &csv->reader.source, err);
    if (status == SCRUT_OK)
        status = read_header(csv, err);
    if (status != SCRUT_OK) {
        scrut_csv_close(csv);
        return status;
    }
    *ret_csv = csv;
    return SCRUT_OK;
}

scrut_status scrut_csv_open(const char *path, const char *name, const scrut_csv_options *options, scrut_csv **ret_csv,
                            scrut_error *err)
{
    return scrut_csv_open_tuned(path, name, options, &(scrut_csv_tuning){0}, ret_csv, err);
}

void scrut_csv_close(scrut_csv *csv)
{
    if (csv == NULL)
        return;
    scrut_source_close(csv->reader.source);
    scrut_csv_buffer_free(&csv->reader.carry);
    pthread_mutex_destroy(&csv->reader.lock);
    for (size_t c = 0; c < csv->column_count; c++)
        free(csv->column_names[c]);
    for (size_t i = 0; i < csv->missing_count; i++)
        free(csv->missing[i]);
    free(csv->column_names);
    free(csv->missing);
    free(csv->name);
    free(csv);
}

size_t scrut_csv_column_count(const scrut_csv *csv)
{
    return csv->column_count;
}

const char *scrut_csv_column_name(const scrut_csv *csv, size_t column)
{
    assert(column < csv->column_count);
    return csv->column_names[column];
}

int64_t scrut_csv_find_column(const scrut_csv *csv, const char *name)
{
    for (size_t c = 0; c < csv->column_count; c++) {
        if (strcmp(csv->column_names[c], name) == 0)
            return (int64_t)c;
    }
    return -1;
}
