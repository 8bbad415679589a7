/* SPDX-License-Identifier: Apache-2.0
 * bench_accounts: sums of every column by constituency and three checks of each form, on the file of
 * gen_returns. duckdb_returns.cjs answers the same question.
 *
 *   bench_accounts FILE [THREADS] */
#include "bench_support.h"
#include "scrutineer/csv.h"

#include <stdio.h>

enum { STATION, CONSTITUENCY, REGISTERED, RECEIVED, UNUSED, SPOILED, CAST, VALID, INVALID, BLANK, A, B, C, D, COLUMNS };
#define CONSTITUENCY_MAX 1000

typedef struct {
    int64_t sums[CONSTITUENCY_MAX][COLUMNS];
    int64_t forms[CONSTITUENCY_MAX];
    int64_t broken[3];
} accounts;

typedef struct {
    const scrut_table *table;
    accounts *parts; /* one a unit */
    size_t part_count;
} job;

static void add_segment(const scrut_table_segment *segment, accounts *part)
{
    int64_t v[COLUMNS];
    for (uint32_t r = 0; r < segment->row_count; r++) {
        for (size_t c = 0; c < COLUMNS; c++)
            v[c] = scrut_cell_number(&segment->columns[c], r);
        size_t k = (size_t)v[CONSTITUENCY] % CONSTITUENCY_MAX;
        for (size_t c = 0; c < COLUMNS; c++)
            part->sums[k][c] += v[c];
        part->forms[k]++;
        part->broken[0] += v[VALID] + v[INVALID] + v[BLANK] != v[CAST];
        part->broken[1] += v[A] + v[B] + v[C] + v[D] != v[VALID];
        part->broken[2] += v[CAST] > v[REGISTERED];
    }
}

static void add_unit(void *context, size_t index)
{
    job *j = context;
    for (size_t s = index; s < j->table->segment_count; s += j->part_count)
        add_segment(&j->table->segments[s], &j->parts[index]);
}

static void join(const job *j, accounts *all)
{
    for (size_t i = 0; i < j->part_count; i++) {
        for (size_t k = 0; k < CONSTITUENCY_MAX; k++) {
            for (size_t c = 0; c < COLUMNS; c++)
                all->sums[k][c] += j->parts[i].sums[k][c];
            all->forms[k] += j->parts[i].forms[k];
        }
        for (size_t n = 0; n < 3; n++)
            all->broken[n] += j->parts[i].broken[n];
    }
}

static scrut_status read_table(const char *path, scrut_pool *pool, scrut_table **ret_table, scrut_error *err)
{
    scrut_csv *csv = NULL;
    scrut_csv_wanted wanted[COLUMNS];
    scrut_problems problems = {.limit = 10};
    scrut_status status = scrut_csv_open(path, path, NULL, &csv, err);
    if (status != SCRUT_OK)
        return status;
    for (size_t c = 0; c < COLUMNS; c++)
        wanted[c] = (scrut_csv_wanted){c, SCRUT_CELL_NUMBER};
    if (scrut_csv_column_count(csv) == COLUMNS)
        status = scrut_csv_read(csv, wanted, COLUMNS, NULL, 0, pool, &problems, ret_table, err);
    else
        status = scrut_fail(err, SCRUT_E_INPUT, path, 1, -1, -1, "not a file of gen_returns");
    scrut_csv_close(csv);
    scrut_problems_free(&problems);
    return status;
}

/* The same digest as in duckdb_returns.cjs: every sum weighs in by its place. */
static void print_answer(const accounts *all, double seconds)
{
    uint64_t digest = 0;
    for (size_t k = 0; k < CONSTITUENCY_MAX; k++) {
        digest = digest * 31 + (uint64_t)all->forms[k];
        for (size_t c = REGISTERED; c < COLUMNS; c++)
            digest = digest * 31 + (uint64_t)all->sums[k][c];
    }
    printf("digest %" PRIu64 " broken %" PRId64 " %" PRId64 " %" PRId64 "\nseconds %.4f\n", digest, all->broken[0],
           all->broken[1], all->broken[2], seconds);
}

int main(int argc, char **argv)
{
    double start = bench_now();
    scrut_error err = {.status = SCRUT_OK};
    scrut_table *table = NULL;
    scrut_pool *pool = scrut_pool_new(argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0);
    if (argc < 2 || pool == NULL || read_table(argv[1], pool, &table, &err) != SCRUT_OK) {
        fprintf(stderr, "usage: bench_accounts FILE [THREADS]\n%s\n", err.message);
        return EXIT_FAILURE;
    }
    job j = {.table = table, .part_count = (size_t)scrut_pool_threads(pool)};
    accounts *all = calloc(1, sizeof *all);
    j.parts = calloc(j.part_count, sizeof *j.parts);
    bool ready = all != NULL && j.parts != NULL;
    if (ready) {
        scrut_pool_run(pool, j.part_count, add_unit, &j);
        join(&j, all);
        print_answer(all, bench_now() - start);
    }
    free(j.parts);
    free(all);
    scrut_table_free(table);
    scrut_pool_free(pool);
    return ready ? EXIT_SUCCESS : EXIT_FAILURE;
}
