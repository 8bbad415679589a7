/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a survey that is estimated, or a list of problems: responses, or a file of surveys, a line "===" and
 * its responses. No share leaves 0 .. 1, and no interval leaves out its share. */
#include "fuzz.h"
#include "fuzz_folder.h"
#include "scrutineer/sampling.h"

#include <math.h>

enum { YAML, ROWS, FILES };
static const char *const NAMES[FILES] = {"survey.yaml", "r.csv"};
static const char SURVEY[] =
    "surveys:\n  - id: a\n    respondents: 100\n    margin: 5\n"
    "    responses: {file: r.csv, missing: ['-'], stratum: s, weight: w, stages: [{unit: u, of: n}, {unit: v, of: m}, "
    "{}]}\n"
    "    figures:\n"
    "      - {id: x, question: Q, direction: list-to-people, denominator: D, size: {about: 9, low: 8, high: 12},\n"
    "         outcome: o, fine: f, defect: [d, e], unresolved: u}\n"
    "      - {id: y, question: Q, direction: list-to-people, denominator: D, outcome: o, fine: f, defect: d,\n"
    "         unresolved: [e, u], domain: {s: A}}\n"
    "  - id: b\n    figures: [{id: z, question: Q, direction: list-to-people, denominator: D, hits: 1, base: 3}]\n";

static const uint8_t *find_border(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 5 <= size; i++)
        if (memcmp(data + i, "\n===\n", 5) == 0)
            return data + i;
    return NULL;
}

static void write_input(const uint8_t *data, size_t size)
{
    const uint8_t *border = find_border(data, size);
    fuzz_make_folder(NAMES, FILES);
    if (border == NULL) {
        fuzz_write(YAML, SURVEY, sizeof SURVEY - 1);
        fuzz_write(ROWS, data, size);
        return;
    }
    fuzz_write(YAML, data, (size_t)(border - data) + 1);
    fuzz_write(ROWS, border + 5, size - (size_t)(border - data) - 5);
}

static bool inside(scrut_interval interval, double share)
{
    const double slack = 1e-9;
    return interval.low >= 0 && interval.high <= 1 && interval.low <= share + slack && share <= interval.high + slack;
}

static void check_answer(const scrut_survey_answer *a)
{
    if (a->why != NULL)
        return;
    must(inside(a->interval, a->estimate.value), "a share outside its interval");
    must(isnan(a->estimate.variance) || a->estimate.variance >= 0, "a variance below 0");
    must(!a->has_unresolved ||
             (a->best <= a->worst + 1e-9 && a->bounds.low <= a->best + 1e-9 && a->worst <= a->bounds.high + 1e-9),
         "bounds that hold neither case");
    must(!a->names_known || (a->names.low <= a->names.high && a->names.high <= a->figure->size.high),
         "more names than there are");
    for (size_t k = 0; k < a->outcome_count; k++)
        must(inside(a->outcomes[k].interval, a->outcomes[k].share), "an outcome outside its interval");
}

static void evaluate(const scrut_surveys *surveys, scrut_arena *arena)
{
    scrut_survey_results r;
    scrut_error err = {.message = ""};
    must(scrut_surveys_evaluate(surveys->items, surveys->count, arena, &r, &err) == SCRUT_OK, err.message);
    for (size_t i = 0; i < r.answer_count; i++)
        check_answer(&r.answers[i]);
    for (size_t i = 0; i < r.pair_count; i++)
        must((r.pairs[i].match == SCRUT_PAIR_DIRECTIONS) ==
                 (r.answers[r.pairs[i].a].figure->direction != r.answers[r.pairs[i].b].figure->direction),
             "two directions are set against one another");
    must(r.answer_count < 2 || r.pair_count == r.answer_count * (r.answer_count - 1) / 2, "a pair is lost");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    scrut_problems problems = {.limit = 100};
    scrut_surveys surveys = {0};
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    write_input(data, size);
    fuzz_path(YAML, path);
    must(arena != NULL, "out of memory");
    scrut_status st = scrut_surveys_load(path, NULL, arena, &problems, &surveys, &err);
    must(st == SCRUT_OK || problems.total > 0 || err.message[0] != '\0', "refused without a problem");
    if (st == SCRUT_OK)
        evaluate(&surveys, arena);
    scrut_problems_free(&problems);
    scrut_arena_free(arena);
    return 0;
}
