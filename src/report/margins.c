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

static void put_party(const scrut_case *c, scrut_buf *out, uint32_t party)
{
    scrut_put_plain(out, c->parties[party].id);
}

void scrut_report_say_place(const scrut_case *c, scrut_buf *out, uint32_t unit)
{
    const scrut_constituency *k = unit > 0 ? &c->constituencies[unit - 1] : NULL;
    if (k == NULL || c->single_constituency) {
        scrut_buf_puts(out, "the nation");
        return;
    }
    if (k->name == NULL) {
        scrut_buf_puts(out, "constituency ");
        scrut_put_plain(out, k->id);
        return;
    }
    scrut_put_plain(out, k->name);
    if (strcmp(k->name, k->id) == 0)
        return;
    scrut_buf_puts(out, " ("); /* two constituencies of one city may bear its name */
    scrut_put_plain(out, k->id);
    scrut_buf_putc(out, ')');
}

void scrut_report_say_figures(const scrut_case *c, scrut_buf *out, const scrut_tally *tally)
{
    const scrut_rules *r = &c->rules;
    scrut_put_plain(out, tally->about.id);
    scrut_buf_puts(out, tally->about.date != NULL ? " of " : "");
    scrut_put_plain(out, tally->about.date);
    scrut_buf_puts(out, ", rules ");
    scrut_put_plain(out, r->id != NULL ? r->id : r->title);
    scrut_buf_puts(out, r->version != NULL ? ", version " : "");
    scrut_put_plain(out, r->version);
}

void scrut_report_say_exchange(const scrut_case *c, scrut_buf *out, const scrut_closest_seat *s)
{
    if (s->loses != SCRUT_NONE)
        put_party(c, out, s->loses);
    else
        scrut_buf_puts(out, "nobody for certain");
    scrut_buf_puts(out, " \xE2\x86\x92 "); /* an arrow */
    if (s->gains != SCRUT_NONE)
        put_party(c, out, s->gains);
    else
        scrut_buf_puts(out, "nobody");
}

/* The party, or the alliance or coalition whose parties are meant together. */
void scrut_report_say_holder(const scrut_case *c, scrut_buf *out, const scrut_seats_margin *m)
{
    for (size_t i = 0; i < m->coalition_count; i++) {
        scrut_buf_puts(out, i > 0 ? " + " : "");
        put_party(c, out, m->coalition[i]);
    }
    if (m->coalition_count > 0)
        return;
    if (m->alliance == 0) {
        put_party(c, out, m->party);
        return;
    }
    scrut_buf_puts(out, "alliance ");
    scrut_put_plain(out, c->alliances[m->alliance - 1]);
}

void scrut_report_say_taken(const scrut_case *c, scrut_buf *out, const scrut_seats_margin *m)
{
    scrut_report_say_holder(c, out, m);
    scrut_buf_puts(out, m->at_least ? " at least " : " at most ");
    scrut_report_put_count(out, m->seats, "seat", NULL);
    if (m->unit > 0) {
        scrut_buf_puts(out, " in ");
        scrut_report_say_place(c, out, m->unit);
    }
    scrut_buf_puts(out, ": ");
    scrut_report_say_readings(NULL, out, &m->could, &m->would);
}

/* ---- published ----------------------------------------------------------------------------------------- */

static const char *done_to_ballots(scrut_metric metric)
{
    static const char *const WORDS[] = {
        [SCRUT_METRIC_CHANGE] = "changed", [SCRUT_METRIC_ADD] = "added", [SCRUT_METRIC_REMOVE] = "removed"};
    return WORDS[metric];
}

void scrut_report_say_published(const scrut_case *c, scrut_buf *out, const scrut_case_margin *p)
{
    static const char *const LIMITS[] = {"", "fewer than ", "more than "};
    scrut_metric metric = SCRUT_METRIC_ADD;
    if (!scrut_metric_named(p->metric, &metric))
        return;
    if (p->any_seat) {
        scrut_buf_puts(out, "any seat");
    } else {
        put_party(c, out, p->party);
        scrut_buf_puts(out, p->seats < 0 ? " one seat more" : " ");
        if (p->seats >= 0)
            scrut_report_put_count(out, p->seats, "seat", NULL);
    }
    scrut_buf_puts(out, " in ");
    scrut_report_say_place(c, out, p->unit);
    scrut_buf_printf(out, ": %s", LIMITS[p->relation]);
    scrut_report_put_count(out, p->votes, "ballot", NULL);
    scrut_buf_printf(out, " %s", done_to_ballots(metric));
}

static void say_ours(scrut_buf *out, const scrut_published_answer *a)
{
    scrut_report_say_readings(NULL, out, &a->could, &a->would);
    if (!a->has_difference)
        return;
    scrut_buf_puts(out, ", so ");
    scrut_report_put_grouped(out, a->difference < 0 ? -a->difference : a->difference);
    scrut_buf_puts(out, a->difference < 0 ? " too few" : " too many");
}

void scrut_report_say_published_answer(scrut_buf *out, const scrut_published_answer *a)
{
    switch (a->match) {
    case SCRUT_PUBLISHED_EQUAL:
        scrut_buf_puts(out, a->as_could && a->as_would ? "right (could and would); ours: "
                            : a->as_could              ? "right if a draw decides (could); ours: "
                                                       : "right for certain (would); ours: ");
        say_ours(out, a);
        break;
    case SCRUT_PUBLISHED_OTHERWISE:
        scrut_buf_puts(out, "ours: ");
        say_ours(out, a);
        scrut_buf_printf(out, "; equal if ballots %s are meant (%s)", done_to_ballots(a->metric),
                         a->as_could && a->as_would ? "could and would"
                         : a->as_could              ? "could"
                                                    : "would");
        break;
    case SCRUT_PUBLISHED_OPEN:
        scrut_buf_puts(out, "not decided; ours: ");
        say_ours(out, a);
        break;
    case SCRUT_PUBLISHED_DIFFERENT:
        scrut_buf_puts(out, "equal by no metric; ours: ");
        say_ours(out, a);
        break;
    case SCRUT_PUBLISHED_NOT_COMPARABLE:
        scrut_buf_puts(out, "not comparable: ");
        scrut_put_plain(out, a->missing);
        break;
    }
}

void scrut_report_say_published_counts(const scrut_verdict *v, scrut_buf *out)
{
    size_t counts[SCRUT_PUBLISHED_NOT_COMPARABLE + 1] = {0};
    for (size_t i = 0; i < v->published_count; i++)
        counts[v->published[i].match]++;
    scrut_report_put_count(out, (int64_t)v->published_count, "published margin", NULL);
    const char *before = ": ";
    for (int m = 0; m <= SCRUT_PUBLISHED_NOT_COMPARABLE; m++) {
        if (counts[m] == 0)
            continue;
        scrut_buf_printf(out, "%s%zu %s", before, counts[m], scrut_published_match_name((scrut_published_match)m));
        before = ", ";
    }
}

/* ---- the terminal -------------------------------------------------------------------------------------- */

static void fact_line(scrut_line_writer *w, const scrut_fact_margins *fact, const scrut_seats_margin *items,
                      size_t count)
{
    const scrut_seats_margin *q = NULL;
    scrut_buf *text = scrut_line_scratch(w);
    scrut_put_plain(text, fact->name);
    scrut_buf_puts(text, ", ");
    scrut_report_put_grouped(text, fact->seats);
    const char *before = ": ";
    for (size_t i = 0; i < PARTIES_SHOWN; i++, before = "; ") {
        q = scrut_report_next_margin(w->view, items, count, q);
        if (q == NULL || !q->could.possible)
            break;
        scrut_buf_puts(text, before);
        scrut_report_say_holder(w->view->c, text, q);
        scrut_buf_puts(text, q->at_least ? " reaches it with " : " loses it with ");
        scrut_report_say_readings(NULL, text, &q->could, &q->would);
    }
    if (before[0] == ':')
        scrut_buf_puts(text, ": no list can reach it or lose it by a known number of ballots");
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
    scrut_buf *text = scrut_line_scratch(w);
    scrut_buf_puts(text, "closest seat, in ");
    scrut_report_say_place(w->view->c, text, order[0] + 1);
    scrut_buf_puts(text, ": ");
    scrut_report_say_exchange(w->view->c, text, s);
    scrut_buf_puts(text, " with ");
    scrut_report_say_readings(NULL, text, &s->could, &s->would);
    scrut_line_wrapped(w, 4, 6);
}

static void steps_line(scrut_line_writer *w, const char *what, const scrut_seats_margin *items, size_t count)
{
    const scrut_seats_margin *q = NULL;
    scrut_buf *text = scrut_line_scratch(w);
    size_t shown = 0;
    scrut_buf_puts(text, what);
    while (shown < PARTIES_SHOWN) {
        q = scrut_report_next_margin(w->view, items, count, q);
        if (q == NULL || !q->could.possible)
            break;
        scrut_buf_puts(text, shown++ > 0 ? "; " : ": ");
        scrut_report_say_holder(w->view->c, text, q);
        scrut_buf_putc(text, ' ');
        scrut_report_say_readings(NULL, text, &q->could, &q->would);
    }
    if (shown > 0)
        scrut_line_wrapped(w, 4, 6);
}

static void figures_body(scrut_line_writer *w, const scrut_margins *m)
{
    for (size_t i = 0; i < m->fact_count && i < FACTS_SHOWN; i++)
        fact_lines(w, &m->facts[i]);
    closest_line(w, m);
    if (!w->view->c->single_constituency) {
        steps_line(w, "one seat more", m->more, m->more_count);
        steps_line(w, "one seat fewer", m->fewer, m->fewer_count);
    }
    if (m->house.assumption != NULL) {
        scrut_buf_puts(scrut_line_scratch(w), "an assumption: ");
        scrut_put_plain(&w->scratch, m->house.assumption);
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
    scrut_report_say_figures(w->view->c, scrut_line_scratch(w), t);
    scrut_line_wrapped(w, 2, 4);
    body_lines body = {.from = w->out->length};
    figures_body(w, w->view->v->margins[tally]);
    body.length = w->out->length - body.from;
    if (scrut_buf_failed(w->out) || before.length == 0 || before.length != body.length ||
        memcmp(w->out->bytes + before.from, w->out->bytes + body.from, body.length) != 0)
        return body;
    w->out->length = head;
    scrut_report_say_figures(w->view->c, scrut_line_scratch(w), t);
    scrut_buf_puts(&w->scratch, ": the same");
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
        scrut_buf_puts(scrut_line_scratch(w), "not comparable: ");
        scrut_put_plain(&w->scratch, why);
        scrut_line_wrapped(w, 4, 6);
    }
}

static void published_lines(scrut_line_writer *w)
{
    const scrut_verdict *v = w->view->v;
    size_t shown = 0, others = 0;
    if (v->published_count == 0)
        return;
    scrut_report_say_published_counts(v, scrut_line_scratch(w));
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
        scrut_report_say_published(w->view->c, text, r->margin);
        scrut_buf_puts(text, "; ");
        scrut_report_say_published_answer(text, scrut_report_published_best(r));
        scrut_line_wrapped(w, 4, 6);
    }
    scrut_line_more(w, others, shown, "in index.html");
    missing_lines(w);
}

const scrut_published_answer *scrut_report_published_best(const scrut_published_margin *r)
{
    for (size_t i = 0; i < r->answer_count; i++)
        if (r->answers[i].match == r->match)
            return &r->answers[i];
    return NULL;
}

size_t scrut_report_margins_count(const scrut_verdict *v)
{
    size_t count = 0;
    for (size_t t = 0; v->margins != NULL && t < v->tally_count; t++)
        count += v->margins[t] != NULL;
    return count;
}

void scrut_line_margins(scrut_line_writer *w)
{
    const scrut_verdict *v = w->view->v;
    size_t count = scrut_report_margins_count(v), shown = 0;
    body_lines before = {.length = 0};
    if (count == 0 && v->published_count == 0)
        return;
    scrut_line_heading(w, count > 0 ? "Margins (fewest ballots changed from one list to another)\n"
                                    : "Margins that others published\n");
    if (count > 0)
        scrut_line_plain(w,
                         "could: a draw decides; would: for certain; a range: fewer than its first number cannot, its "
                         "second does");
    for (size_t t = 0; t < v->tally_count && shown < FIGURES_SHOWN && count > 0; t++) {
        if (v->margins[t] == NULL)
            continue;
        before = figures_lines(w, t, before);
        shown++;
    }
    scrut_line_more(w, count, shown, "in index.html");
    published_lines(w);
}
