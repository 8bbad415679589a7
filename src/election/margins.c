/* SPDX-License-Identifier: Apache-2.0
 * margins.c: margins that others published: the section "margins" of a case, one table or a list of them. */
#include "election_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CONSTITUENCY, PARTY, SEATS, METRIC, VOTES, DATE, FIGURES, BY, REFERENCE, KEY_COUNT };
static const char *const KEYS[KEY_COUNT] = {"constituency", "party",   "seats", "metric",   "votes",
                                            "date",         "figures", "by",    "reference"};
#define KEY_WORDS "constituency party seats metric votes date figures by reference"

typedef struct {
    loader *l;
    grid g;
    size_t columns[KEY_COUNT];        /* SIZE_MAX: no column */
    const char *constants[KEY_COUNT]; /* what `values` says of every row; NULL: nothing */
    size_t *capacity;
} reader;

/* ---- columns ------------------------------------------------------------------------------------------- */

/* A key has a column or one value for the whole table, not both. */
static bool want_column(reader *r, const scrut_yaml *node, const scrut_yaml *map, const scrut_yaml *values, int key)
{
    const char *header = map != NULL ? text_of(r->l, map, KEYS[key]) : NULL;
    r->columns[key] = SIZE_MAX;
    r->constants[key] = values != NULL ? text_of(r->l, values, KEYS[key]) : NULL;
    bool has_constant = values != NULL && scrut_yaml_get(values, KEYS[key]) != NULL;
    if (has_constant && header != NULL) {
        problem_at(r->l, scrut_yaml_get(values, KEYS[key]), "\"%s\" has a column and a value for all rows", KEYS[key]);
        return false;
    }
    if (has_constant)
        return true;
    bool optional = header == NULL && key != VOTES;
    const scrut_yaml *where = header != NULL ? scrut_yaml_get(map, KEYS[key]) : node;
    r->columns[key] = grid_want(r->l, &r->g, header != NULL ? header : KEYS[key], where, optional);
    return optional || r->columns[key] != SIZE_MAX;
}

static bool want_columns(reader *r, const scrut_yaml *node)
{
    const scrut_yaml *map = scrut_yaml_get(node, "columns"), *values = scrut_yaml_get(node, "values");
    if ((map != NULL && !check_keys(r->l, map, "columns of margins", KEY_WORDS)) ||
        (values != NULL && !check_keys(r->l, values, "values of margins", KEY_WORDS)))
        return false;
    bool fine = true;
    for (int key = 0; key < KEY_COUNT; key++)
        fine = want_column(r, node, map, values, key) && fine;
    return fine;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static const char *cell(const reader *r, size_t row, int key)
{
    const char *text = r->columns[key] != SIZE_MAX ? grid_cell(&r->g, row, r->columns[key]) : r->constants[key];
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static int64_t file_column(const reader *r, int key)
{
    return grid_file_column(&r->g, r->columns[key]);
}

static void row_problem(const reader *r, size_t row, int key, const char *fmt, ...) SCRUT_PRINTF(4, 5);
static void row_problem(const reader *r, size_t row, int key, const char *fmt, ...)
{
    char text[sizeof((scrut_error *)0)->message];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    scrut_problems_addf(r->l->problems, SCRUT_E_INPUT, r->g.file, r->g.lines[row], file_column(r, key), -1, "%s", text);
}

/* The tallies are made: a name that they do not know is a slip, even where other tables may add parties. */
static bool find_name(const reader *r, size_t row, int key, const name_index *index, uint32_t *ret_found)
{
    const char *text = cell(r, row, key);
    if (text == NULL)
        return true;
    uint32_t found = name_index_find(r->l, index, text);
    if (found == NAME_AMBIGUOUS)
        row_problem(r, row, key, "\"%.60s\" is the name of more than one %s", text, KEYS[key]);
    else if (found == SCRUT_NONE)
        row_problem(r, row, key, "\"%.60s\" is no %s of this case, nor an alias of one", text, KEYS[key]);
    else
        *ret_found = found;
    return found != NAME_AMBIGUOUS && found != SCRUT_NONE;
}

static bool read_names(const reader *r, size_t row, scrut_case_margin *m)
{
    uint32_t constituency = SCRUT_NONE;
    m->party = SCRUT_NONE;
    bool fine = find_name(r, row, CONSTITUENCY, &r->l->constituencies, &constituency);
    m->unit = constituency != SCRUT_NONE ? constituency + 1 : 0;
    return find_name(r, row, PARTY, &r->l->parties, &m->party) && fine;
}

static bool read_whole(const char *text, int64_t max, int64_t *ret_value)
{
    return scrut_parse_whole(text, strlen(text), max, ret_value, NULL) == SCRUT_NUMBER_OK && *ret_value >= 0;
}

static bool any_seat_fits(const reader *r, size_t row, const scrut_case_margin *m)
{
    if (m->any_seat && m->party != SCRUT_NONE)
        row_problem(r, row, PARTY, "any seat at all belongs to no party: leave \"party\" empty");
    else if (!m->any_seat && m->party == SCRUT_NONE)
        row_problem(r, row, SEATS, "a margin needs a party, or \"any\" under \"seats\"");
    else if (m->any_seat && m->unit == 0 && !r->l->c->single_constituency)
        row_problem(r, row, CONSTITUENCY, "any seat at all needs a constituency");
    else
        return true;
    return false;
}

static bool read_seats(const reader *r, size_t row, scrut_case_margin *m)
{
    const char *text = cell(r, row, SEATS);
    m->seats = -1;
    m->any_seat = text != NULL && strcmp(text, "any") == 0;
    if (text != NULL && !m->any_seat && !read_whole(text, SCRUT_SEATS_MAX, &m->seats)) {
        row_problem(r, row, SEATS, "\"%.40s\": expected a whole number of seats, \"any\", or nothing for the next seat",
                    text);
        return false;
    }
    return any_seat_fits(r, row, m);
}

static bool read_metric(const reader *r, size_t row, scrut_case_margin *m)
{
    static const char *const METRICS[] = {"change", "add", "remove"};
    const char *text = cell(r, row, METRIC);
    m->metric = "add";
    if (text == NULL)
        return true;
    for (size_t i = 0; i < sizeof METRICS / sizeof METRICS[0]; i++) {
        if (strcmp(text, METRICS[i]) != 0)
            continue;
        m->metric = METRICS[i];
        m->metric_given = true;
        return true;
    }
    row_problem(r, row, METRIC, "\"%.40s\" is not a metric; expected change, add or remove", text);
    return false;
}

static bool read_votes(const reader *r, size_t row, scrut_case_margin *m)
{
    const char *text = cell(r, row, VOTES), *digits = text;
    if (text != NULL && (*text == '<' || *text == '>')) {
        m->relation = *text == '<' ? SCRUT_VOTES_FEWER_THAN : SCRUT_VOTES_MORE_THAN;
        digits += 1 + strspn(text + 1, " ");
    }
    if (text != NULL && read_whole(digits, SCRUT_VOTES_MAX, &m->votes))
        return true;
    row_problem(r, row, VOTES, "\"%.40s\": expected a whole number of votes, with < or > before it where it is a limit",
                text != NULL ? text : "");
    return false;
}

static bool is_figures(const scrut_case *c, const char *id)
{
    for (size_t i = 0; i < c->returns_count; i++)
        if (strcmp(c->returns[i].about.id, id) == 0)
            return true;
    for (size_t i = 0; i < c->announcement_count; i++)
        if (strcmp(c->announcements[i].about.id, id) == 0)
            return true;
    return false;
}

static bool read_figures(const reader *r, size_t row, scrut_case_margin *m)
{
    m->figures = cell(r, row, FIGURES);
    if (m->figures == NULL || is_figures(r->l->c, m->figures))
        return true;
    row_problem(r, row, FIGURES, "\"%.60s\" is neither a source of \"returns\" nor a version of \"announcements\"",
                m->figures);
    return false;
}

static void read_row(const reader *r, size_t row)
{
    scrut_case *c = r->l->c;
    scrut_case_margin m = {.by = cell(r, row, BY),
                           .date = cell(r, row, DATE),
                           .reference = cell(r, row, REFERENCE),
                           .where = {.file = r->g.file, .line = r->g.lines[row], .column = KEYS[VOTES]}};
    if (r->columns[VOTES] != SIZE_MAX)
        m.where.column = r->g.headers[r->columns[VOTES]];
    bool fine = read_names(r, row, &m) && read_seats(r, row, &m);
    fine = read_metric(r, row, &m) && fine;
    fine = read_votes(r, row, &m) && fine;
    fine = read_figures(r, row, &m) && fine;
    if (fine && arena_grow(r->l, &c->margins, r->capacity, c->margin_count, sizeof *c->margins))
        c->margins[c->margin_count++] = m;
}

static void load_table(loader *l, const scrut_yaml *node, size_t *capacity)
{
    reader r = {.l = l, .capacity = capacity};
    if (!check_keys(l, node, "margins", "file rows columns values delimiter missing where") ||
        !grid_open(l, node, &r.g))
        return;
    if (want_columns(&r, node) && grid_read(l, &r.g))
        for (size_t row = 0; row < r.g.row_count && !l->memory_failed; row++)
            read_row(&r, row);
    grid_close(&r.g);
}

void load_margins(loader *l, const scrut_yaml *node)
{
    size_t capacity = 0;
    if (node == NULL)
        return;
    if (node->kind != SCRUT_YAML_SEQUENCE) {
        load_table(l, node, &capacity);
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        load_table(l, node->items[i], &capacity);
}
