/* SPDX-License-Identifier: Apache-2.0
 * margin_case_answer.c: an answer about a case, for programs and for people. */
#include "margin_case.h"
#include "scrutineer/num.h"

/* ---- JSON ---- */

static scrut_json *moves_json(const scrut_margin_case_answer *a, const scrut_margin_nation_reading *r)
{
    scrut_json *list = scrut_json_array();
    for (size_t n = 0; r->moves != NULL && n < a->house->nation.unit_count; n++) {
        const scrut_margin_unit *u = &a->house->nation.units[n];
        if (r->moves[n] == NULL || r->ballots[n] == 0)
            continue;
        scrut_json *one = scrut_json_object(), *ballots = scrut_json_object();
        for (size_t i = 0; i < u->contest.list_count; i++)
            if (r->moves[n][i] != 0)
                scrut_json_set(ballots, a->c->parties[u->party[i]].id, scrut_json_int(r->moves[n][i]));
        scrut_json_set(one, "constituency", scrut_json_string(u->id));
        scrut_json_set(one, "ballots", ballots);
        scrut_json_append(list, one);
    }
    return list;
}

static scrut_json *reading_json(const scrut_margin_case_answer *a, const scrut_margin_nation_reading *r)
{
    scrut_json *json = scrut_json_object();
    scrut_json_set(json, "at_least", scrut_json_int(r->at_least));
    scrut_json_set(json, "at_most", r->possible ? scrut_json_int(r->at_most) : scrut_json_null());
    scrut_json_set(json, "exact", scrut_json_bool(r->exact));
    scrut_json_set(json, "possible", scrut_json_bool(r->possible));
    scrut_json_set(json, "moves", moves_json(a, r));
    return json;
}

static scrut_json *held_json(const scrut_margin_case_answer *a)
{
    scrut_json *json = scrut_json_object();
    scrut_json_set(json, "certain", scrut_json_int(a->held.certain));
    scrut_json_set(json, "possible", scrut_json_int(a->held.possible));
    scrut_json_set(json, "unknown", scrut_json_int(a->held.unknown));
    return json;
}

scrut_json *scrut_margin_case_json(const scrut_margin_case_answer *a)
{
    scrut_json *json = scrut_json_object();
    const char *unit = a->unit == SCRUT_NATION ? NULL : a->house->nation.units[a->unit].id;
    scrut_json_set(json, "figures", scrut_json_string(a->figures->about.id));
    scrut_json_set(json, "rules", scrut_json_string(a->house->chamber->rules->id));
    scrut_json_set(json, "target", scrut_json_string(a->request.target_text));
    scrut_json_set(json, "metric", scrut_json_string(scrut_metric_name(a->request.metric)));
    scrut_json_set(json, "constituency", scrut_json_string(unit));
    scrut_json_set(json, "assumption", scrut_json_string(a->house->assumption));
    scrut_json_set(json, "note", scrut_json_string(a->note));
    scrut_json_set(json, "could", reading_json(a, &a->could));
    scrut_json_set(json, "would", reading_json(a, &a->would));
    if (a->request.target.members != NULL)
        scrut_json_set(json, "held", held_json(a));
    return json;
}

/* ---- text ---- */

static void put_figures(const scrut_margin_case_answer *a, scrut_buf *out)
{
    const scrut_provenance *about = &a->figures->about;
    const scrut_rules *rules = a->house->chamber->rules;
    scrut_buf_puts(out, "Figures: ");
    scrut_cli_put_name(out, about->id);
    const char *const more[] = {about->title, about->status, about->date};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        if (more[i] != NULL) {
            scrut_buf_puts(out, ", ");
            scrut_cli_put_name(out, more[i]);
        }
    scrut_buf_puts(out, ".\nRules: ");
    scrut_cli_put_name(out, rules->id != NULL ? rules->id : "of the case");
    if (rules->version != NULL) {
        scrut_buf_puts(out, ", ");
        scrut_cli_put_name(out, rules->version);
    }
    scrut_buf_puts(out, ".\n");
    if (a->unit != SCRUT_NATION) {
        char name[160];
        scrut_unit_name(a->c, 1 + a->unit, name, sizeof name);
        scrut_buf_puts(out, "Where: ");
        scrut_cli_put_name(out, name);
        scrut_buf_puts(out, ".\n");
    }
    if (a->house->assumption != NULL)
        scrut_buf_printf(out, "%s\n", a->house->assumption);
}

static void put_held(const scrut_margin_case_answer *a, scrut_buf *out)
{
    if (a->request.target.members == NULL)
        return;
    scrut_buf_puts(out, "Now: ");
    scrut_margin_put_range(out, a->held.certain, a->held.possible + a->held.unknown);
    scrut_buf_puts(out, a->held.possible + a->held.unknown == 1 ? " seat.\n" : " seats.\n");
}

static void put_reading(scrut_buf *out, const char *name, const char *meaning, const scrut_margin_nation_reading *r)
{
    const scrut_margin_reading one = {
        .possible = r->possible, .exact = r->exact, .at_least = r->at_least, .at_most = r->at_most};
    scrut_margin_put_reading(out, name, meaning, &one);
}

static void put_move(const scrut_margin_case_answer *a, size_t n, const int64_t *moves, scrut_buf *out)
{
    const scrut_margin_unit *u = &a->house->nation.units[n];
    const char *separator = ": ";
    char name[160], ballots[32];
    scrut_unit_name(a->c, 1 + n, name, sizeof name);
    scrut_buf_puts(out, "  ");
    scrut_cli_put_name(out, name);
    for (size_t i = 0; i < u->contest.list_count; i++) {
        if (moves[i] == 0)
            continue;
        scrut_format_grouped(ballots, sizeof ballots, moves[i]);
        scrut_buf_puts(out, separator);
        scrut_cli_put_name(out, a->c->parties[u->party[i]].id);
        scrut_buf_printf(out, " %s%s", moves[i] > 0 ? "+" : "", ballots);
        separator = ", ";
    }
    scrut_buf_putc(out, '\n');
}

static void put_moves(const scrut_margin_case_answer *a, const char *name, const scrut_margin_nation_reading *r,
                      scrut_buf *out)
{
    if (!r->possible || r->at_most == 0 || r->moves == NULL)
        return;
    scrut_buf_printf(out, "\nMoves (%s):\n", name);
    for (size_t n = 0; n < a->house->nation.unit_count; n++)
        if (r->moves[n] != NULL && r->ballots[n] > 0)
            put_move(a, n, r->moves[n], out);
}

/* Lists, constituencies and numbers of ballots alike. */
static bool same_moves(const scrut_margin_case_answer *a)
{
    if (!a->could.possible || !a->would.possible || a->could.at_most != a->would.at_most)
        return false;
    for (size_t n = 0; n < a->house->nation.unit_count; n++) {
        const int64_t *x = a->could.moves[n], *y = a->would.moves[n];
        for (size_t i = 0; i < a->house->nation.units[n].contest.list_count; i++)
            if ((x != NULL ? x[i] : 0) != (y != NULL ? y[i] : 0))
                return false;
    }
    return true;
}

void scrut_margin_case_text(const scrut_margin_case_answer *a, scrut_buf *out)
{
    bool same = a->could.moves != NULL && a->would.moves != NULL && same_moves(a);
    put_figures(a, out);
    scrut_margin_put_question(&a->request, out);
    put_held(a, out);
    put_reading(out, "Could", same ? "" : ", if a draw goes that way", &a->could);
    put_reading(out, "Would", ", for certain", &a->would);
    if (a->note != NULL)
        scrut_buf_printf(out, "%s\n", a->note);
    put_moves(a, same ? "could and would" : "could", &a->could, out);
    if (!same)
        put_moves(a, "would", &a->would, out);
}
