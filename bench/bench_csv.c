/* SPDX-License-Identifier: Apache-2.0
 * bench_csv: how fast a CSV of whole numbers is read into columns, beside the least that any reader must do.
 *
 *   bench_csv FILE [THREADS [RUNS]]
 *
 * floor: one thread reads the file block by block and adds up its bytes. parse: scrut_csv_open and
 * scrut_csv_read, every column a number. Runs alternate; medians are printed. */
#include "bench_support.h"
#include "scrutineer/csv.h"

#include <stdio.h>

#define RUNS_MAX 101
#define COLUMNS_MAX 64

static scrut_table *parse(const char *path, scrut_pool *pool, scrut_error *err)
{
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_csv_wanted wanted[COLUMNS_MAX];
    scrut_problems problems = {.limit = 10};
    scrut_status status = scrut_csv_open(path, path, NULL, &csv, err);
    if (status != SCRUT_OK)
        return NULL;
    size_t columns = scrut_csv_column_count(csv);
    if (columns > COLUMNS_MAX)
        columns = COLUMNS_MAX;
    for (size_t c = 0; c < columns; c++)
        wanted[c] = (scrut_csv_wanted){c, SCRUT_CELL_NUMBER};
    status = scrut_csv_read(csv, wanted, columns, NULL, 0, pool, &problems, &table, err);
    scrut_csv_close(csv);
    scrut_problems_free(&problems);
    return status == SCRUT_OK ? table : NULL;
}

static int64_t sum_of_cells(const scrut_table *table)
{
    int64_t sum = 0;
    for (size_t s = 0; s < table->segment_count; s++) {
        for (size_t c = 0; c < table->column_count; c++) {
            for (uint32_t r = 0; r < table->segments[s].row_count; r++)
                sum += scrut_cell_number(&table->segments[s].columns[c], r);
        }
    }
    return sum;
}

int main(int argc, char **argv)
{
    double floors[RUNS_MAX], parses[RUNS_MAX];
    size_t runs = argc > 3 ? strtoul(argv[3], NULL, 10) : 11;
    scrut_pool *pool = scrut_pool_new(argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0);
    if (argc < 2 || pool == NULL || runs == 0 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: bench_csv FILE [THREADS [RUNS]]\n");
        return 2;
    }
    int64_t bytes = 0, cells = 0;
    uint64_t byte_sum = 0;
    uint32_t rows = 0;
    for (size_t i = 0; i < runs; i++) {
        double start = bench_now();
        byte_sum = bench_sum_of_bytes(argv[1], &bytes);
        floors[i] = bench_now() - start;
        scrut_error err = {0};
        start = bench_now();
        scrut_table *table = parse(argv[1], pool, &err);
        parses[i] = bench_now() - start;
        if (table == NULL) {
            fprintf(stderr, "%s\n", err.message);
            return 3;
        }
        rows = table->row_count;
        cells = i == 0 ? sum_of_cells(table) : cells;
        scrut_table_free(table);
    }
    double floor_time = bench_median(floors, runs), parse_time = bench_median(parses, runs);
    printf("%" PRId64 " bytes, %" PRIu32 " rows, cells add up to %" PRId64 ", bytes to %" PRIu64 "\n", bytes, rows,
           cells, byte_sum);
    printf("floor  %.4f s  %.2f GB/s  (one thread: read, add up)\n", floor_time, (double)bytes / floor_time / 1e9);
    printf("parse  %.4f s  %.2f GB/s  (%d threads)  best %.4f s\n", parse_time, (double)bytes / parse_time / 1e9,
           scrut_pool_threads(pool), parses[0]);
    printf("ratio  %.2f\n", parse_time / floor_time);
    scrut_pool_free(pool);
    return 0;
}
