/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a model, or problems with their places. A model that is read can be simulated on a few stations, and
 * then has as many ballots as it says. */
#include "fuzz.h"
#include "scrutineer/simulate.h"

#include <stdio.h>
#include <stdlib.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_model: %s\n", what);
        abort();
    }
}

static void simulate(const scrut_model *model)
{
    scrut_simulate_options options = {.seed = 1, .stations = 7, .slips = 100000};
    scrut_simulation *s = NULL;
    scrut_error err = {.status = SCRUT_OK};
    scrut_status status = scrut_simulate(model, &options, NULL, &s, &err);
    must((status == SCRUT_OK) == (s != NULL), "status and election");
    must(status == SCRUT_OK || err.message[0] != '\0', "an error without words");
    if (s != NULL)
        must(s->cast == s->valid + s->invalid && s->cast <= s->registered, "ballots do not add up");
    scrut_simulation_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_problems problems = {.limit = 5};
    const scrut_model *model = NULL;
    scrut_error err = {.status = SCRUT_OK};
    must(arena != NULL, "no memory");
    scrut_status status = scrut_model_parse((const char *)data, size, "m", arena, &problems, &model, &err);
    must((status == SCRUT_OK) == (model != NULL), "status and model");
    must(status != SCRUT_E_INPUT || problems.total > 0, "refused without a problem");
    if (model != NULL)
        simulate(model);
    scrut_problems_free(&problems);
    scrut_arena_free(arena);
    return 0;
}
