/* SPDX-License-Identifier: Apache-2.0
 * bench_diff: what became of the rows of a list of voters in its next version, beside the least that reading both
 * takes.
 *
 *   bench_diff FOLDER [STATIONS [THREADS [RUNS]]]
 *
 * A model of so many stations (model "cambodia-2013", 509 names each) is written into FOLDER. floor: one thread reads
 * the bytes of both versions and adds them up. read: both into columns. diff: every row matched. Runs alternate;
 * printed are medians, and of the processor time of reading and matching too. */
#include "bench_support.h"
#include "scrutineer/csv.h"
#include "scrutineer/roll_diff.h"
#include "scrutineer/simulate.h"

#include <stdio.h>
#include <string.h>

#define RUNS_MAX 101
enum { FIELDS = 8 };

static const scrut_link_field FIELD[FIELDS] = {{"identity", SCRUT_LINK_IDENTITY}, {"surname", SCRUT_LINK_SURNAME},
                                               {"given", SCRUT_LINK_GIVEN},       {"born", SCRUT_LINK_BORN},
                                               {"sex", SCRUT_LINK_CATEGORY},      {"commune", SCRUT_LINK_CATEGORY},
                                               {"village", SCRUT_LINK_CATEGORY},  {"station", SCRUT_LINK_CATEGORY}};

typedef struct {
    scrut_table *tables[2];
} versions;

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const versions *v = context;
    size_t newer = row >= v->tables[0]->row_count;
    uint32_t at = newer != 0 ? row - v->tables[0]->row_count : row;
    const scrut_table_segment *segment = scrut_table_segment_of(v->tables[newer], at);
    return scrut_cell_text(&segment->columns[field], at - segment->first_row, ret_length);
}

static bool make_model(const char *folder, int64_t stations, scrut_pool *pool)
{
    size_t length;
    const char *text = scrut_model_text("cambodia-2013", &length);
    const scrut_model *model;
    scrut_problems problems = {.limit = 1};
    scrut_arena *arena = scrut_arena_new();
    scrut_simulation *s = NULL;
    scrut_simulate_options options = {.seed = 1, .stations = stations, .slips = -1, .roll = true};
    bool fine = arena != NULL &&
                scrut_model_parse(text, length, "cambodia-2013", arena, &problems, &model, NULL) == SCRUT_OK &&
                scrut_simulate(model, &options, pool, &s, NULL) == SCRUT_OK &&
                scrut_simulation_write(s, folder, NULL) == SCRUT_OK &&
                scrut_simulation_write_roll(s, folder, pool, NULL) == SCRUT_OK;
    scrut_simulation_free(s);
    scrut_arena_free(arena);
    return fine;
}

static bool read_version(const char *path, scrut_pool *pool, scrut_table **ret_table)
{
    scrut_csv *csv = NULL;
    scrut_csv_wanted wanted[FIELDS];
    bool fine = scrut_csv_open(path, path, NULL, &csv, NULL) == SCRUT_OK;
    for (size_t f = 0; f < FIELDS && fine; f++) {
        int64_t column = scrut_csv_find_column(csv, FIELD[f].name);
        wanted[f] = (scrut_csv_wanted){(size_t)column, SCRUT_CELL_TEXT};
        fine = column >= 0;
    }
    fine = fine && scrut_csv_read(csv, wanted, FIELDS, NULL, 0, pool, NULL, ret_table, NULL) == SCRUT_OK;
    scrut_csv_close(csv);
    return fine;
}

static double processor_now(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static bool run_diff(const versions *v, scrut_pool *pool)
{
    scrut_roll_diff_input input = {.rows = {.row_count = v->tables[0]->row_count + v->tables[1]->row_count,
                                            .second_from = v->tables[0]->row_count,
                                            .field_count = FIELDS,
                                            .fields = FIELD,
                                            .last_year = 2013,
                                            .cell = cell,
                                            .context = v},
                                   .places = 7U << 5,
                                   .area = 5};
    scrut_roll_diff *diff;
    if (scrut_roll_diff_run(&input, pool, &diff, NULL) != SCRUT_OK)
        return false;
    scrut_roll_diff_free(diff);
    return true;
}

int main(int argc, char **argv)
{
    double floors[RUNS_MAX], reads[RUNS_MAX], diffs[RUNS_MAX], processors[RUNS_MAX];
    int64_t stations = argc > 2 ? strtol(argv[2], NULL, 10) : 2000;
    scrut_pool *pool = scrut_pool_new(argc > 3 ? (int)strtol(argv[3], NULL, 10) : 2);
    size_t runs = argc > 4 ? strtoul(argv[4], NULL, 10) : 3;
    char paths[2][512];
    if (argc < 2 || runs == 0 || runs > RUNS_MAX || !make_model(argv[1], stations, pool)) {
        fprintf(stderr, "usage: bench_diff FOLDER [STATIONS [THREADS [RUNS]]]\n");
        return 2;
    }
    snprintf(paths[0], sizeof paths[0], "%s/roll/earlier.csv", argv[1]);
    snprintf(paths[1], sizeof paths[1], "%s/roll/final.csv", argv[1]);
    uint32_t rows = 0;
    volatile uint64_t sink = 0;
    for (size_t i = 0; i < runs; i++) {
        versions v;
        double start = bench_now();
        int64_t bytes[2];
        sink ^= bench_sum_of_bytes(paths[0], &bytes[0]) ^ bench_sum_of_bytes(paths[1], &bytes[1]);
        (void)sink;
        if (bytes[0] == 0 || bytes[1] == 0)
            return 3;
        floors[i] = bench_now() - start;
        start = bench_now();
        double processor = processor_now();
        if (!read_version(paths[0], pool, &v.tables[0]) || !read_version(paths[1], pool, &v.tables[1]))
            return 3;
        reads[i] = bench_now() - start;
        start = bench_now();
        if (!run_diff(&v, pool))
            return 3;
        diffs[i] = bench_now() - start;
        processors[i] = processor_now() - processor;
        rows = v.tables[0]->row_count + v.tables[1]->row_count;
        scrut_table_free(v.tables[0]);
        scrut_table_free(v.tables[1]);
    }
    double least = bench_median(floors, runs), read_time = bench_median(reads, runs),
           diff_time = bench_median(diffs, runs);
    printf("%u rows in both versions\n", rows);
    printf("floor  %.3f s  (one thread: the bytes of both)\n", least);
    printf("read   %.3f s  ratio %.2f\n", read_time, read_time / least);
    printf("diff   %.3f s  ratio %.2f  (read and diff: %.3f s of processor time)\n", diff_time, diff_time / least,
           bench_median(processors, runs));
    scrut_pool_free(pool);
    return 0;
}
