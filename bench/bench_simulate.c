/* SPDX-License-Identifier: Apache-2.0
 * bench_simulate: a model election of many stations, made and written, beside the least that drawing every voter takes.
 *
 *   bench_simulate FOLDER [STATIONS [THREADS [RUNS]]]
 *
 * floor: one thread draws a number of 32 bits for every registered voter. simulate: scrut_simulate of the model
 * "plain"; write: the whole case folder. Runs alternate; printed are medians. */
#include "bench_support.h"
#include "scrutineer/rng.h"
#include "scrutineer/simulate.h"

#include <stdio.h>
#include <string.h>

#define RUNS_MAX 101

static uint32_t draw(int64_t voters)
{
    enum { BLOCK = 1024 };
    uint32_t numbers[BLOCK], sum = 0;
    for (int64_t unit = 0; unit * BLOCK < voters; unit++) {
        scrut_rng rng = scrut_rng_open(1, 0, (uint64_t)unit);
        scrut_rng_fill(&rng, numbers, BLOCK);
        for (int i = 0; i < BLOCK; i++)
            sum ^= numbers[i];
    }
    return sum;
}

static const scrut_model *read_model(scrut_arena *arena)
{
    size_t length;
    const char *text = scrut_model_text("plain", &length);
    const scrut_model *model = NULL;
    scrut_problems problems = {.limit = 1};
    scrut_error err;
    return scrut_model_parse(text, length, "plain", arena, &problems, &model, &err) == SCRUT_OK ? model : NULL;
}

int main(int argc, char **argv)
{
    double floors[RUNS_MAX], makes[RUNS_MAX], writes[RUNS_MAX];
    int64_t stations = argc > 2 ? strtol(argv[2], NULL, 10) : 1000000, voters = stations * 583;
    int threads = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 2;
    size_t runs = argc > 4 ? strtoul(argv[4], NULL, 10) : 3;
    scrut_arena *arena = scrut_arena_new();
    const scrut_model *model = arena != NULL ? read_model(arena) : NULL;
    scrut_pool *pool = scrut_pool_new(threads);
    volatile uint32_t sink = 0;
    if (argc < 2 || model == NULL || runs == 0 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: bench_simulate FOLDER [STATIONS [THREADS [RUNS]]]\n");
        return 2;
    }
    for (size_t i = 0; i < runs; i++) {
        scrut_simulate_options options = {.seed = i, .stations = stations, .slips = -1};
        scrut_simulation *simulation;
        scrut_error err;
        double start = bench_now();
        sink ^= draw(voters);
        (void)sink;
        floors[i] = bench_now() - start;
        start = bench_now();
        if (scrut_simulate(model, &options, pool, &simulation, &err) != SCRUT_OK)
            return 3;
        makes[i] = bench_now() - start;
        start = bench_now();
        scrut_status status = scrut_simulation_write(simulation, argv[1], &err);
        writes[i] = bench_now() - start;
        scrut_simulation_free(simulation);
        if (status != SCRUT_OK)
            return 3;
    }
    double floor_time = bench_median(floors, runs), make_time = bench_median(makes, runs),
           write_time = bench_median(writes, runs);
    printf("%lld stations, %lld voters\n", (long long)stations, (long long)voters);
    printf("floor     %.3f s  (one thread: a number for every voter)\n", floor_time);
    printf("simulate  %.3f s  ratio %.2f  (%d threads)\n", make_time, make_time / floor_time, threads);
    printf("write     %.3f s  ratio %.2f\n", write_time, write_time / floor_time);
    scrut_pool_free(pool);
    scrut_arena_free(arena);
    return 0;
}
