/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a list of injections, as a file and as one line, or refused with words. What is read can be done to a
 * small election. */
#include "fuzz.h"
#include "scrutineer/simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_injections: %s\n", what);
        abort();
    }
}

static const scrut_model *read_model(scrut_arena *arena)
{
    size_t length;
    const char *text = scrut_model_text("plain", &length);
    const scrut_model *model = NULL;
    scrut_problems problems = {.limit = 1};
    must(scrut_model_parse(text, length, "plain", arena, &problems, &model, NULL) == SCRUT_OK, "the model");
    return model;
}

static void inject(const scrut_model *model, scrut_injections injections)
{
    scrut_simulate_options options = {.seed = 1, .stations = 40, .slips = 0, .injections = injections};
    scrut_simulation *s = NULL;
    scrut_error err = {.status = SCRUT_OK};
    if (injections.count > 20)
        return; /* nothing new, and slow */
    scrut_status status = scrut_simulate(model, &options, NULL, &s, &err);
    must((status == SCRUT_OK) == (s != NULL), "status and election");
    for (size_t i = 0; s != NULL && i < s->truth_count; i++) {
        must(s->truths[i].votes > 0 && s->truths[i].station < s->station_count, "a truth without ballots or place");
        must(i == 0 || s->truths[i - 1].station < s->truths[i].station, "two things done to one station");
    }
    scrut_simulation_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_problems problems = {.limit = 5};
    scrut_injections injections = {0};
    scrut_error err = {.status = SCRUT_OK};
    must(arena != NULL, "no memory");
    const scrut_model *model = read_model(arena);
    scrut_status status =
        scrut_injections_parse(model, (const char *)data, size, "i", arena, &problems, &injections, &err);
    must(status != SCRUT_E_INPUT || problems.total > 0, "refused without a problem");
    if (status == SCRUT_OK)
        inject(model, injections);
    char *line = scrut_arena_strndup(arena, (const char *)data, size);
    must(line != NULL, "no memory");
    status = scrut_injections_parse_list(line, arena, &injections, &err);
    must(status == SCRUT_OK || err.message[0] != '\0', "refused without words");
    if (status == SCRUT_OK)
        inject(model, injections);
    scrut_problems_free(&problems);
    scrut_arena_free(arena);
    return 0;
}
