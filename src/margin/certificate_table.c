/* SPDX-License-Identifier: Apache-2.0
 * certificate_table.c: the lower-bound table in words: which claims can be made with one ballot fewer, and what it
 * would cost the others to give way to them. */
#include "certificate_internal.h"

#include <string.h>

typedef struct {
    const scrut_certificate *c;
    const scrut_bound_table *t;
    scrut_buf text; /* lines, each ended by NUL */
    size_t count;
} writing;

static void end_line(writing *w)
{
    scrut_buf_putc(&w->text, '\0');
    w->count++;
}

static void put_number(scrut_buf *out, int64_t number)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, number);
    scrut_buf_puts(out, text);
}

/* Those who must reach the cut, and those who must give way. */
static void put_side(writing *w, bool members)
{
    const scrut_certificate_contest *cc = &w->c->contests[0];
    bool first = true;
    if (!members)
        scrut_buf_puts(&w->text, "the other lists");
    for (size_t i = 0; members && i < cc->contest.list_count; i++) {
        if (!cc->members[i])
            continue;
        scrut_buf_printf(&w->text, "%s%s", first ? "" : "+", cc->lists[i]);
        first = false;
    }
}

static void put_heading(writing *w, bool at_least)
{
    const scrut_bound_table *t = w->t;
    if (t->ballots == 0) {
        scrut_buf_printf(&w->text, "As the ballots stand it is not %s:", t->certain ? "certain" : "so");
    } else {
        put_number(&w->text, t->ballots);
        scrut_buf_printf(&w->text, "%s cannot %s:", t->ballots == 1 ? " ballot" : " ballots",
                         t->certain ? "make it certain" : "do it");
    }
    end_line(w);
    scrut_buf_printf(&w->text, "%lld %s of ", (long long)t->reach, t->reach == 1 ? "claim" : "claims");
    put_side(w, at_least);
    if (t->cut_list == NULL) {
        scrut_buf_puts(&w->text, " cannot be had: below a threshold, or more seats than it may have.");
        end_line(w);
        return;
    }
    scrut_buf_printf(&w->text, " can be worth as much as seat %lld of %s with ", (long long)t->cut_claim, t->cut_list);
    put_number(&w->text, t->cut_votes);
    scrut_buf_printf(&w->text, " %s, not more.", t->cut_votes == 1 ? "vote" : "votes");
    end_line(w);
    scrut_buf_puts(&w->text, "Claims of ");
    put_side(w, !at_least);
    scrut_buf_printf(&w->text, " worth %s: %lld, and there may be %lld.", t->certain ? "as much or more" : "more",
                     (long long)(t->keep + t->keep_excess), (long long)t->keep);
    end_line(w);
}

static void put_row(writing *w, const scrut_bound_row *row)
{
    scrut_buf_printf(&w->text, "%s: ", row->list);
    put_number(&w->text, row->votes);
    scrut_buf_printf(&w->text, " %s, %lld %s", row->votes == 1 ? "vote" : "votes", (long long)row->claims,
                     row->claims == 1 ? "claim" : "claims");
    if (w->c->capped && row->claims > 0 && row->cost_count == 0)
        scrut_buf_puts(&w->text, "; to give up one takes more ballots than may leave it");
    for (size_t k = 0; k < row->cost_count && w->c->metric != SCRUT_METRIC_ADD; k++) {
        scrut_buf_printf(&w->text, "%s", k > 0 ? ", " : "; ballots to give up one, two, ...: ");
        put_number(&w->text, row->costs[k]);
    }
    end_line(w);
}

static scrut_status split_lines(const writing *w, scrut_arena *arena, const char *const **ret_lines, scrut_error *err)
{
    const char **lines = scrut_arena_calloc(arena, w->count, sizeof(const char *));
    if (lines == NULL || scrut_buf_failed(&w->text))
        return scrut_fail_memory(err);
    const char *at = w->text.bytes;
    for (size_t i = 0; i < w->count; i++) {
        lines[i] = scrut_arena_strdup(arena, at);
        if (lines[i] == NULL)
            return scrut_fail_memory(err);
        at += strlen(at) + 1;
    }
    *ret_lines = lines;
    return SCRUT_OK;
}

scrut_status scrut_naive_lines(const scrut_certificate *certificate, bool would, scrut_arena *arena,
                               const char *const **ret_lines, size_t *ret_count, scrut_error *err)
{
    scrut_bound_table t;
    writing w = {.c = certificate, .t = &t};
    scrut_status st = scrut_naive_table(certificate, would, arena, &t, err);
    if (st != SCRUT_OK || t.none != NULL)
        return st;
    put_heading(&w, certificate->kind == SCRUT_TARGET_AT_LEAST);
    for (size_t i = 0; i < t.row_count && t.cut_list != NULL; i++)
        if (t.rows[i].keeping)
            put_row(&w, &t.rows[i]);
    st = split_lines(&w, arena, ret_lines, err);
    if (st == SCRUT_OK)
        *ret_count = w.count;
    scrut_buf_free(&w.text);
    return st;
}
