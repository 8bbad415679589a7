/* SPDX-License-Identifier: Apache-2.0
 * nist_contests.c: the election of a report: ballots of every unit, and a contest a constituency with the votes of
 * every list, from the constituency down to the stations. Blank ballots are undervotes; the schema has no invalid
 * votes, so these are rejected ballots. */
#include "nist.h"
#include "scrutineer/count.h"

#include <string.h>

/* A unit of the tally, or a station: row SCRUT_NONE is none. */
typedef struct {
    uint32_t unit, row;
} spot;

typedef void spot_function(exporter *x, nist_report *n, spot at, size_t party);

/* The unit, the units inside it and the stations of all of them. */
static void each_spot(exporter *x, nist_report *n, uint32_t unit, spot_function *visit, size_t party)
{
    visit(x, n, (spot){unit, SCRUT_NONE}, party);
    for (uint32_t i = n->rows.first[unit]; i < n->rows.first[unit + 1] && x->status == SCRUT_OK; i++)
        visit(x, n, (spot){unit, n->rows.rows[i]}, party);
    for (uint32_t inner = n->first_inside[unit]; inner != SCRUT_NONE; inner = n->next_inside[inner])
        each_spot(x, n, inner, visit, party);
}

static void put_spot_id(exporter *x, nist_report *n, spot at)
{
    uint32_t unit = nist_is_unit(x->c, at.unit) ? at.unit : 0;
    scrut_buf_puts(&x->buf, "\"GpUnitId\": \"");
    scrut_buf_puts(&x->buf,
                   at.row != SCRUT_NONE ? nist_id(n->id, "station", at.row + 1) : nist_id(n->id, "unit", unit));
    scrut_buf_putc(&x->buf, '"');
}

static bool field_at(exporter *x, nist_report *n, spot at, scrut_field field, int64_t *ret_value)
{
    scrut_figure f = *scrut_tally_field(x->options->of, at.unit, field);
    if (f.cells == 0)
        return false;
    *ret_value = f.value;
    bool known = at.row != SCRUT_NONE ? export_field_of_row(n->rows.returns, at.row, field, ret_value)
                                      : scrut_figure_complete(f);
    n->unknown += !known;
    return known;
}

/* ---- ballots ---- */

static void put_ballots(exporter *x, nist_report *n, spot at, size_t party)
{
    (void)party;
    int64_t cast = 0, invalid = 0;
    bool has_cast = field_at(x, n, at, SCRUT_FIELD_CAST, &cast);
    bool has_invalid = field_at(x, n, at, SCRUT_FIELD_INVALID, &invalid);
    if (!has_cast && !has_invalid)
        return;
    nist_separate(x, &n->first);
    scrut_buf_puts(&x->buf, "{\"@type\": \"ElectionResults.BallotCounts\", ");
    if (has_cast)
        scrut_buf_printf(&x->buf, "\"BallotsCast\": %lld, ", (long long)cast);
    if (has_invalid)
        scrut_buf_printf(&x->buf, "\"BallotsRejected\": %lld, ", (long long)invalid);
    put_spot_id(x, n, at);
    scrut_buf_puts(&x->buf, ", \"Type\": \"total\"}");
    export_flush(x);
}

static void put_blank(exporter *x, nist_report *n, spot at, size_t party)
{
    (void)party;
    int64_t blank = 0;
    if (!field_at(x, n, at, SCRUT_FIELD_BLANK, &blank))
        return;
    nist_separate(x, &n->first);
    scrut_buf_puts(&x->buf, "{\"@type\": \"ElectionResults.OtherCounts\", ");
    put_spot_id(x, n, at);
    scrut_buf_printf(&x->buf, ", \"Undervotes\": %lld}", (long long)blank);
    export_flush(x);
}

/* ---- votes and seats ---- */

static void put_count(exporter *x, nist_report *n, spot at, const char *type, int64_t count)
{
    nist_separate(x, &n->first);
    scrut_buf_puts(&x->buf, "{\"@type\": \"ElectionResults.VoteCounts\", \"Count\": ");
    scrut_buf_int(&x->buf, count);
    scrut_buf_puts(&x->buf, ", ");
    put_spot_id(x, n, at);
    scrut_buf_puts(&x->buf, ", \"Type\": \"");
    scrut_buf_puts(&x->buf, type);
    scrut_buf_puts(&x->buf, "\"}");
    export_flush(x);
}

static void put_votes(exporter *x, nist_report *n, spot at, size_t party)
{
    scrut_figure f = *scrut_tally_votes(x->options->of, at.unit, party);
    int64_t votes = f.value;
    if (f.cells == 0)
        return; /* the list does not stand there */
    bool known =
        at.row != SCRUT_NONE ? export_votes_of_row(n->rows.returns, at.row, party, &votes) : scrut_figure_complete(f);
    bool stands = known || at.row == SCRUT_NONE || !n->rows.returns->empty_is_not_standing;
    n->unknown += !known && stands;
    if (known)
        put_count(x, n, at, "total", votes);
}

/* As announced with the figures, else as the rules give them from the figures' votes. */
static bool seats_of(const exporter *x, uint32_t constituency, size_t party, int64_t *ret_seats)
{
    const scrut_tally *t = x->options->of;
    const scrut_chamber *chamber = x->v->chambers[t - x->v->tallies];
    scrut_figure announced = t->seats != NULL ? *scrut_tally_seats(t, 1 + constituency, party) : (scrut_figure){0};
    if (announced.cells > 0) {
        *ret_seats = announced.value;
        return scrut_figure_complete(announced);
    }
    if (chamber == NULL || chamber->constituencies[constituency].state != SCRUT_SEATS_DECIDED)
        return false;
    *ret_seats = chamber->constituencies[constituency].certain[party];
    return true;
}

static bool seats_are_open(const exporter *x, uint32_t constituency)
{
    const scrut_chamber *chamber = x->v->chambers[x->options->of - x->v->tallies];
    return x->options->of->seats == NULL && chamber != NULL &&
           chamber->constituencies[constituency].state != SCRUT_SEATS_DECIDED;
}

static void put_selection(exporter *x, nist_report *n, uint32_t constituency, uint32_t party, bool *first)
{
    int64_t seats = 0;
    nist_separate(x, first);
    scrut_buf_printf(&x->buf,
                     "{\"@id\": \"selection-%u-%u\", \"@type\": \"ElectionResults.PartySelection\", \"PartyIds\": "
                     "[\"party-%u\"], ",
                     constituency + 1, party, party);
    if (x->c->parties[party].list_order >= 0)
        scrut_buf_printf(&x->buf, "\"SequenceOrder\": %lld, ", (long long)x->c->parties[party].list_order);
    scrut_buf_puts(&x->buf, "\"VoteCounts\": [");
    n->first = true;
    each_spot(x, n, 1 + constituency, put_votes, party);
    if (seats_of(x, constituency, party, &seats))
        put_count(x, n, (spot){1 + constituency, SCRUT_NONE}, "seats", seats);
    scrut_buf_puts(&x->buf, "]}");
}

/* ---- contests ---- */

static const char *vote_variation(const scrut_case *c)
{
    switch (c->rules.method.family) {
    case SCRUT_METHOD_PLURALITY:
    case SCRUT_METHOD_PLURALITY_BLOCK: return "plurality";
    default: return "proportional";
    }
}

static bool stands(const exporter *x, uint32_t constituency, uint32_t party)
{
    int64_t seats = 0;
    return scrut_tally_votes(x->options->of, 1 + constituency, party)->cells > 0 ||
           (seats_of(x, constituency, party, &seats) && seats > 0);
}

static void put_contest(exporter *x, nist_report *n, uint32_t constituency)
{
    const scrut_constituency *k = &x->c->constituencies[constituency];
    bool first = true;
    scrut_buf_printf(&x->buf,
                     "{\"@id\": \"contest-%u\", \"@type\": \"ElectionResults.PartyContest\", \"ContestSelection\": [",
                     constituency + 1);
    for (uint32_t p = 0; p < x->c->party_count && x->status == SCRUT_OK; p++)
        if (stands(x, constituency, p))
            put_selection(x, n, constituency, p, &first);
    scrut_buf_printf(&x->buf, "], \"ElectionDistrictId\": \"unit-%u\", \"Name\": ",
                     x->c->single_constituency ? 0 : constituency + 1);
    nist_put(x, scrut_json_string(k->name != NULL ? k->name : k->id));
    scrut_buf_puts(&x->buf, ", \"OtherCounts\": [");
    n->first = true;
    each_spot(x, n, 1 + constituency, put_blank, 0);
    scrut_buf_puts(&x->buf, "]");
    if (x->c->has_rules)
        scrut_buf_printf(&x->buf, ", \"VoteVariation\": \"%s\"", vote_variation(x->c));
    scrut_buf_puts(&x->buf, "}");
    n->open += seats_are_open(x, constituency);
    export_flush(x);
}

static void put_all_ballots(exporter *x, nist_report *n)
{
    n->first = true;
    if (x->c->single_constituency)
        each_spot(x, n, 1, put_ballots, 0);
    else
        each_spot(x, n, 0, put_ballots, 0);
}

void nist_put_election(exporter *x, nist_report *n)
{
    bool first = true;
    const char *name = x->c->chamber_name != NULL ? x->c->chamber_name : x->c->title;
    scrut_buf_puts(&x->buf, ",\n\"Election\": [{\"@type\": \"ElectionResults.Election\", \"BallotCounts\": [");
    put_all_ballots(x, n);
    scrut_buf_puts(&x->buf, "],\n\"Contest\": [");
    for (uint32_t k = 0; k < x->c->constituency_count && x->status == SCRUT_OK; k++) {
        nist_separate(x, &first);
        put_contest(x, n, k);
    }
    scrut_buf_printf(&x->buf, "],\n\"ElectionScopeId\": \"unit-0\", \"EndDate\": \"%s\", \"Name\": ", x->c->date);
    nist_put(x, nist_name(name, NULL));
    scrut_buf_printf(&x->buf, ", \"StartDate\": \"%s\", \"Type\": \"general\"}]", x->c->date);
}
