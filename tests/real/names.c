/* SPDX-License-Identifier: Apache-2.0
 * Folding and skeletons on Khmer names and places of the data folder: names FOLDER. TAP. */
#include "scrutineer/csv.h"
#include "scrutineer/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 3

static int number, failed;

static void result(bool fine, const char *what, int64_t count, int64_t of)
{
    failed += !fine;
    printf("# %lld of %lld\n%s %d - %s\n", (long long)count, (long long)of, fine ? "ok" : "not ok", ++number, what);
}

static scrut_table *read_columns(const char *folder, const char *file, const char *const names[], size_t count)
{
    scrut_buf path = {0};
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_csv_wanted wanted[COLUMNS];
    scrut_buf_printf(&path, "%s/%s", folder, file);
    scrut_status status = scrut_csv_open(path.bytes, file, NULL, &csv, NULL);
    for (size_t i = 0; i < count && status == SCRUT_OK; i++)
        wanted[i] = (scrut_csv_wanted){(size_t)scrut_csv_find_column(csv, names[i]), SCRUT_CELL_TEXT};
    if (status == SCRUT_OK)
        status = scrut_csv_read(csv, wanted, count, NULL, 0, NULL, NULL, &table, NULL);
    scrut_csv_close(csv);
    scrut_buf_free(&path);
    return status == SCRUT_OK ? table : NULL;
}

static const char *cell(const scrut_table *table, uint32_t row, size_t column, size_t *ret_length)
{
    const scrut_table_segment *segment = scrut_table_segment_of(table, row);
    return scrut_cell_text(&segment->columns[column], row - segment->first_row, ret_length);
}

static void fold(const char *text, size_t length, scrut_buf *key)
{
    scrut_buf_clear(key);
    scrut_buf_puts(key, "");
    if (scrut_text_fold(text, length, key, NULL, NULL) != SCRUT_OK)
        exit(99);
}

static void skeleton_of(const scrut_table *table, uint32_t row, size_t column, scrut_buf *out)
{
    scrut_buf key = {0};
    size_t length;
    const char *text = cell(table, row, column, &length);
    fold(text, length, &key);
    scrut_buf_clear(out);
    scrut_buf_puts(out, "");
    if (scrut_text_skeleton(key.bytes, key.length, out, NULL) != SCRUT_OK)
        exit(99);
    scrut_buf_free(&key);
}

static bool same_name(const scrut_table *t, uint32_t a, uint32_t b)
{
    size_t n, m;
    const char *x = cell(t, a, 0, &n), *y = cell(t, b, 0, &m);
    return n == m && memcmp(x, y, n) == 0;
}

/* Rows come by name, the best spelling first; a name in two roles is counted once. */
static void check_skeletons(const char *folder)
{
    const char *const names[COLUMNS] = {"khmer", "latin", "cost_above_best"};
    scrut_table *t = read_columns(folder, "khmer-names/romanisations.csv", names, COLUMNS);
    scrut_buf khmer = {0}, best = {0}, other = {0};
    int64_t count = 0, equal = 0, spellings = 0, joined = 0;
    bool seen = false;
    for (uint32_t row = 0; t != NULL && row < t->row_count; row++) {
        size_t length;
        const char *text = cell(t, row, 2, &length);
        char digits[32];
        snprintf(digits, sizeof digits, "%.*s", (int)length, text);
        double cost = strtod(digits, NULL);
        if (cost <= 0) {
            seen = false;
            for (uint32_t before = 0; before < row; before++)
                seen = seen || same_name(t, before, row);
            skeleton_of(t, row, 0, &khmer);
            skeleton_of(t, row, 1, &best);
            count += !seen;
            equal += !seen && khmer.bytes != NULL && best.bytes != NULL && strcmp(khmer.bytes, best.bytes) == 0;
        } else if (best.bytes != NULL && !seen && cost <= 2.3) {
            skeleton_of(t, row, 1, &other);
            spellings++;
            joined += other.bytes != NULL && strcmp(best.bytes, other.bytes) == 0;
        }
    }
    result(count > 100 && 100 * equal >= 95 * count, "a Khmer name and its best romanisation share the skeleton", equal,
           count);
    result(spellings > 100 && 100 * joined >= 88 * spellings, "plausible spellings share the skeleton of the best",
           joined, spellings);
    scrut_table_free(t);
    scrut_buf_free(&khmer);
    scrut_buf_free(&best);
    scrut_buf_free(&other);
}

static void check_villages(const char *folder)
{
    const char *const names[] = {"name_km"};
    scrut_table *t = read_columns(folder, "khmer-gazetteer/villages.csv", names, 1);
    scrut_buf key = {0}, again = {0};
    int64_t same = 0, rows = 0;
    for (uint32_t row = 0; t != NULL && row < t->row_count; row++) {
        size_t length;
        const char *text = cell(t, row, 0, &length);
        fold(text, length, &key);
        fold(key.bytes, key.length, &again);
        same += strcmp(key.bytes, again.bytes) == 0;
        rows++;
    }
    result(rows > 10000 && same == rows, "the key of a village's name is its own key", same, rows);
    scrut_table_free(t);
    scrut_buf_free(&key);
    scrut_buf_free(&again);
}

int main(int argc, char **argv)
{
    const char *folder = getenv("SCRUT_DATA");
    scrut_csv *csv = NULL;
    scrut_buf path = {0};
    if (folder == NULL)
        folder = argc > 1 ? argv[1] : ".";
    scrut_buf_printf(&path, "%s/khmer-names/romanisations.csv", folder);
    scrut_status status = scrut_csv_open(path.bytes, path.bytes, NULL, &csv, NULL);
    scrut_csv_close(csv);
    scrut_buf_free(&path);
    if (status != SCRUT_OK) {
        puts("1..0 # SKIP names and places not found in the data folder");
        return 0;
    }
    check_skeletons(folder);
    check_villages(folder);
    printf("1..%d\n", number);
    return failed > 0;
}
