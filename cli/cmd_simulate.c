/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "scrutineer/num.h"
#include "scrutineer/simulate.h"

#include <stdlib.h>
#include <string.h>

enum { MODEL_BYTES_MAX = 4 << 20 };

/* What was asked for, and what it is made from. */
typedef struct {
    scrut_arena *arena;
    const scrut_model *model;
    const char *model_name;
    scrut_simulate_options options;
} request;

static int print_problems(const scrut_problems *problems, scrut_status status, const scrut_error *err)
{
    if (problems->total == 0 || status == SCRUT_E_MEMORY)
        return scrut_cli_input_error(err);
    scrut_cli_print_problems(problems);
    return SCRUT_EXIT_INPUT;
}

/* ---- the model ------------------------------------------------------------------------------------------------ */

static int parse_model(request *r, const char *text, size_t length)
{
    scrut_problems problems = {.limit = 100};
    scrut_error err;
    scrut_status status = scrut_model_parse(text, length, r->model_name, r->arena, &problems, &r->model, &err);
    int exit_status = status == SCRUT_OK ? SCRUT_EXIT_OK : print_problems(&problems, status, &err);
    scrut_problems_free(&problems);
    return exit_status;
}

static int parse_model_file(request *r, const char *path)
{
    char *text = NULL;
    size_t length;
    scrut_error err;
    if (scrut_read_file(path, MODEL_BYTES_MAX, &text, &length, &err) != SCRUT_OK)
        return scrut_cli_input_error(&err);
    r->model_name = path;
    int exit_status = parse_model(r, text, length);
    free(text);
    return exit_status;
}

static int no_such_model(const scrut_cli_args *args, const char *id)
{
    scrut_buf known = {0};
    for (size_t i = 0; i < scrut_model_count(); i++)
        scrut_buf_printf(&known, "%s%s", i > 0 ? ", " : "", scrut_model_id(i));
    int status = scrut_cli_usage_error(args->command, "there is no model \"%s\"; known are: %s", id,
                                       known.bytes != NULL ? known.bytes : "");
    scrut_buf_free(&known);
    return status;
}

static int read_model(const scrut_cli_args *args, request *r)
{
    const char *file = scrut_cli_text(args, "model"), *id = scrut_cli_text(args, "preset");
    if (file != NULL && id != NULL)
        return scrut_cli_usage_error(args->command, "--model and --preset exclude one another");
    if (file != NULL)
        return parse_model_file(r, file);
    r->model_name = id != NULL ? id : "plain";
    size_t length;
    const char *text = scrut_model_text(r->model_name, &length);
    return text != NULL ? parse_model(r, text, length) : no_such_model(args, r->model_name);
}

/* ---- the injections --------------------------------------------------------------------------------------------- */

static int parse_injection_file(request *r, const char *path)
{
    scrut_problems problems = {.limit = 100};
    char *text = NULL;
    size_t length;
    scrut_error err;
    scrut_status status = scrut_read_file(path, MODEL_BYTES_MAX, &text, &length, &err);
    if (status == SCRUT_OK)
        status =
            scrut_injections_parse(r->model, text, length, path, r->arena, &problems, &r->options.injections, &err);
    int exit_status = status == SCRUT_OK ? SCRUT_EXIT_OK : print_problems(&problems, status, &err);
    scrut_problems_free(&problems);
    free(text);
    return exit_status;
}

static bool is_file_name(const char *text)
{
    size_t length = strlen(text);
    return strchr(text, '/') != NULL || (length > 5 && strcmp(text + length - 5, ".yaml") == 0);
}

static int read_injections(const scrut_cli_args *args, request *r)
{
    const char *text = scrut_cli_text(args, "inject");
    scrut_error err;
    if (text == NULL)
        return SCRUT_EXIT_OK;
    if (is_file_name(text))
        return parse_injection_file(r, text);
    scrut_status status = scrut_injections_parse_list(text, r->arena, &r->options.injections, &err);
    if (status == SCRUT_E_MEMORY)
        return scrut_cli_failure(&err);
    return status == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_usage_error(args->command, "--inject: %s", err.message);
}

/* ---- the answer ------------------------------------------------------------------------------------------------- */

/* Things done of one kind. `index` is a kind of injection, or one behind them: clerical slips. */
static void count_kind(const scrut_simulation *s, size_t index, int64_t *ret_count, int64_t *ret_votes)
{
    bool slips = index == scrut_injection_kind_count();
    *ret_count = *ret_votes = 0;
    for (size_t i = 0; i < s->truth_count; i++) {
        const scrut_truth *truth = &s->truths[i];
        if (slips ? truth->slip : strcmp(truth->kind, scrut_injection_kind_name(index)) == 0) {
            ++*ret_count;
            *ret_votes += truth->votes;
        }
    }
}

static const char *kind_title(size_t index)
{
    return index < scrut_injection_kind_count() ? scrut_injection_kind_name(index) : "clerical slips";
}

static scrut_json *roll_json(const scrut_simulation *s)
{
    scrut_json *roll = scrut_json_object(), *done = scrut_json_array();
    for (size_t i = 0; i < s->roll_done_count; i++) {
        scrut_json *item = scrut_json_object();
        scrut_json_set(item, "kind", scrut_json_string(s->roll_done[i].kind));
        scrut_json_set(item, "noise", scrut_json_bool(!s->roll_done[i].injected));
        scrut_json_set(item, "names", scrut_json_int(s->roll_done[i].names));
        scrut_json_append(done, item);
    }
    scrut_json_set(roll, "names", scrut_json_int(s->names));
    scrut_json_set(roll, "voters", scrut_json_int(s->voters));
    scrut_json_set(roll, "marked", scrut_json_int(s->marked));
    scrut_json_set(roll, "done", done);
    if (s->names_asked > 0) {
        scrut_json *surveys = scrut_json_object();
        scrut_json_set(surveys, "names", scrut_json_int(s->names_asked));
        scrut_json_set(surveys, "people", scrut_json_int(s->people_asked));
        scrut_json_set(roll, "surveys", surveys);
    }
    return roll;
}

static int print_json(const request *r, const scrut_simulation *s, const char *out)
{
    scrut_json *root = scrut_json_object(), *done = scrut_json_array();
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)s->seed);
    for (size_t k = 0; k <= scrut_injection_kind_count(); k++) {
        int64_t count, votes;
        count_kind(s, k, &count, &votes);
        if (count == 0)
            continue;
        scrut_json *item = scrut_json_object();
        scrut_json_set(item, "kind", scrut_json_string(kind_title(k)));
        scrut_json_set(item, "stations", scrut_json_int(count));
        scrut_json_set(item, "votes", scrut_json_int(votes));
        scrut_json_append(done, item);
    }
    scrut_json_set(root, "format", scrut_json_string("scrutineer-simulate/1"));
    scrut_json_set(root, "folder", scrut_json_string(out));
    scrut_json_set(root, "model", scrut_json_string(r->model_name));
    scrut_json_set(root, "seed", scrut_json_string(seed));
    scrut_json_set(root, "stations", scrut_json_int(s->station_count));
    scrut_json_set(root, "registered", scrut_json_int(s->registered));
    scrut_json_set(root, "cast", scrut_json_int(s->cast));
    scrut_json_set(root, "valid", scrut_json_int(s->valid));
    scrut_json_set(root, "invalid", scrut_json_int(s->invalid));
    scrut_json_set(root, "done", done);
    if (s->names > 0)
        scrut_json_set(root, "roll", roll_json(s));
    return scrut_cli_print_json(root, SCRUT_EXIT_OK);
}

static void put_grouped(scrut_buf *out, const char *before, int64_t value, const char *after)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, value);
    scrut_buf_printf(out, "%s%s%s", before, text, after);
}

static void print_roll(const scrut_simulation *s, scrut_buf *text)
{
    if (s->names == 0)
        return;
    put_grouped(text, "The list of voters: ", s->names, " names, ");
    put_grouped(text, "", s->voters, " voted, ");
    put_grouped(text, "", s->marked, " are marked\n");
    for (size_t i = 0; i < s->roll_done_count; i++) {
        scrut_buf_printf(text, "  %-18s", s->roll_done[i].kind);
        put_grouped(text, "", s->roll_done[i].names, s->roll_done[i].injected ? "\n" : " (noise)\n");
    }
    if (s->names_asked > 0) {
        put_grouped(text, "Surveys of it: ", s->names_asked, " names whose people were looked for, ");
        put_grouped(text, "", s->people_asked, " people whose names were; true shares: truth/surveys.csv\n");
    }
}

static int print_text(const request *r, const scrut_simulation *s, const char *out)
{
    scrut_buf text = {0};
    scrut_buf_printf(&text, "A model, not evidence: %s, seed %llu\n", r->model_name, (unsigned long long)s->seed);
    put_grouped(&text, "", s->station_count, " stations, ");
    put_grouped(&text, "", s->registered, " registered voters, ");
    put_grouped(&text, "", s->valid, " valid and ");
    put_grouped(&text, "", s->invalid, " invalid ballots\n");
    for (size_t k = 0; k <= scrut_injection_kind_count(); k++) {
        int64_t count, votes;
        count_kind(s, k, &count, &votes);
        if (count == 0)
            continue;
        scrut_buf_printf(&text, "  %-14s", kind_title(k));
        put_grouped(&text, " ", count, count == 1 ? " station, " : " stations, ");
        put_grouped(&text, "", votes, votes == 1 ? " ballot\n" : " ballots\n");
    }
    print_roll(s, &text);
    scrut_buf_printf(&text, "The case: %s\nWhat was done to it: %s/truth/truth.csv\n", out, out);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int simulate(const scrut_cli_args *args, const request *r, const char *out)
{
    scrut_error err;
    scrut_simulation *simulation = NULL;
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    scrut_cli_progress_begin(args, "making the election");
    scrut_status status = scrut_simulate(r->model, &r->options, pool, &simulation, &err);
    bool refused = status == SCRUT_E_INPUT || status == SCRUT_E_RANGE;
    scrut_cli_progress_phase("writing the case");
    if (status == SCRUT_OK)
        status = scrut_simulation_write(simulation, out, &err);
    if (status == SCRUT_OK)
        status = scrut_simulation_write_roll(simulation, out, pool, &err);
    scrut_cli_progress_end();
    int exit_status;
    if (refused)
        exit_status = scrut_cli_usage_error(args->command, "%s", err.message);
    else if (status != SCRUT_OK)
        exit_status = scrut_cli_failure(&err);
    else
        exit_status = scrut_cli_given(args, "json") ? print_json(r, simulation, out) : print_text(r, simulation, out);
    scrut_simulation_free(simulation);
    scrut_pool_free(pool);
    return exit_status;
}

int cmd_simulate(const scrut_cli_args *args)
{
    const char *out = scrut_cli_text(args, "out");
    if (out == NULL)
        return scrut_cli_usage_error(args->command, "--out DIR is needed");
    scrut_error err;
    request r = {.arena = scrut_arena_new()};
    if (r.arena == NULL) {
        (void)scrut_fail_memory(&err);
        return scrut_cli_failure(&err);
    }
    r.options = (scrut_simulate_options){.seed = (uint64_t)scrut_cli_whole(args, "seed", 1),
                                         .stations = scrut_cli_whole(args, "stations", 0),
                                         .slips = scrut_cli_whole(args, "slips", -1),
                                         .roll = scrut_cli_given(args, "roll"),
                                         .surveys = scrut_cli_given(args, "surveys")};
    int status = read_model(args, &r);
    if (status == SCRUT_EXIT_OK)
        status = read_injections(args, &r);
    if (status == SCRUT_EXIT_OK)
        status = simulate(args, &r, out);
    scrut_arena_free(r.arena);
    return status;
}
