/* SPDX-License-Identifier: Apache-2.0
 * margin_answer.c: the calculator's answer, for programs and for people. */
#include "margin.h"
#include "scrutineer/num.h"

#include <string.h>

/* ---- JSON ---- */

static void set_reading(scrut_json *root, const char *key, const char *least_key, const scrut_margin_reading *r)
{
    scrut_json_set(root, key, r->possible ? scrut_json_int(r->at_most) : scrut_json_null());
    if (!r->exact)
        scrut_json_set(root, least_key, scrut_json_int(r->at_least));
}

scrut_json *scrut_margin_answer_json(const scrut_margin_request *request, const scrut_margin *answer)
{
    scrut_json *root = scrut_json_object(), *moves = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string("scrutineer-margin/1"));
    scrut_json_set(root, "target", scrut_json_string(request->target_text));
    scrut_json_set(root, "metric", scrut_json_string(scrut_metric_name(request->metric)));
    set_reading(root, "could", "could_at_least", &answer->could);
    set_reading(root, "would", "would_at_least", &answer->would);
    for (size_t i = 0; answer->could.possible && i < request->calculation.list_count; i++)
        if (answer->could.moves[i] != 0)
            scrut_json_set(moves, request->calculation.names[i], scrut_json_int(answer->could.moves[i]));
    scrut_json_set(root, "moves", moves);
    if (!answer->could.exact || !answer->would.exact)
        scrut_json_set(root, "note", scrut_json_string(answer->note));
    return root;
}

/* ---- text: what is asked ---- */

typedef struct {
    const scrut_margin_request *request;
    const scrut_margin *answer;
    scrut_margin_outcome now;
    scrut_arena *arena;
    scrut_buf *out;
    scrut_error *err;
} writing;

static const char *plural(int64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void put_number(scrut_buf *out, int64_t number)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, number);
    scrut_buf_puts(out, text);
}

static void put_ballots(scrut_buf *out, int64_t ballots)
{
    put_number(out, ballots);
    scrut_buf_puts(out, plural(ballots, " ballot", " ballots"));
}

void scrut_margin_put_range(scrut_buf *out, int64_t least, int64_t most)
{
    put_number(out, least);
    if (most != least) {
        scrut_buf_puts(out, " to ");
        put_number(out, most);
    }
}

static const char *metric_clause(const scrut_margin_request *r)
{
    switch (r->metric) {
    case SCRUT_METRIC_CHANGE: break;
    case SCRUT_METRIC_ADD: return "ballots are added, each to any list";
    case SCRUT_METRIC_REMOVE: return "ballots are removed, each from any list";
    }
    return r->capped != NULL ? "ballots are changed, capped: only those named may leave their list"
                             : "ballots are changed, each leaves one list and joins another";
}

static void put_names(const scrut_margin_request *r, bool leading_and, scrut_buf *out)
{
    size_t left = 0;
    for (size_t i = 0; i < r->calculation.list_count; i++)
        left += r->target.members[i];
    for (size_t i = 0; i < r->calculation.list_count; i++) {
        if (!r->target.members[i])
            continue;
        scrut_cli_put_name(out, r->calculation.names[i]);
        left--;
        scrut_buf_puts(out, left == 0 ? "" : left == 1 && leading_and ? " and " : ", ");
    }
}

void scrut_margin_put_question(const scrut_margin_request *r, scrut_buf *out)
{
    const scrut_target *t = &r->target;
    scrut_buf_puts(out, "Asked: ");
    switch (t->kind) {
    case SCRUT_TARGET_AT_LEAST:
    case SCRUT_TARGET_AT_MOST:
        put_names(r, true, out);
        scrut_buf_printf(out, t->kind == SCRUT_TARGET_AT_LEAST ? ": %lld %s or more" : ": %lld %s or fewer",
                         (long long)t->seats, plural(t->seats, "seat", "seats"));
        break;
    case SCRUT_TARGET_ANY: scrut_buf_puts(out, "any seat goes to another list"); break;
    case SCRUT_TARGET_VECTOR:
        scrut_buf_puts(out, "exactly the seats ");
        scrut_cli_put_name(out, r->target_text);
        break;
    }
    scrut_buf_printf(out, ".\nHow: %s.\n", metric_clause(r));
}

static void put_caps(const writing *w)
{
    const scrut_margin_request *r = w->request;
    if (r->capped == NULL)
        return;
    scrut_buf_puts(w->out, "Capped: at most");
    for (size_t i = 0; r->caps.taint != NULL && i < r->calculation.list_count; i++) {
        scrut_buf_puts(w->out, i > 0 ? ", " : " ");
        put_number(w->out, r->caps.taint[i]);
        scrut_buf_puts(w->out, " of ");
        scrut_cli_put_name(w->out, r->calculation.names[i]);
    }
    if (r->caps.pool >= 0) {
        scrut_buf_puts(w->out, r->caps.taint != NULL ? "; in all " : " in all ");
        put_number(w->out, r->caps.pool);
    }
    scrut_buf_puts(w->out, ".\n");
}

static void put_now(const writing *w)
{
    const scrut_margin_outcome *now = &w->now;
    const scrut_calculation *c = &w->request->calculation;
    scrut_buf_puts(w->out, "Now: ");
    if (now->refused) {
        scrut_buf_puts(w->out, "the rules give no allocation for these votes.\n");
        return;
    }
    if (w->request->target.members != NULL) {
        scrut_margin_put_range(w->out, now->members_certain, now->members_possible);
        scrut_buf_puts(w->out, now->members_possible == 1 ? " seat" : " seats");
    }
    for (size_t i = 0; w->request->target.members == NULL && i < c->list_count; i++) {
        scrut_buf_puts(w->out, i > 0 ? ", " : "");
        scrut_cli_put_name(w->out, c->names[i]);
        scrut_buf_putc(w->out, ' ');
        scrut_margin_put_range(w->out, now->certain[i], now->possible[i]);
    }
    scrut_buf_puts(w->out, ".\n");
}

/* ---- text: the answer ---- */

void scrut_margin_put_reading(scrut_buf *out, const char *name, const char *meaning, const scrut_margin_reading *r)
{
    scrut_buf_printf(out, "%s: ", name);
    if (r->possible && r->at_most == 0) {
        scrut_buf_printf(out, "0, it is so already%s.\n", meaning);
    } else if (r->possible && r->exact) {
        put_ballots(out, r->at_most);
        scrut_buf_printf(out, "%s.\n", meaning);
    } else if (r->possible) {
        put_number(out, r->at_least);
        scrut_buf_puts(out, " to ");
        put_ballots(out, r->at_most);
        scrut_buf_printf(out, "%s; fewer than the last is not ruled out.\n", meaning);
    } else if (r->exact) {
        scrut_buf_puts(out, "impossible, whatever the number of ballots.\n");
    } else {
        put_ballots(out, r->at_least);
        scrut_buf_puts(out, " or more; no way is known.\n");
    }
}

static void put_signed(scrut_buf *out, int64_t number, size_t column)
{
    char text[33] = "+";
    scrut_format_grouped(text + (number > 0), sizeof text - 1, number);
    scrut_cli_put_right(out, text, column);
}

static void put_seats(scrut_buf *out, const scrut_margin_outcome *o, size_t i, size_t column)
{
    scrut_buf text = {0};
    if (o->refused)
        scrut_buf_putc(&text, '-');
    else
        scrut_margin_put_range(&text, o->certain[i], o->possible[i]);
    scrut_cli_put_right(out, text.bytes != NULL ? text.bytes : "", column);
    scrut_buf_free(&text);
}

static void put_move(const writing *w, const scrut_margin_reading *r, const scrut_margin_outcome *then, size_t i,
                     size_t column)
{
    char text[32];
    int64_t votes = w->request->contest.votes[i];
    scrut_cli_put_name_padded(w->out, w->request->calculation.names[i], column);
    scrut_format_grouped(text, sizeof text, votes);
    scrut_cli_put_right(w->out, text, 20);
    put_signed(w->out, r->moves[i], 20);
    scrut_format_grouped(text, sizeof text, votes + r->moves[i]);
    scrut_cli_put_right(w->out, text, 20);
    put_seats(w->out, &w->now, i, 11);
    put_seats(w->out, then, i, 11);
    scrut_buf_putc(w->out, '\n');
}

/* For a shell: in quotes unless it is plain. */
static void put_word(scrut_buf *out, const char *word)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.,=%+:/@";
    if (word[strspn(word, PLAIN)] == '\0' && word[0] != '\0') {
        scrut_buf_puts(out, word);
        return;
    }
    scrut_buf_putc(out, '\'');
    for (; *word != '\0'; word++)
        if (*word == '\'')
            scrut_buf_puts(out, "'\\''");
        else
            scrut_buf_putc(out, *word);
    scrut_buf_putc(out, '\'');
}

/* A share of the votes given stays the share; the numbers are those the engine took. */
static void put_threshold(const writing *w)
{
    const scrut_threshold *t = &w->request->calculation.threshold;
    char share[48];
    if (!w->request->calculation.has_threshold)
        return;
    if (!t->is_share) {
        scrut_buf_printf(w->out, " --threshold %lld", (long long)t->votes);
        return;
    }
    size_t length = scrut_format_ratio(share, sizeof share, (scrut_wide)t->numerator * 100, t->denominator, 9);
    while (length > 0 && share[length - 1] == '0')
        length--;
    if (length > 0 && share[length - 1] == '.')
        length--;
    scrut_buf_printf(w->out, " --threshold %.*s%%", (int)length, share);
}

static void put_repeat(const writing *w, const scrut_margin_reading *r)
{
    const scrut_calculation *c = &w->request->calculation;
    scrut_buf votes = {0};
    for (size_t i = 0; i < c->list_count; i++)
        scrut_buf_printf(&votes, "%s%s=%lld", i > 0 ? "," : "", c->names[i],
                         (long long)(w->request->contest.votes[i] + r->moves[i]));
    scrut_buf_printf(w->out, "Repeat it: scrutineer seats --method %s --seats %lld --votes ", c->method_name,
                     (long long)c->seats);
    put_word(w->out, votes.bytes != NULL ? votes.bytes : "");
    put_threshold(w);
    if (c->first_divisor != NULL)
        scrut_buf_printf(w->out, " --first-divisor %s", c->first_divisor);
    if (c->over_award != NULL)
        scrut_buf_printf(w->out, " --over-award %s", c->over_award);
    scrut_buf_putc(w->out, '\n');
    scrut_buf_free(&votes);
}

static scrut_status put_moves(const writing *w, const char *names, const scrut_margin_reading *r)
{
    const scrut_calculation *c = &w->request->calculation;
    size_t column = scrut_cli_name_column(c->names, c->list_count, "list");
    scrut_margin_outcome then;
    scrut_status st =
        scrut_margin_replay(&w->request->contest, r->moves, w->request->target.members, w->arena, &then, w->err);
    if (st != SCRUT_OK)
        return st;
    scrut_buf_printf(w->out, "\nMoves (%s):\n", names);
    scrut_cli_put_name_padded(w->out, "list", column);
    scrut_cli_put_right(w->out, "votes", 20);
    scrut_cli_put_right(w->out, "change", 20);
    scrut_cli_put_right(w->out, "after", 20);
    scrut_cli_put_right(w->out, "seats now", 11);
    scrut_cli_put_right(w->out, "then", 11);
    scrut_buf_putc(w->out, '\n');
    for (size_t i = 0; i < c->list_count; i++)
        put_move(w, r, &then, i, column);
    put_repeat(w, r);
    return SCRUT_OK;
}

/* ---- text: why one fewer does not do ---- */

static void put_why(const writing *w, const scrut_certificate_reading *r)
{
    for (size_t i = 0; i < r->why_count; i++) {
        scrut_buf_puts(w->out, i == 0 ? "\n" : "  ");
        scrut_cli_put_name(w->out, r->why[i]);
        scrut_buf_putc(w->out, '\n');
    }
}

static scrut_status put_bounds(const writing *w)
{
    scrut_certificate certificate;
    scrut_status st =
        scrut_certificate_of_contest(&w->request->contest, w->request->calculation.names, &w->request->target,
                                     w->request->metric, w->request->capped, w->answer, w->arena, &certificate, w->err);
    if (st != SCRUT_OK)
        return st;
    put_why(w, &certificate.could);
    if (w->answer->would.at_least != w->answer->could.at_least)
        put_why(w, &certificate.would);
    return st;
}

/* ---- both ---- */

static bool same_moves(const scrut_margin *a, size_t count)
{
    return a->could.possible && a->would.possible &&
           memcmp(a->could.moves, a->would.moves, count * sizeof *a->could.moves) == 0;
}

static scrut_status put_answer(const writing *w)
{
    const scrut_margin *a = w->answer;
    bool same = same_moves(a, w->request->calculation.list_count);
    scrut_status st = SCRUT_OK;
    scrut_margin_put_reading(w->out, "Could", same ? "" : ", if a draw goes that way", &a->could);
    scrut_margin_put_reading(w->out, "Would", ", for certain", &a->would);
    if (a->note != NULL)
        scrut_buf_printf(w->out, "%s\n", a->note);
    if (a->could.possible && a->could.at_most > 0)
        st = put_moves(w, same ? "could and would" : "could", &a->could);
    if (st == SCRUT_OK && !same && a->would.possible && a->would.at_most > 0)
        st = put_moves(w, "would", &a->would);
    return st == SCRUT_OK ? put_bounds(w) : st;
}

scrut_status scrut_margin_answer_text(const scrut_margin_request *request, const scrut_margin *answer,
                                      scrut_arena *arena, scrut_buf *out, scrut_error *err)
{
    const scrut_calculation *c = &request->calculation;
    writing w = {.request = request, .answer = answer, .arena = arena, .out = out, .err = err};
    scrut_status st = scrut_margin_replay(&request->contest, NULL, request->target.members, arena, &w.now, err);
    if (st != SCRUT_OK)
        return st;
    scrut_calculation_heading(c, out);
    scrut_margin_put_question(request, out);
    put_caps(&w);
    put_now(&w);
    return put_answer(&w);
}
