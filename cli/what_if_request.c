/* SPDX-License-Identifier: Apache-2.0
 * what_if_request.c: reading what is to be changed. Every refusal names the item that is wrong. */
#include "calculator.h"
#include "scrutineer/num.h"
#include "what_if.h"

#include <stdlib.h>
#include <string.h>

#define STATIONS_BYTES_MAX ((size_t)1 << 28)

typedef struct {
    const scrut_cli_args *args;
    const scrut_verdict *v;
    const scrut_case *c;
    scrut_arena *arena;
    scrut_what_if_request *request;
} reader;

/* ---- the figures to start from ---- */

static bool takes_stations(const reader *r)
{
    return scrut_cli_given(r->args, "cancel") || scrut_cli_given(r->args, "cancel-code");
}

static int choose_figures(const reader *r)
{
    const char *id = scrut_cli_text(r->args, "figures");
    bool named = false;
    for (size_t t = 0; t < r->v->tally_count; t++) {
        if (id != NULL && strcmp(id, r->v->tallies[t].about.id) != 0)
            continue;
        named = true;
        if (r->v->chambers[t] == NULL || (takes_stations(r) && t >= r->v->tabulation_count))
            continue;
        r->request->ask.tally = t;
        return SCRUT_EXIT_OK;
    }
    if (id != NULL && !named)
        return scrut_cli_usage_error(r->args->command, "--figures: the case has no source or announcement \"%s\"", id);
    return scrut_cli_usage_error(r->args->command,
                                 takes_stations(r)
                                     ? "stations can only be cancelled in returns whose votes give seats%s%s"
                                     : "--figures: no seats can be allocated from%s%s",
                                 id != NULL ? ": " : "", id != NULL ? id : "");
}

static int party_named(const reader *r, const char *option, const char *name, uint32_t *ret_party)
{
    uint32_t party = scrut_case_find_party(r->c, name);
    if (party == SCRUT_NONE)
        return scrut_cli_usage_error(r->args->command, "--%s: the case has no list \"%s\"", option, name);
    *ret_party = party;
    return SCRUT_EXIT_OK;
}

/* ---- cancelled stations ---- */

typedef struct {
    uint64_t hash;
    uint32_t row; /* or index of the key */
} keyed;

static uint64_t hash_text(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return hash;
}

static int compare_keyed(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The station keys of all rows, ordered by hash. NULL without memory. */
static keyed *index_stations(const reader *r, const scrut_returns *returns)
{
    keyed *index = scrut_arena_calloc(r->arena, returns->row_count, sizeof *index);
    for (uint32_t row = 0; row < returns->row_count && index != NULL; row++) {
        char key[256];
        scrut_returns_station(returns, row, key, sizeof key);
        index[row] = (keyed){.hash = hash_text(key, strlen(key)), .row = row};
    }
    if (index != NULL && returns->row_count > 1)
        qsort(index, returns->row_count, sizeof *index, compare_keyed);
    return index;
}

static size_t first_of_hash(const keyed index[], size_t count, uint64_t hash)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Marks every row of the station. False: there is none. */
static bool mark_station(const scrut_returns *returns, const keyed index[], const char *key, bool marks[])
{
    uint64_t hash = hash_text(key, strlen(key));
    bool found = false;
    for (size_t i = first_of_hash(index, returns->row_count, hash); i < returns->row_count && index[i].hash == hash;
         i++) {
        char other[256];
        scrut_returns_station(returns, index[i].row, other, sizeof other);
        if (strcmp(other, key) != 0)
            continue;
        marks[index[i].row] = true;
        found = true;
    }
    return found;
}

/* A station key a line; empty lines and lines that begin with # say nothing. */
static int mark_lines(const reader *r, const scrut_returns *returns, char *text, bool marks[])
{
    const keyed *index = index_stations(r, returns);
    if (index == NULL)
        return scrut_cli_no_memory();
    int64_t number = 0;
    for (char *rest = text; rest != NULL;) {
        char *line = scrut_cli_next_item(&rest, '\n');
        line[strcspn(line, "\r")] = '\0';
        number++;
        if (line[0] == '\0' || line[0] == '#' || mark_station(returns, index, line, marks))
            continue;
        scrut_error err;
        scrut_fail(&err, SCRUT_E_INPUT, scrut_cli_text(r->args, "cancel"), number, 1, -1,
                   "\"%s\" is no station of \"%s\"; expected a station key a line", line, returns->about.id);
        return scrut_cli_input_error(&err);
    }
    return SCRUT_EXIT_OK;
}

static int mark_file(const reader *r, const scrut_returns *returns, bool marks[])
{
    char *bytes = NULL;
    size_t length = 0;
    scrut_error err;
    const char *path = scrut_cli_text(r->args, "cancel");
    if (path == NULL)
        return SCRUT_EXIT_OK;
    if (scrut_read_file(path, STATIONS_BYTES_MAX, &bytes, &length, &err) != SCRUT_OK)
        return scrut_cli_input_error(&err);
    int status = mark_lines(r, returns, bytes, marks);
    free(bytes);
    return status;
}

static int mark_codes(const reader *r, bool marks[])
{
    const char *text = scrut_cli_text(r->args, "cancel-code");
    if (text == NULL)
        return SCRUT_EXIT_OK;
    char *rest = scrut_arena_strdup(r->arena, text);
    const char **codes = scrut_arena_calloc(r->arena, strlen(text) + 1, sizeof(char *));
    size_t count = 0, row_count = 0;
    uint32_t *rows = NULL;
    scrut_error err;
    if (rest == NULL || codes == NULL)
        return scrut_cli_no_memory();
    while (rest != NULL) {
        codes[count] = scrut_cli_next_item(&rest, ',');
        if (scrut_check_named(codes[count]) == NULL)
            return scrut_cli_usage_error(r->args->command, "--cancel-code: there is no check \"%s\"", codes[count]);
        count++;
    }
    if (scrut_what_if_rows(r->v, r->request->ask.tally, codes, count, r->arena, &rows, &row_count, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    for (size_t i = 0; i < row_count; i++)
        marks[rows[i]] = true;
    return SCRUT_EXIT_OK;
}

static int read_cancelled(const reader *r)
{
    if (!takes_stations(r))
        return SCRUT_EXIT_OK;
    const scrut_returns *returns = &r->c->returns[r->request->ask.tally];
    bool *marks = scrut_arena_calloc(r->arena, returns->row_count, sizeof *marks);
    uint32_t *rows = scrut_arena_calloc(r->arena, returns->row_count, sizeof *rows);
    if (marks == NULL || rows == NULL)
        return scrut_cli_no_memory();
    int status = mark_file(r, returns, marks);
    if (status == SCRUT_EXIT_OK)
        status = mark_codes(r, marks);
    for (uint32_t row = 0; row < returns->row_count; row++)
        if (marks[row])
            rows[r->request->ask.cancel_count++] = row;
    r->request->ask.cancel = rows;
    return status;
}

/* ---- moved ballots ---- */

static int bad_move(const reader *r, const char *item)
{
    return scrut_cli_usage_error(r->args->command,
                                 "--move: \"%s\": expected FROM:TO:BALLOTS@CONSTITUENCY, with - for ballots that are "
                                 "added or taken out",
                                 item);
}

static int side_named(const reader *r, const char *name, uint32_t *ret_party)
{
    if (strcmp(name, "-") != 0)
        return party_named(r, "move", name, ret_party);
    *ret_party = SCRUT_NONE;
    return SCRUT_EXIT_OK;
}

static int place_named(const reader *r, const char *name, size_t *ret_place)
{
    uint32_t place = scrut_case_find_constituency(r->c, name);
    if (place == SCRUT_NONE)
        return scrut_cli_usage_error(r->args->command, "--move: the case has no constituency \"%s\"", name);
    *ret_place = place;
    return SCRUT_EXIT_OK;
}

/* Cuts "FROM:TO:BALLOTS@PLACE" at the last "@", the last ":" and the first. */
static int read_move(const reader *r, char *item, scrut_what_if_move *ret_move)
{
    const char *whole = scrut_arena_strdup(r->arena, item);
    char *place = strrchr(item, '@'), *number, *to;
    if (whole == NULL)
        return scrut_cli_no_memory();
    if (place == NULL && r->c->constituency_count != 1)
        return bad_move(r, whole);
    if (place != NULL)
        *place++ = '\0';
    number = strrchr(item, ':');
    to = strchr(item, ':');
    if (number == NULL || to == number)
        return bad_move(r, whole);
    *number++ = '\0';
    *to++ = '\0';
    if (scrut_parse_whole(number, strlen(number), SCRUT_VOTES_MAX, &ret_move->ballots, NULL) != SCRUT_NUMBER_OK ||
        ret_move->ballots < 0)
        return bad_move(r, whole);
    int status = side_named(r, item, &ret_move->from);
    if (status == SCRUT_EXIT_OK)
        status = side_named(r, to, &ret_move->to);
    if (status == SCRUT_EXIT_OK && ret_move->from == ret_move->to)
        status = scrut_cli_usage_error(r->args->command, "--move: \"%s\" moves nothing", whole);
    if (status == SCRUT_EXIT_OK && place != NULL)
        status = place_named(r, place, &ret_move->constituency);
    return status;
}

static int read_moves(const reader *r)
{
    const char *text = scrut_cli_text(r->args, "move");
    if (text == NULL)
        return SCRUT_EXIT_OK;
    char *rest = scrut_arena_strdup(r->arena, text);
    scrut_what_if_move *moves = scrut_arena_calloc(r->arena, strlen(text) + 1, sizeof *moves);
    if (rest == NULL || moves == NULL)
        return scrut_cli_no_memory();
    int status = SCRUT_EXIT_OK;
    while (rest != NULL && status == SCRUT_EXIT_OK)
        status = read_move(r, scrut_cli_next_item(&rest, ','), &moves[r->request->ask.move_count++]);
    r->request->ask.moves = moves;
    return status;
}

/* ---- the rest ---- */

static int read_parties(const reader *r)
{
    const char *removed = scrut_cli_text(r->args, "remove"), *claimant = scrut_cli_text(r->args, "for");
    int status = SCRUT_EXIT_OK;
    if (removed != NULL)
        status = party_named(r, "remove", removed, &r->request->ask.remove);
    if (status == SCRUT_EXIT_OK && claimant != NULL)
        status = party_named(r, "for", claimant, &r->request->stake.party);
    return status;
}

int scrut_what_if_read(const scrut_cli_args *args, const scrut_verdict *v, scrut_arena *arena,
                       scrut_what_if_request *ret_request)
{
    *ret_request = (scrut_what_if_request){
        .ask = {.remove = SCRUT_NONE},
        .at_stake = scrut_cli_given(args, "at-stake"),
        .stake = {.ballots = scrut_cli_whole(args, "at-stake", 0), .party = SCRUT_NONE},
    };
    const reader r = {.args = args, .v = v, .c = v->c, .arena = arena, .request = ret_request};
    int status = choose_figures(&r);
    if (status == SCRUT_EXIT_OK)
        status = read_parties(&r);
    if (status == SCRUT_EXIT_OK)
        status = read_moves(&r);
    if (status == SCRUT_EXIT_OK)
        status = read_cancelled(&r);
    ret_request->changes = takes_stations(&r) || scrut_cli_given(args, "move") || scrut_cli_given(args, "remove");
    return status;
}
