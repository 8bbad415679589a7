/* SPDX-License-Identifier: Apache-2.0
 * bench_margin.c: all margins of a model house: every list's steps up and down to the end, both readings, in every
 * constituency, and each list's way to or from the majority. Processor time.
 *     bench_margin [LISTS SEATS CONSTITUENCIES [METHOD]]
 * Or, of a case: the whole survey of its chamber, and the strongest party's majority alone; the best of several runs.
 *     bench_margin CASE */
#include "scrutineer/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LISTS_MAX = 64, UNITS_MAX = 1000 };

static scrut_margin_unit units[UNITS_MAX];
static int64_t votes[UNITS_MAX][LISTS_MAX];
static uint32_t parties[LISTS_MAX];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(scrut_status st, const scrut_error *err)
{
    if (st == SCRUT_OK)
        return;
    fprintf(stderr, "bench_margin: %s\n", err->message);
    exit(EXIT_FAILURE);
}

/* Lists whose strength falls by a fifth from one to the next, with noise that does not repeat. */
static void make_house(size_t lists, int64_t seats, size_t count, const char *method)
{
    uint64_t state = 20130728;
    for (size_t u = 0; u < count; u++) {
        double strength = 400000;
        for (size_t i = 0; i < lists; i++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
            votes[u][i] = (int64_t)(strength * (0.5 + (double)(state >> 40) / 16777216.0));
            strength *= 0.8;
            parties[i] = (uint32_t)i;
        }
        units[u] = (scrut_margin_unit){.id = "unit", .party = parties};
        scrut_margin_contest *c = &units[u].contest;
        if (!scrut_method_named(method, &c->method))
            exit(EXIT_FAILURE);
        c->seats = seats;
        c->list_count = lists;
        c->votes = votes[u];
    }
}

typedef struct {
    scrut_margin_curve could[2][UNITS_MAX], would[2][UNITS_MAX]; /* [0] falling, [1] rising */
} ways;

static int64_t find_steps(const scrut_margin_nation *nation, const bool members[], scrut_arena *arena, ways *w)
{
    scrut_error err = {.status = SCRUT_OK};
    int64_t steps = 0;
    for (size_t u = 0; u < nation->unit_count; u++)
        for (int rising = 0; rising < 2; rising++) {
            must(scrut_margin_curves(nation, u, members, rising == 1, SCRUT_METRIC_CHANGE, SCRUT_SEATS_MAX, -1, arena,
                                     &w->could[rising][u], &w->would[rising][u], &err),
                 &err);
            steps += (int64_t)(w->could[rising][u].count + w->would[rising][u].count);
        }
    return steps;
}

/* To the majority, or away from it. */
static void find_majority(const scrut_margin_nation *nation, const bool members[], int64_t half, const ways *w,
                          scrut_arena *arena)
{
    scrut_error err = {.status = SCRUT_OK};
    scrut_margin_nation_result r;
    must(scrut_margin_nation_choose(nation, members, true, half + 1, SCRUT_METRIC_CHANGE, w->could[1], w->would[1],
                                    arena, &r, &err),
         &err);
    if (r.held_certain > half)
        must(scrut_margin_nation_choose(nation, members, false, half, SCRUT_METRIC_CHANGE, w->could[0], w->would[0],
                                        arena, &r, &err),
             &err);
}

static void bench_house(size_t lists, int64_t seats, size_t count, const char *method)
{
    static ways w;
    scrut_margin_nation nation = {.units = units, .unit_count = count, .party_count = lists};
    int64_t steps = 0;
    double steps_took = 0, majorities_took = 0, start = now();
    scrut_error err = {.status = SCRUT_OK};
    scrut_arena *seats_now = scrut_arena_new();
    must(scrut_margin_nation_stand(&nation, seats_now, &err), &err);
    steps_took += now() - start;
    for (size_t i = 0; i < lists; i++) {
        scrut_arena *arena = scrut_arena_new();
        bool members[LISTS_MAX] = {false};
        members[i] = true;
        double from = now();
        steps += find_steps(&nation, members, arena, &w);
        double between = now();
        find_majority(&nation, members, seats * (int64_t)count / 2, &w, arena);
        majorities_took += now() - between;
        steps_took += between - from;
        scrut_arena_free(arena);
    }
    scrut_arena_free(seats_now);
    printf("%-22s %lld margins of single lists in constituencies %.1f ms (%.2f us each), %zu majorities %.1f ms\n",
           method, (long long)steps, steps_took * 1e3, steps_took * 1e6 / (double)steps, lists, majorities_took * 1e3);
}

static void bench_majority(size_t lists, int64_t seats, size_t count, size_t together)
{
    scrut_margin_nation nation = {.units = units, .unit_count = count, .party_count = lists};
    scrut_error err = {.status = SCRUT_OK};
    int64_t half = seats * (int64_t)count / 2;
    double from = now();
    size_t asked = 0;
    for (size_t i = 0; i + together <= lists; i++) {
        scrut_arena *arena = scrut_arena_new();
        bool members[LISTS_MAX] = {false};
        scrut_margin_nation_result r;
        for (size_t k = 0; k < together; k++)
            members[i + k] = true;
        must(scrut_margin_nation_find(&nation, members, true, half + 1, SCRUT_METRIC_CHANGE, arena, &r, &err), &err);
        bool up = r.held_certain <= half;
        if (!up)
            must(scrut_margin_nation_find(&nation, members, false, half, SCRUT_METRIC_CHANGE, arena, &r, &err), &err);
        asked++;
        scrut_arena_free(arena);
    }
    double took = now() - from;
    printf("%-22s %zu majorities of %zu lists, from votes: %.1f ms\n", "", asked, together, took * 1e3);
}

/* ---- a case ---- */

enum { RUNS = 20, SURVEYS = 3 };

static double survey_once(const scrut_case *c, const scrut_chamber *chamber)
{
    scrut_error err = {.status = SCRUT_OK};
    scrut_arena *arena = scrut_arena_new();
    scrut_margins margins;
    double from = now();
    must(scrut_margins_find(c, chamber, arena, &margins, &err), &err);
    double took = now() - from;
    scrut_arena_free(arena);
    return took;
}

static double majority_once(const scrut_margins *m, const bool members[], bool up)
{
    scrut_error err = {.status = SCRUT_OK};
    scrut_arena *arena = scrut_arena_new();
    scrut_margin_nation_result r;
    int64_t half = m->chamber->seats_total / 2;
    double from = now();
    must(scrut_margin_house_find(&m->house, members, up, up ? half + 1 : half, SCRUT_METRIC_CHANGE, arena, &r, &err),
         &err);
    double took = now() - from;
    scrut_arena_free(arena);
    return took;
}

static void bench_chamber(const scrut_case *c, const scrut_margins *m)
{
    bool members[SCRUT_PARTIES_MAX] = {false};
    size_t strongest = 0;
    double survey = survey_once(c, m->chamber), majority = 1e9;
    for (size_t p = 1; p < c->party_count; p++)
        strongest = m->chamber->certain[p] > m->chamber->certain[strongest] ? p : strongest;
    members[strongest] = true;
    bool up = m->chamber->certain[strongest] <= m->chamber->seats_total / 2;
    for (int run = 0; run < RUNS; run++) {
        double took = run < SURVEYS ? survey_once(c, m->chamber) : survey, alone = majority_once(m, members, up);
        survey = took < survey ? took : survey;
        majority = alone < majority ? alone : majority;
    }
    printf("%zu constituencies, %zu parties: survey %.2f ms, majority of %s %.2f ms\n", c->constituency_count,
           c->party_count, survey * 1e3, c->parties[strongest].id, majority * 1e3);
}

static int bench_case(const char *folder)
{
    scrut_error err = {.status = SCRUT_OK};
    scrut_problems problems = {.limit = 1};
    scrut_pool *pool = scrut_pool_new(1);
    scrut_case *c = NULL;
    scrut_verdict *v = NULL;
    must(scrut_case_load(folder, pool, &problems, &c, &err), &err);
    must(scrut_verify(c, pool, &v, &err), &err);
    for (size_t t = 0; t < v->tally_count; t++)
        if (v->margins[t] != NULL)
            bench_chamber(c, v->margins[t]);
    scrut_verdict_free(v);
    scrut_problems_free(&problems);
    scrut_case_free(c);
    scrut_pool_free(pool);
    return EXIT_SUCCESS;
}

static bool read_number(const char *text, int64_t most, int64_t *ret_number)
{
    return scrut_parse_whole(text, strlen(text), most, ret_number, NULL) == SCRUT_NUMBER_OK && *ret_number >= 1;
}

int main(int argc, char **argv)
{
    int64_t lists = 12, seats = 14, count = 50;
    if (argc == 2)
        return bench_case(argv[1]);
    if (argc >= 4 && !(read_number(argv[1], LISTS_MAX, &lists) && read_number(argv[2], SCRUT_SEATS_MAX, &seats) &&
                       read_number(argv[3], UNITS_MAX, &count)))
        return EXIT_FAILURE;
    static const char *const METHODS[] = {"dhondt", "sainte-lague", "modified-sainte-lague", "hare", "hill"};
    printf("%lld lists, %lld seats in each of %lld constituencies\n", (long long)lists, (long long)seats,
           (long long)count);
    for (size_t m = 0; m < sizeof METHODS / sizeof METHODS[0]; m++) {
        if (argc == 5 && strcmp(argv[4], METHODS[m]) != 0)
            continue;
        make_house((size_t)lists, seats, (size_t)count, METHODS[m]);
        bench_house((size_t)lists, seats, (size_t)count, METHODS[m]);
        if (m > 0)
            continue;
        for (size_t together = 1; together <= 3; together++)
            bench_majority((size_t)lists, seats, (size_t)count, together);
    }
    return EXIT_SUCCESS;
}
