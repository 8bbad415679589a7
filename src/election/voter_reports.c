/* SPDX-License-Identifier: Apache-2.0
 * voter_reports.c: how many voters say that they voted for a list at a station: the section "voter-reports". It holds
 * numbers only; who said so stays with the person who counted them. */
#include "election_internal.h"

#include <string.h>

enum { STATION, PARTY, VOTERS, KEY_COUNT };
static const char *const KEYS[KEY_COUNT] = {"station", "party", "voters"};

typedef struct {
    loader *l;
    grid g;
    size_t columns[KEY_COUNT];
    name_map stations; /* key: index into the first report of it */
    uint32_t *next;    /* a report: the next of its station, or SCRUT_NONE */
} reader;

static bool want_columns(reader *r, const scrut_yaml *node)
{
    const scrut_yaml *map = scrut_yaml_get(node, "columns");
    if (map != NULL && !check_keys(r->l, map, "columns of voter-reports", "station party voters"))
        return false;
    bool fine = true;
    for (int key = 0; key < KEY_COUNT; key++) {
        const char *header = map != NULL ? text_of(r->l, map, KEYS[key]) : NULL;
        const scrut_yaml *where = header != NULL ? scrut_yaml_get(map, KEYS[key]) : node;
        r->columns[key] = grid_want(r->l, &r->g, header != NULL ? header : KEYS[key], where, false);
        fine = fine && r->columns[key] != SIZE_MAX;
    }
    return fine;
}

static void row_problem(const reader *r, size_t row, int key, const char *what)
{
    const char *text = grid_cell(&r->g, row, r->columns[key]);
    scrut_problems_addf(r->l->problems, SCRUT_E_INPUT, r->g.file, r->g.lines[row],
                        grid_file_column(&r->g, r->columns[key]), -1, "\"%.80s\" %s", text != NULL ? text : "", what);
}

static void read_row(reader *r, size_t row, scrut_voter_report *report)
{
    const char *station = grid_cell(&r->g, row, r->columns[STATION]), *party = grid_cell(&r->g, row, r->columns[PARTY]);
    *report = (scrut_voter_report){.station = station != NULL ? station : "",
                                   .party = SCRUT_NONE,
                                   .where = {r->g.file, r->g.lines[row], r->g.headers[r->columns[VOTERS]]}};
    if (report->station[0] == '\0')
        row_problem(r, row, STATION, "names no station");
    report->party = name_index_find(r->l, &r->l->parties, party != NULL ? party : "");
    if (report->party == SCRUT_NONE || report->party == NAME_AMBIGUOUS)
        row_problem(r, row, PARTY, "is no party of this case, nor an alias of one alone");
    if (grid_number(r->l, &r->g, row, r->columns[VOTERS], &report->voters) == 0)
        row_problem(r, row, VOTERS, "is no number of voters");
}

static bool index_report(reader *r, uint32_t at)
{
    scrut_case *c = r->l->c;
    scrut_voter_report *report = &c->voter_reports[at];
    report->rows = take(r->l, c->returns_count, sizeof *report->rows);
    for (size_t s = 0; report->rows != NULL && s < c->returns_count; s++)
        report->rows[s] = SCRUT_NONE;
    uint32_t first = name_map_get(&r->stations, report->station);
    if (first != SCRUT_NONE) { /* behind the first, whatever their order */
        r->next[at] = r->next[first];
        r->next[first] = at;
        return report->rows != NULL;
    }
    r->next[at] = SCRUT_NONE;
    return report->rows != NULL && name_map_put(r->l, &r->stations, report->station, at);
}

/* Of rows that repeat a station the first is meant. */
static void find_rows(reader *r, size_t source)
{
    scrut_case *c = r->l->c;
    for (uint32_t row = 0; row < c->returns[source].row_count; row++) {
        char key[256];
        scrut_returns_station(&c->returns[source], row, key, sizeof key);
        for (uint32_t at = name_map_get(&r->stations, key); at != SCRUT_NONE; at = r->next[at])
            if (c->voter_reports[at].rows[source] == SCRUT_NONE)
                c->voter_reports[at].rows[source] = row;
    }
}

static bool is_held(const scrut_case *c, const scrut_voter_report *report)
{
    bool held = false;
    for (size_t s = 0; s < c->returns_count; s++)
        held = held || report->rows[s] != SCRUT_NONE;
    return held;
}

static void read_rows(reader *r)
{
    scrut_case *c = r->l->c;
    c->voter_reports = take(r->l, r->g.row_count, sizeof *c->voter_reports);
    r->next = take(r->l, r->g.row_count, sizeof *r->next);
    for (size_t row = 0; !r->l->memory_failed && row < r->g.row_count; row++) {
        read_row(r, row, &c->voter_reports[row]);
        if (index_report(r, (uint32_t)row))
            c->voter_report_count++;
    }
    for (size_t s = 0; !r->l->memory_failed && s < c->returns_count; s++)
        find_rows(r, s);
    for (size_t row = 0; !r->l->memory_failed && row < c->voter_report_count; row++)
        if (c->voter_reports[row].station[0] != '\0' && !is_held(c, &c->voter_reports[row]))
            row_problem(r, row, STATION, "is a station of no source of \"returns\"");
}

void load_voter_reports(loader *l, const scrut_yaml *node)
{
    reader r = {.l = l};
    if (node == NULL || !check_keys(l, node, "voter-reports", "file rows columns delimiter missing where") ||
        !grid_open(l, node, &r.g))
        return;
    if (want_columns(&r, node) && grid_read(l, &r.g))
        read_rows(&r);
    grid_close(&r.g);
}
