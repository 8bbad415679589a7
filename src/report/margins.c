/* SPDX-License-Identifier: Apache-2.0
 * margins.c: how close it was, in words: the fewest ballots in both readings, who would gain and lose, and how margins
 * that others published stand to ours. */
#include "lines_internal.h"

#include <string.h>

#define FIGURES_SHOWN 2
#define FACTS_SHOWN 2
#define PARTIES_SHOWN 3
#define PUBLISHED_SHOWN 4

/* ---- numbers ------------------------------------------------------------------------------------------- */

void scrut_report_say_ballots(const scrut_language *language, scrut_buf *out, const scrut_ballots *b)
{
    if (!b->possible && b->exact)
        scrut_buf_puts(out, scrut_word(language, "cannot"));
    else if (!b->possible)
        scrut_say(language, out, "at least {1n}", b->at_least);
    else
        scrut_report_say_range(language, out, b->at_least, b->at_most);
}

static bool same_ballots(const scrut_ballots *a, const scrut_ballots *b)
{
    return a->possible == b->possible && a->exact == b->exact && a->at_least == b->at_least &&
           (!a->possible || a->at_most == b->at_most);
}

bool scrut_report_ballots_cannot(const scrut_ballots *b)
{
    return !b->possible && b->exact;
}

void scrut_report_say_readings(const scrut_language *language, scrut_buf *out, const scrut_ballots *could,
                               const scrut_ballots *would)
{
    scrut_buf first = {0}, second = {0};
    bool both_cannot = scrut_report_ballots_cannot(could) && scrut_report_ballots_cannot(would);
    scrut_report_say_ballots(language, &first, could);
    scrut_report_say_ballots(language, &second, would);
    if (first.bytes == NULL || second.bytes == NULL)
        out->failed = true;
    else if (both_cannot)
        scrut_buf_puts(out, first.bytes);
    else if (same_ballots(could, would))
        scrut_say(language, out, "{1r} could and would", first.bytes);
    else
        scrut_say(language, out, "{1r} could, {2r} would", first.bytes, second.bytes);
    out->failed = out->failed || first.failed || second.failed;
    scrut_buf_free(&first);
    scrut_buf_free(&second);
}

/* ---- order --------------------------------------------------------------------------------------------- */

/* What takes fewer ballots comes first; what nobody knows how to do, last. */
static int compare_ballots(const scrut_ballots *a, const scrut_ballots *b)
{
    if (a->possible != b->possible)
        return a->possible ? -1 : 1;
    int64_t x = a->possible ? a->at_most : a->exact, y = b->possible ? b->at_most : b->exact;
    return (x > y) - (x < y);
}

static int compare_readings(const scrut_ballots *could_a, const scrut_ballots *would_a, const scrut_ballots *could_b,
                            const scrut_ballots *would_b)
{
    int order = compare_ballots(could_a, could_b);
    return order != 0 ? order : compare_ballots(would_a, would_b);
}

static bool closer(const void *of, uint32_t i, uint32_t k)
{
    const scrut_margins *m = of;
    const scrut_closest_seat *x = &m->closest[i], *y = &m->closest[k];
    if (x->weighed != y->weighed)
        return x->weighed;
    int order = x->weighed ? compare_readings(&x->could, &x->would, &y->could, &y->would) : 0;
    return order != 0 ? order < 0 : i < k;
}

uint32_t *scrut_report_closest_order(const scrut_report_view *view, const scrut_margins *m)
{
    size_t count = view->c->constituency_count;
    uint32_t *order = scrut_arena_calloc(view->arena, count, sizeof *order);
    if (order == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    return scrut_report_sort(order, count, m, closer, view->arena) ? order : NULL;
}

/* Alliances before their parties, in the order of the case; parties as everywhere. */
static int compare_holders(const scrut_report_view *view, const scrut_seats_margin *a, const scrut_seats_margin *b)
{
    if (a->alliance != 0 && b->alliance != 0)
        return (a->alliance > b->alliance) - (a->alliance < b->alliance);
    if (a->alliance != 0 || b->alliance != 0)
        return a->alliance != 0 ? -1 : 1;
    return (view->rank[a->party] > view->rank[b->party]) - (view->rank[a->party] < view->rank[b->party]);
}

/* The next question after `last` (NULL: the first) in the order of ballots, then of the parties; NULL: no more. */
const scrut_seats_margin *scrut_report_next_margin(const scrut_report_view *view, const scrut_seats_margin *items,
                                                   size_t count, const scrut_seats_margin *last)
{
    const scrut_seats_margin *next = NULL;
    for (size_t i = 0; i < count; i++) {
        const scrut_seats_margin *a = &items[i], *ends[] = {last, next};
        int order[2] = {1, -1};
        for (size_t k = 0; k < 2; k++) {
            if (ends[k] == NULL)
                continue;
            order[k] = compare_readings(&a->could, &a->would, &ends[k]->could, &ends[k]->would);
            if (order[k] == 0)
                order[k] = compare_holders(view, a, ends[k]);
        }
        if (order[0] > 0 && order[1] < 0)
            next = a;
    }
    return next;
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

void scrut_report_say_place(const scrut_report_view *view, scrut_buf *out, uint32_t unit)
{
    const scrut_case *c = view->c;
    const scrut_constituency *k = unit > 0 ? &c->constituencies[unit - 1] : NULL;
    if (k == NULL || c->single_constituency)
        scrut_buf_puts(out, scrut_word(view->language, "the nation"));
    else if (k->name == NULL)
        scrut_say(view->language, out, "constituency {1p}", k->id);
    else if (strcmp(k->name, k->id) == 0)
        scrut_put_plain(out, k->name);
    else /* two constituencies of one city may bear its name */
        scrut_say(view->language, out, "{1p} ({2p})", k->name, k->id);
}

void scrut_report_say_figures(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally)
{
    const scrut_rules *r = &view->c->rules;
    const char *rules = r->id != NULL ? r->id : r->title;
    scrut_buf figures = {0};
    if (tally->about.date != NULL)
        scrut_say(view->language, &figures, "{1p} of {2p}", tally->about.id, tally->about.date);
    else
        scrut_put_plain(&figures, tally->about.id);
    if (r->version != NULL)
        scrut_say(view->language, out, "{1r}, rules {2p}, version {3p}", scrut_report_piece(out, &figures), rules,
                  r->version);
    else
        scrut_say(view->language, out, "{1r}, rules {2p}", scrut_report_piece(out, &figures), rules);
    scrut_buf_free(&figures);
}

void scrut_report_say_exchange(const scrut_report_view *view, scrut_buf *out, const scrut_closest_seat *s)
{
    const scrut_language *l = view->language;
    const scrut_party *parties = view->c->parties;
    scrut_say(l, out, "{1p} \xE2\x86\x92 {2p}",
              s->loses != SCRUT_NONE ? parties[s->loses].id : scrut_word(l, "nobody for certain"),
              s->gains != SCRUT_NONE ? parties[s->gains].id : scrut_word(l, "nobody"));
}

/* The party, or the alliance or coalition whose parties are meant together. */
void scrut_report_say_holder(const scrut_report_view *view, scrut_buf *out, const scrut_seats_margin *m)
{
    const scrut_party *parties = view->c->parties;
    for (size_t i = 0; i < m->coalition_count; i++) {
        scrut_buf_puts(out, i > 0 ? " + " : "");
        scrut_put_plain(out, parties[m->coalition[i]].id);
    }
    if (m->coalition_count > 0)
        return;
    if (m->alliance == 0)
        scrut_put_plain(out, parties[m->party].id);
    else
        scrut_say(view->language, out, "alliance {1p}", view->c->alliances[m->alliance - 1]);
}

void scrut_report_say_taken(const scrut_report_view *view, scrut_buf *out, const scrut_seats_margin *m)
{
    const scrut_language *l = view->language;
    scrut_buf holder = {0}, seats = {0}, place = {0}, readings = {0};
    scrut_report_say_holder(view, &holder, m);
    scrut_say_count(l, &seats, "{1n} seat", "{1n} seats", m->seats);
    scrut_report_say_place(view, &place, m->unit);
    scrut_report_say_readings(l, &readings, &m->could, &m->would);
    const char *who = scrut_report_piece(out, &holder), *what = scrut_report_piece(out, &seats),
               *ballots = scrut_report_piece(out, &readings);
    if (m->unit > 0)
        scrut_say(l, out,
                  m->at_least ? SCRUT_KEY("{1r} at least {2r} in {3r}: {4r}")
                              : SCRUT_KEY("{1r} at most {2r} in {3r}: {4r}"),
                  who, what, scrut_report_piece(out, &place), ballots);
    else
        scrut_say(l, out, m->at_least ? SCRUT_KEY("{1r} at least {2r}: {3r}") : SCRUT_KEY("{1r} at most {2r}: {3r}"),
                  who, what, ballots);
    scrut_buf_free(&holder);
    scrut_buf_free(&seats);
    scrut_buf_free(&place);
    scrut_buf_free(&readings);
}

/* ---- the terminal -------------------------------------------------------------------------------------- */

static void fact_line(scrut_line_writer *w, const scrut_fact_margins *fact, const scrut_seats_margin *items,
                      size_t count)
{
    const scrut_language *l = w->view->language;
    const scrut_seats_margin *q = NULL;
    scrut_buf list = {0};
    bool any = false;
    for (size_t i = 0; i < PARTIES_SHOWN; i++) {
        q = scrut_report_next_margin(w->view, items, count, q);
        if (q == NULL || !q->could.possible)
            break;
        scrut_buf holder = {0}, readings = {0};
        scrut_report_say_holder(w->view, &holder, q);
        scrut_report_say_readings(l, &readings, &q->could, &q->would);
        scrut_report_next(w->view, &list, &any, SCRUT_KEY("; "));
        scrut_say(l, &list, q->at_least ? SCRUT_KEY("{1r} reaches it with {2r}") : SCRUT_KEY("{1r} loses it with {2r}"),
                  scrut_report_piece(&list, &holder), scrut_report_piece(&list, &readings));
        scrut_buf_free(&holder);
        scrut_buf_free(&readings);
    }
    if (!any)
        scrut_buf_puts(&list, scrut_word(l, "no list can reach it or lose it by a known number of ballots"));
    scrut_buf *text = scrut_line_scratch(w);
    scrut_say(l, text, "{1p}, {2n}: {3r}", fact->name, fact->seats, scrut_report_piece(text, &list));
    scrut_buf_free(&list);
    scrut_line_wrapped(w, 4, 6);
}

/* Where seats go to alliances, these first. */
static void fact_lines(scrut_line_writer *w, const scrut_fact_margins *fact)
{
    if (fact->alliance_count > 0)
        fact_line(w, fact, fact->alliances, fact->alliance_count);
    fact_line(w, fact, fact->parties, fact->party_count);
}

static void closest_line(scrut_line_writer *w, const scrut_margins *m)
{
    const uint32_t *order = scrut_report_closest_order(w->view, m);
    if (order == NULL) {
        w->out->failed = true;
        return;
    }
    const scrut_closest_seat *s = w->view->c->constituency_count > 0 ? &m->closest[order[0]] : NULL;
    if (s == NULL || !s->weighed || !s->could.possible)
        return;
    scrut_buf place = {0}, exchange = {0}, readings = {0}, *text = scrut_line_scratch(w);
    scrut_report_say_place(w->view, &place, order[0] + 1);
    scrut_report_say_exchange(w->view, &exchange, s);
    scrut_report_say_readings(w->view->language, &readings, &s->could, &s->would);
    scrut_say(w->view->language, text, "closest seat, in {1r}: {2r} with {3r}", scrut_report_piece(text, &place),
              scrut_report_piece(text, &exchange), scrut_report_piece(text, &readings));
    scrut_buf_free(&place);
    scrut_buf_free(&exchange);
    scrut_buf_free(&readings);
    scrut_line_wrapped(w, 4, 6);
}

/* `key` has a place for the list. */
static void steps_line(scrut_line_writer *w, const char *key, const scrut_seats_margin *items, size_t count)
{
    const scrut_seats_margin *q = NULL;
    scrut_buf list = {0};
    bool any = false;
    for (size_t i = 0; i < PARTIES_SHOWN; i++) {
        q = scrut_report_next_margin(w->view, items, count, q);
        if (q == NULL || !q->could.possible)
            break;
        scrut_report_next(w->view, &list, &any, SCRUT_KEY("; "));
        scrut_report_say_holder(w->view, &list, q);
        scrut_buf_putc(&list, ' ');
        scrut_report_say_readings(w->view->language, &list, &q->could, &q->would);
    }
    scrut_buf *text = scrut_line_scratch(w);
    scrut_say(w->view->language, text, key, scrut_report_piece(text, &list));
    scrut_buf_free(&list);
    if (any)
        scrut_line_wrapped(w, 4, 6);
}

static void figures_body(scrut_line_writer *w, const scrut_margins *m)
{
    for (size_t i = 0; i < m->fact_count && i < FACTS_SHOWN; i++)
        fact_lines(w, &m->facts[i]);
    closest_line(w, m);
    if (!w->view->c->single_constituency) {
        steps_line(w, SCRUT_KEY("one seat more: {1r}"), m->more, m->more_count);
        steps_line(w, SCRUT_KEY("one seat fewer: {1r}"), m->fewer, m->fewer_count);
    }
    if (m->house.assumption != NULL) {
        scrut_line_said(w, SCRUT_KEY("an assumption: {1p}"), m->house.assumption);
        scrut_line_wrapped(w, 4, 6);
    }
}

/* What the lines of one set of figures are in the output. */
typedef struct {
    size_t from, length;
} body_lines;

/* Margins that are those of the figures before are not said again. */
static body_lines figures_lines(scrut_line_writer *w, size_t tally, body_lines before)
{
    const scrut_tally *t = &w->view->v->tallies[tally];
    size_t head = w->out->length;
    scrut_report_say_figures(w->view, scrut_line_scratch(w), t);
    scrut_line_wrapped(w, 2, 4);
    body_lines body = {.from = w->out->length};
    figures_body(w, w->view->v->margins[tally]);
    body.length = w->out->length - body.from;
    if (scrut_buf_failed(w->out) || before.length == 0 || before.length != body.length ||
        memcmp(w->out->bytes + before.from, w->out->bytes + body.from, body.length) != 0)
        return body;
    w->out->length = head;
    scrut_report_say_figures(w->view, scrut_line_scratch(w), t);
    scrut_report_wrap(w->view, &w->scratch, SCRUT_KEY("{1r}: the same"));
    scrut_line_wrapped(w, 2, 4);
    return before;
}

/* Why some cannot be compared, each reason once. */
static void missing_lines(scrut_line_writer *w)
{
    const scrut_verdict *v = w->view->v;
    for (size_t i = 0; i < v->published_count; i++) {
        const char *why = v->published[i].missing;
        bool said = why == NULL;
        for (size_t k = 0; k < i && !said; k++)
            said = v->published[k].missing != NULL && strcmp(v->published[k].missing, why) == 0;
        if (said)
            continue;
        scrut_line_said(w, SCRUT_KEY("not comparable: {1p}"), why);
        scrut_line_wrapped(w, 4, 6);
    }
}

static void published_lines(scrut_line_writer *w)
{
    const scrut_verdict *v = w->view->v;
    size_t shown = 0, others = 0;
    if (v->published_count == 0)
        return;
    scrut_report_say_published_counts(w->view, scrut_line_scratch(w));
    scrut_line_wrapped(w, 2, 4);
    for (size_t i = 0; i < v->published_count; i++) {
        const scrut_published_margin *r = &v->published[i];
        if (r->match == SCRUT_PUBLISHED_EQUAL || r->answer_count == 0)
            continue;
        others++;
        if (shown == PUBLISHED_SHOWN)
            continue;
        shown++;
        scrut_buf *text = scrut_line_scratch(w);
        bool any = true;
        scrut_report_say_published(w->view, text, r->margin);
        scrut_report_next(w->view, text, &any, SCRUT_KEY("; "));
        scrut_report_say_published_answer(w->view, text, scrut_report_published_best(r));
        scrut_line_wrapped(w, 4, 6);
    }
    scrut_line_more(w, others, shown, SCRUT_KEY("and {1d} more in index.html"));
    missing_lines(w);
}

void scrut_line_margins(scrut_line_writer *w)
{
    const scrut_verdict *v = w->view->v;
    size_t count = scrut_report_margins_count(v), shown = 0;
    body_lines before = {.length = 0};
    if (count == 0 && v->published_count == 0)
        return;
    scrut_line_heading(w, count > 0 ? SCRUT_KEY("Margins (fewest ballots changed from one list to another)")
                                    : SCRUT_KEY("Margins that others published"));
    scrut_buf_putc(w->out, '\n');
    if (count > 0)
        scrut_line_plain(
            w, SCRUT_KEY("could: a draw decides; would: for certain; a range: fewer than its first number cannot, its "
                         "second does"));
    for (size_t t = 0; t < v->tally_count && shown < FIGURES_SHOWN && count > 0; t++) {
        if (v->margins[t] == NULL)
            continue;
        before = figures_lines(w, t, before);
        shown++;
    }
    scrut_line_more(w, count, shown, SCRUT_KEY("and {1d} more in index.html"));
    published_lines(w);
}
