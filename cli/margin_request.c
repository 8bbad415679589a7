/* SPDX-License-Identifier: Apache-2.0
 * margin_request.c: reading what is asked. Every refusal names the item that is wrong. */
#include "margin.h"
#include "scrutineer/num.h"

#include <stdlib.h>
#include <string.h>

static int unknown_list(const scrut_cli_args *args, const scrut_margin_request *r, const char *option, const char *name)
{
    const scrut_calculation *c = &r->calculation;
    /* every name of one letter is close to every other */
    const char *close = strlen(name) > 1 ? scrut_cli_closest(name, c->names, c->list_count) : NULL;
    if (name[0] == '\0')
        return scrut_cli_usage_error(args->command, "--%s: a list without a name", option);
    if (close != NULL)
        return scrut_cli_usage_error(args->command, "--%s: no list \"%s\" in %s; did you mean \"%s\"?", option, name,
                                     r->where, close);
    return scrut_cli_usage_error(args->command, "--%s: no list \"%s\" in %s", option, name, r->where);
}

/* With a case also by its other names. */
static size_t find_list(const scrut_margin_request *r, const char *name)
{
    uint32_t party = r->c != NULL ? scrut_case_find_party(r->c, name) : SCRUT_NONE;
    return scrut_calculation_list(&r->calculation, party != SCRUT_NONE ? r->c->parties[party].id : name);
}

/* ---- the contest ---- */

static int set_contest(scrut_arena *arena, scrut_margin_request *r)
{
    const scrut_calculation *c = &r->calculation;
    int64_t *votes = scrut_arena_calloc(arena, c->list_count, sizeof *votes);
    if (votes == NULL)
        return scrut_cli_no_memory();
    for (size_t i = 0; i < c->list_count; i++)
        votes[i] = c->contenders[i].votes;
    r->contest = (scrut_margin_contest){.method = c->method,
                                        .seats = c->seats,
                                        .list_count = c->list_count,
                                        .votes = votes,
                                        .bar_count = c->has_threshold,
                                        .votes_all = c->votes_all};
    /* a share of the votes given, which added and removed ballots alter */
    if (c->has_threshold)
        r->contest.bars[0] = (scrut_margin_bar){.is_share = c->threshold.is_share,
                                                .base_moves = c->threshold.is_share,
                                                .votes = c->threshold.votes,
                                                .numerator = c->threshold.numerator,
                                                .denominator = c->threshold.denominator,
                                                .base = c->threshold.is_share ? c->votes_all : 0};
    return SCRUT_EXIT_OK;
}

/* ---- the target ---- */

static int add_member(const scrut_cli_args *args, const scrut_margin_request *r, const char *option, const char *name,
                      bool *members)
{
    size_t i = find_list(r, name);
    if (i == r->calculation.list_count)
        return unknown_list(args, r, option, name);
    if (members[i])
        return scrut_cli_usage_error(args->command, "--%s: list \"%s\" is given twice", option, name);
    members[i] = true;
    return SCRUT_EXIT_OK;
}

static int read_members(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *r)
{
    const char *party = scrut_cli_text(args, "party"), *coalition = scrut_cli_text(args, "coalition");
    bool *members = scrut_arena_calloc(arena, r->calculation.list_count, sizeof *members);
    char *rest = coalition != NULL ? scrut_arena_strdup(arena, coalition) : NULL;
    if (members == NULL || (coalition != NULL && rest == NULL))
        return scrut_cli_no_memory();
    r->target.members = members;
    if (party != NULL)
        return add_member(args, r, "party", party, members);
    int status = SCRUT_EXIT_OK;
    while (rest != NULL && status == SCRUT_EXIT_OK)
        status = add_member(args, r, "coalition", scrut_cli_next_item(&rest, '+'), members);
    return status;
}

static int read_joint(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *r)
{
    bool least = scrut_cli_given(args, "at-least"), most = scrut_cli_given(args, "at-most");
    const char *option = scrut_cli_given(args, "party") ? "party" : "coalition";
    if (least == most)
        return scrut_cli_usage_error(
            args->command, least ? "--at-least and --at-most exclude each other" : "--%s needs --at-least or --at-most",
            option);
    r->target.kind = least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST;
    r->target.seats = scrut_cli_whole(args, least ? "at-least" : "at-most", 0);
    r->target_text = scrut_arena_printf(arena, "%s%s%lld", scrut_cli_text(args, option),
                                        least ? ">=" : "<=", (long long)r->target.seats);
    return r->target_text != NULL ? read_members(args, arena, r) : scrut_cli_no_memory();
}

/* "LIST=NUMBER,..." into numbers[] by list; others are left alone. *given: which lists are named. */
static int read_numbers(const scrut_cli_args *args, scrut_arena *arena, const scrut_margin_request *r,
                        const scrut_cli_item *kind, int64_t numbers[], bool given[])
{
    char *rest = scrut_arena_strdup(arena, scrut_cli_text(args, kind->option));
    int status = rest != NULL ? SCRUT_EXIT_OK : scrut_cli_no_memory();
    while (rest != NULL && status == SCRUT_EXIT_OK) {
        int64_t number = 0;
        char *item = scrut_cli_next_item(&rest, ',');
        status = scrut_cli_read_item(args, kind, item, &number);
        size_t i = status == SCRUT_EXIT_OK ? find_list(r, item) : 0;
        if (status != SCRUT_EXIT_OK)
            break;
        if (i == r->calculation.list_count)
            return unknown_list(args, r, kind->option, item);
        if (given[i])
            return scrut_cli_usage_error(args->command, "--%s: list \"%s\" is given twice", kind->option, item);
        numbers[i] = number;
        given[i] = true;
    }
    return status;
}

static int read_vector(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *r)
{
    static const scrut_cli_item SEATS = {"vector", "seats", "SEATS", SCRUT_SEATS_MAX};
    size_t count = r->calculation.list_count;
    int64_t *vector = scrut_arena_calloc(arena, count, sizeof *vector);
    bool *given = scrut_arena_calloc(arena, count, sizeof *given);
    if (vector == NULL || given == NULL)
        return scrut_cli_no_memory();
    int status = read_numbers(args, arena, r, &SEATS, vector, given);
    for (size_t i = 0; i < count && r->partial; i++)
        vector[i] = given[i] ? vector[i] : -1;
    for (size_t i = 0; i < count && status == SCRUT_EXIT_OK && !r->partial; i++)
        if (!given[i])
            status = scrut_cli_usage_error(args->command,
                                           "--vector: list \"%s\" is not named; a list without a seat "
                                           "has 0",
                                           r->calculation.names[i]);
    r->target = (scrut_target){.kind = SCRUT_TARGET_VECTOR, .vector = vector};
    r->target_text = scrut_cli_text(args, "vector");
    return status;
}

static int read_target(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *r)
{
    static const char *const KINDS[] = {"party", "coalition", "any", "vector"};
    static const char *const JOINT[] = {"at-least", "at-most"};
    const char *kind = NULL;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (!scrut_cli_given(args, KINDS[i]))
            continue;
        if (kind != NULL)
            return scrut_cli_usage_error(args->command, "--%s and --%s exclude each other", kind, KINDS[i]);
        kind = KINDS[i];
    }
    if (kind == NULL)
        return scrut_cli_usage_error(args->command, "one of --party, --coalition, --any and --vector is missing");
    if (kind == KINDS[0] || kind == KINDS[1])
        return read_joint(args, arena, r);
    int status = scrut_cli_refuse(args, JOINT, sizeof JOINT / sizeof JOINT[0], "goes with --party or --coalition");
    if (status != SCRUT_EXIT_OK)
        return status;
    if (kind == KINDS[3])
        return read_vector(args, arena, r);
    r->target = (scrut_target){.kind = SCRUT_TARGET_ANY};
    r->target_text = "any";
    return SCRUT_EXIT_OK;
}

/* ---- the ballots ---- */

static int read_caps(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *r)
{
    static const scrut_cli_item BALLOTS = {"caps", "ballots", "BALLOTS", SCRUT_VOTES_MAX};
    bool lists = scrut_cli_given(args, "caps"), pool = scrut_cli_given(args, "pool");
    size_t count = r->calculation.list_count;
    r->capped = NULL;
    if (!lists && !pool)
        return SCRUT_EXIT_OK;
    if (r->metric != SCRUT_METRIC_CHANGE)
        return scrut_cli_usage_error(args->command, "--%s goes with --metric change", lists ? "caps" : "pool");
    r->caps = (scrut_margin_caps){.pool = scrut_cli_whole(args, "pool", -1)};
    r->capped = &r->caps;
    if (!lists)
        return SCRUT_EXIT_OK;
    int64_t *taint = scrut_arena_calloc(arena, count, sizeof *taint);
    bool *given = scrut_arena_calloc(arena, count, sizeof *given);
    if (taint == NULL || given == NULL)
        return scrut_cli_no_memory();
    r->caps.taint = taint;
    return read_numbers(args, arena, r, &BALLOTS, taint, given);
}

int scrut_margin_request_asked(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *request)
{
    const char *metric = scrut_cli_text(args, "metric");
    if (metric != NULL && !scrut_metric_named(metric, &request->metric))
        return scrut_cli_usage_error(args->command, "--metric %s: expected change, add or remove", metric);
    int status = read_target(args, arena, request);
    return status == SCRUT_EXIT_OK ? read_caps(args, arena, request) : status;
}

int scrut_margin_request_read(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *request)
{
    *request = (scrut_margin_request){.metric = SCRUT_METRIC_CHANGE, .where = "--votes"};
    int status = scrut_calculation_read(args, arena, &request->calculation);
    if (status == SCRUT_EXIT_OK)
        status = set_contest(arena, request);
    return status == SCRUT_EXIT_OK ? scrut_margin_request_asked(args, arena, request) : status;
}
